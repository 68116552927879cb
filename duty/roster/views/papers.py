"""The roster on paper and as a file, any version of it, and who moved what in the draft (R65)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.exports import tables
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import made_by, note_access, run
from frontdesk.kernel.ui.permissions import needs_role

from .. import clocks, commands, files, grid, reports, rules
from ..forms.months import FileForm
from ..models import Assignment, Roster, RosterVersion
from .months import SUPERVISOR, roster_of, show

A_PAGE = 100


@require_GET
@needs_role(rules.READERS)
def print_version(request, month, version):
    """A version on paper: people × days, legend, how it came to be; that somebody printed it is noted (R65)."""
    roster = roster_of(request, month)
    frozen = get_object_or_404(RosterVersion.objects.select_related("recorded_by"), roster=roster, version=version)
    note_access(request, AccessLine.What.PRINT, frozen)
    _m, table, shifts = grid.thaw(frozen.grid)
    dates, days = grid.days_of(month), clocks.of(roster.desk).days
    names = {person.pk: person.name for person in reports.people_named({person for person, _day in table})}
    if not names:
        raise Http404
    context = {
        "roster": roster, "frozen": frozen, "shifts": shifts, "days": [(day, days.assumed(day)) for day in dates],
        "rows": [
            (name, [table.get((pk, day), "") for day in dates], sum(table.get((pk, day), "") in shifts for day in dates))
            for pk, name in names.items()
        ],
        "steps": roster.steps.select_related("recorded_by").order_by("id"),
        "changes": roster.versions.filter(version__gt=1, version__lte=version).select_related("recorded_by").order_by("version"),
    }  # fmt: skip
    return render(request, "roster/print.html", context)


@require_GET
@needs_role(rules.READERS)
def export(request, month, version, kind):
    """A version as XLSX or CSV: the same grid as on paper."""
    roster = roster_of(request, month)
    frozen = get_object_or_404(RosterVersion, roster=roster, version=version)
    note_access(request, AccessLine.What.EXPORT, frozen)
    named = {"name": f"roster-{roster}-v{version}", "title": f"{roster} v{version}"}
    return tables.download(files.rows_of(roster, frozen), kind=kind, made=made_by(request), **named)


@require_POST
@needs_role(SUPERVISOR)
def load(request, month):
    """Make a spreadsheet the draft: all of it, or nothing with every fault named."""
    roster = roster_of(request, month)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            table = files.read(roster, form.cleaned_data["file"])
        except files.Faults as no:
            for fault in no.args[0]:
                form.add_error("file", fault)
        else:
            if run(request, form, commands.put_all, roster_id=roster.pk, table=table):
                messages.success(request, _("The file is the draft now: %(cells)s cells.") % {"cells": len(table)})
                return redirect(roster)
    return show(request, month, status=422, file_form=form)


@require_GET
@needs_role(rules.PLANNERS | {Role.AUDITOR})
def gaps(request, month):
    """Each shift that lacks somebody, and why nobody could fill it."""
    roster = roster_of(request, month)
    newest = roster.versions.order_by("-version").first() if roster.state == Roster.State.APPROVED else None
    found = reports.gaps(roster, grid.thaw(newest.grid)[1] if newest else None)
    return render(request, "roster/gaps.html", {"roster": roster, "gaps": found})


@require_GET
@needs_role(rules.PLANNERS | {Role.AUDITOR})
def moves(request, month):
    """Who moved what in the draft, the latest first."""
    roster = roster_of(request, month)
    before = params.whole(request, "before")
    lines = Assignment.history.filter(roster=roster).select_related("history_user", "person").order_by("-history_id")
    if before:
        lines = lines.filter(history_id__lt=before)
    lines = list(lines[: A_PAGE + 1])
    context = {
        "roster": roster,
        "lines": lines[:A_PAGE],
        "older": lines[A_PAGE - 1].history_id if len(lines) > A_PAGE else None,
    }
    return render(request, "roster/moves.html", context)
