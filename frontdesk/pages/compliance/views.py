"""The pages of the compliance board."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from duty.roster import clocks
from frontdesk.kernel.figures import first_of, following, months_to
from frontdesk.kernel.people.models import Desk
from frontdesk.kernel.ui.permissions import needs_role

from . import board, clauses, projects
from .rules import COMPARERS, RECORDS, SEERS

YEAR = 12


def this_month(request, desk=None):
    return first_of(request.at.astimezone(clocks.of(desk or request.desk).zone))


@require_GET
@needs_role(SEERS)
def this(request):
    """The board of the month that runs."""
    return _show(request, request.desk, this_month(request))


@require_GET
@needs_role(SEERS)
def of_month(request, month):
    return _show(request, request.desk, month)


@require_GET
@needs_role(SEERS)
def of_desk(request, pk, month):
    """The board of another desk that one may see; any other desk is not there."""
    seen = request.user.project_ids_with(SEERS, request.at)
    desk = get_object_or_404(Desk.objects.select_related("project"), pk=pk, project__in=seen)
    return _show(request, desk, month)


def _show(request, desk, month):
    context = _context(request, desk, month) | {"board": board.of(desk, months_to(month, board.BACK), request.at)}
    return render(request, "compliance/board.html", context)


def _context(request, desk, month):
    after, own = following(month), desk.pk == request.desk.pk
    return {
        "about": desk, "month": month, "before": months_to(month, 2)[0],
        "after": after if after <= this_month(request, desk) else None,
        "opens_records": own and bool(request.roles & RECORDS), "compares": bool(request.roles & COMPARERS), "own": own,
    }  # fmt: skip


@require_GET
@needs_role(SEERS)
def of_year(request, year):
    """Twelve months beside each other."""
    if not 2000 <= year <= 2100:
        raise Http404(year)
    months = months_to(date(year, YEAR, 1), YEAR)
    context = {
        "board": board.of(request.desk, months, request.at), "year": year,
        "after": year + 1 if year < this_month(request).year else None, "before": year - 1,
    }  # fmt: skip
    return render(request, "compliance/year.html", context)


@require_GET
@needs_role(SEERS)
def of_clause(request, month, number):
    """One clause over twelve months: the curve, its numbers, and the way to the records."""
    clause = next((one for one in clauses.ALL if one.number == number), None)
    if clause is None:
        raise Http404(number)
    held = board.of(request.desk, months_to(month, YEAR), request.at)
    context = {"row": next(row for row in held.rows if row.clause is clause)}
    return render(request, "compliance/clause.html", context | _context(request, request.desk, month))


@require_GET
@needs_role(COMPARERS)
def compare(request, month=None):
    """All projects that somebody of the head office may see, beside each other."""
    month = month or this_month(request)
    sort = request.GET.get("sort", "")
    if sort and sort not in projects.COMPARED:
        raise Http404(sort)
    held = projects.lines(projects.desks_of(request.user, request.at), months_to(month, 2), request.at)
    after = following(month)
    context = {
        "lines": projects.sorted_by(held, sort) if sort else held, "compared": projects.compared(), "month": month,
        "sort": sort, "before": months_to(month, 2)[0], "after": after if after <= this_month(request) else None,
    }  # fmt: skip
    return render(request, "compliance/projects.html", context)
