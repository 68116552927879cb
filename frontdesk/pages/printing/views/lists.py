"""Lists as spreadsheets: the same lines as on their pages, all of them up to a limit; that somebody took one is noted (R45)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duty.log import book, lists
from duty.log.models import Matter
from duty.log.rules import READERS
from duty.log.views.book import SHOWN
from duty.log.views.sheets import REGISTERS, in_register
from duty.roster import files, ledger
from duty.roster.rules import PLANNERS
from frontdesk.kernel.exports import tables
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records.access import Lot
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui.acting import made_by, note_access
from frontdesk.kernel.ui.permissions import needs_role
from handover import lists as handover_lists
from handover.rules import READERS as HANDOVER_READERS

MOST = tables.MOST_LINES + 1  # one more than a file takes, so that it can say that there is more


@dataclass(frozen=True)
class Listing:
    """rows(request) → (what of it, its rows), or 404 for a query that cannot be meant; roles: who may have it."""

    title: str
    rows: Callable
    roles: frozenset = READERS


def _entries(request):
    """A day or a month of the book: ?of=2026-11-23 or ?of=2026-11."""
    first, last = _span(request)
    since, until = book.bounds(first)[0], book.bounds(last)[1]
    return request.GET["of"], lists.entries(book.between(request.desk.pk, since, until))


def _matters(request):
    shown = request.GET.get("show", "open")
    if shown not in SHOWN:
        raise Http404(shown)
    found = SHOWN[shown](Matter.objects.filter(desk=request.desk), request.at).order_by("due_at", "entry_id")
    return shown, lists.entries(lists.of_ids(found.values_list("entry_id", flat=True)[:MOST]))


def _register(slug):
    def rows(request):
        shown = request.GET.get("show", "all")
        model = REGISTERS[slug][0]
        return shown, lists.register(model, in_register(model, request.desk, shown).order_by("-entry_id")[:MOST])

    return rows


def _loans(request):
    return timezone.localdate(request.at).isoformat(), handover_lists.loans(request.desk, MOST)


def _hours(request):
    first, _last = _span(request)
    lines, _target = ledger.month(request.desk, first.replace(day=1))
    return f"{first:%Y-%m}", files.ledger_rows(lines)


def _span(request):
    """(first day, last day) of the day or month that the query asks for."""
    asked = request.GET.get("of", "")
    for form in ("%Y-%m-%d", "%Y-%m"):
        try:
            first = datetime.strptime(asked, form).date()  # noqa: DTZ007 — a date has no zone
        except ValueError:
            continue
        if first.isoformat().startswith(asked) and 2000 <= first.year <= 2100:
            return first, first if form == "%Y-%m-%d" else _month_end(first)
    raise Http404(asked)


def _month_end(first: date):
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


LISTS = {
    "entries": Listing(_("Duty log"), _entries),
    "matters": Listing(_("To follow up"), _matters),
    "loans": Listing(_("Loans"), _loans, HANDOVER_READERS),
    "hours": Listing(_("Hours"), _hours, PLANNERS | {Role.AUDITOR}),
} | {slug: Listing(heading, _register(slug)) for slug, (_model, heading) in REGISTERS.items()}


@require_GET
@needs_role(frozenset.union(*(listing.roles for listing in LISTS.values())))
def download(request, slug, kind):
    """A list as XLSX or CSV."""
    if slug not in LISTS or kind not in tables.KINDS:
        raise Http404(slug)
    listing = LISTS[slug]
    if not request.roles & listing.roles:
        raise PermissionDenied
    what, rows = listing.rows(request)
    note_access(request, AccessLine.What.EXPORT, Lot(f"list.{slug}", request.desk.pk))
    named = {"name": f"{slug}-{what}", "title": str(listing.title)}
    return tables.download(rows, kind=kind, made=made_by(request), **named)
