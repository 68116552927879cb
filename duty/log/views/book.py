"""Reading: the book, a day of it, the matters that are not done."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import note_access
from frontdesk.kernel.ui.permissions import needs_role

from .. import book, figures
from ..models import LogBook, Matter
from ..rules import ARCHIVE_READERS, READERS, WRITERS

LIST = 50
ON_PAPER = 500  # lines of one day
CAP = 1000


def _note_past_volume(request, page):
    """Reading volumes of earlier months is itself noted (R44); that this month's page ends in the one before is not."""
    if not page.lines or book.month_of(page.lines[0]) >= timezone.localdate().replace(day=1):
        return
    for pk in sorted({line.row["book_id"] for line in page.lines}):
        note_access(request, AccessLine.What.PAST_VOLUME, LogBook(pk=pk))


@needs_role(READERS)
def log(request):
    page = book.newest(request.desk.pk, before=params.whole(request, "before"), after=params.whole(request, "after"))
    _note_past_volume(request, page)
    context = {
        "page": page,
        "may_write": bool(request.roles & WRITERS),
        "may_archive": bool(request.roles & ARCHIVE_READERS),
        "today": timezone.localdate(),
    }
    return render(request, "log/book.html", context)


@needs_role(READERS)
def log_of_day(request, date):
    page = book.of_day(request.desk.pk, date, after=params.whole(request, "after"))
    _note_past_volume(request, page)
    return _show_day(request, date, page)


def note_closed(request, lines):
    """That lines of closed volumes were read elsewhere than in the book itself (R44)."""
    for pk in sorted({line.row["book_id"] for line in lines if line.row["book__closing__recorded_at"]}):
        note_access(request, AccessLine.What.PAST_VOLUME, LogBook(pk=pk))


@require_GET
@needs_role(READERS)
def print_day(request, date):
    """A whole day for the printer; that somebody made it is noted (R45, R64)."""
    page = book.of_day(request.desk.pk, date, most=ON_PAPER)
    for pk in sorted({line.row["book_id"] for line in page.lines}):
        note_access(request, AccessLine.What.PRINT, LogBook(pk=pk))
    return _show_day(request, date, page, on_paper=True)


def _show_day(request, date, page, **more):
    since, until = book.bounds(date)
    context = {
        "page": page,
        "rings": figures.answered_in_three_rings(desk_id=request.desk.pk, since=since, until=until),
        "date": date,
        "before": date - timedelta(days=1),
        "next": date + timedelta(days=1) if date < timezone.localdate() else None,
        **more,
    }
    return render(request, "log/day.html", context)


@needs_role(READERS)
def outgoing(request):
    """Calls made on the hotline, which is for incoming ones (R31)."""
    page = book.outgoing(request.desk.pk, before=params.whole(request, "before"))
    note_closed(request, page.lines)
    return render(request, "log/outgoing.html", {"page": page})


SHOWN = {
    "open": lambda rows, at: rows.open(),
    "overdue": lambda rows, at: rows.overdue(at),
    "unowned": lambda rows, at: rows.unowned(at),
    "reopened": lambda rows, at: rows.reopened(),
    "stale": lambda rows, at: rows.stale(at),
}


@needs_role(READERS)
def matters(request):
    """Everything that is open, overdue, unowned, reopened or left lying, with counts, soonest due first (R01)."""
    shown = request.GET.get("show", "open")
    if shown not in SHOWN:
        raise Http404(shown)
    mine = Matter.objects.filter(desk=request.desk)
    rows = SHOWN[shown](mine, request.at)
    if after := request.GET.get("after"):
        due, entry = _cursor(after)
        rows = rows.filter(due_at__gte=due).exclude(due_at=due, entry_id__lte=entry)
    found = list(rows.order_by("due_at", "entry_id").values_list("entry_id", "due_at")[: LIST + 1])
    context = {
        "lines": book.of_ids([pk for pk, _ in found[:LIST]]),
        "after": f"{found[LIST - 1][1].isoformat()}_{found[LIST - 1][0]}" if len(found) > LIST else "",
        "shown": shown,
        "counts": counts(request.desk, request.at),
        "may_write": bool(request.roles & WRITERS),
    }
    return render(request, "log/matters.html", context)


def counts(desk, at):
    """{name: number or '1000+'} of what a desk has not done."""
    found = Matter.objects.filter(desk=desk).counted(at)
    return {name: number if number <= CAP else f"{CAP}+" for name, number in found.items()}


def _cursor(text):
    moment, _, entry = text.partition("_")
    try:
        due = parse_datetime(moment)
    except ValueError:
        due = None
    if due is None or timezone.is_naive(due) or not (entry.isascii() and entry.isdigit() and len(entry) <= 18):
        raise Http404(text)
    return due, int(entry)
