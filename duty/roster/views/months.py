"""The month's roster: the grid with its rule report, and the way to approval (R09–R13)."""

from collections import Counter
from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import clocks, commands, grid, proposals, reports, rules
from ..commands.drafts import is_silent
from ..commands.months import deadline
from ..days import holidays_between
from ..forms import months as forms
from ..forms.months import DraftForm, FileForm, TakeForm
from ..models import Assignment, Leave, Roster, ShiftType

SUPERVISOR, LEAD = frozenset({Role.SUPERVISOR}), frozenset({Role.PROJECT_LEAD})
State = Roster.State


def following(month, by=1):
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


@require_GET
@needs_role(rules.READERS)
def this_month(request):
    """For whoever makes rosters the month that has to be made, for everybody else the one that runs."""
    month = timezone.localdate().replace(day=1)
    return redirect("roster:month", month=following(month) if request.roles & SUPERVISOR else month)


@require_GET
@needs_role(rules.READERS)
def month(request, month):
    return show(request, month)


def show(request, month, status=200, refused_cell=None, **opened):
    """The page of a month; opened: forms that were refused."""
    roster = Roster.objects.filter(desk=request.desk, month=month).select_related("desk__project").first()
    drafting = bool(request.roles & SUPERVISOR)
    seen = roster and (roster.state == State.APPROVED or drafting or request.roles & LEAD)
    shifts = list(ShiftType.objects.filter(desk=request.desk))
    context = {
        "month": month, "before": following(month, -1), "after": following(month), "roster": roster, "shifts": shifts,
        "due": deadline(month, request.desk.project.time_zone), "drafting": drafting,
        "codes": [(shift.code, shift.name) for shift in shifts] + Leave.choices, "seen": seen,
        "may_audit": bool(request.roles & (rules.PLANNERS | {Role.AUDITOR})),
        "unknown": clocks.of(request.desk).days.unknown_in(month.year),
        "holidays": holidays_between(month, following(month) - timedelta(days=1), language=get_language()),
    }  # fmt: skip
    if seen:
        context |= _grid(request, roster, shifts)
        context |= _forms(request, roster, context) | opened
        if refused_cell:
            context |= _cell(request, context, refused_cell)
    return render(request, "roster/month.html", context, status=status)


def _grid(request, roster, shifts):
    """The rows of the grid, the report beside it, and how the roster came to be."""
    newest = roster.versions.order_by("-version").first() if roster.state == State.APPROVED else None
    table = grid.thaw(newest.grid)[1] if newest else None
    held = Assignment.objects.filter(roster=roster)
    cells = {(cell.person_id, cell.date): cell for cell in held}
    if newest:
        cells = {place: Assignment(code=code) for place, code in table.items()}
    staff, days = reports.staff_of(roster), clocks.of(roster.desk).days
    report = reports.of(roster, table)
    wrong = {(line.person, line.day) for line in report.hard}
    dates = grid.days_of(roster.month)
    codes = {shift.code for shift in shifts}
    wishes = {} if newest else reports.wishes_in(roster)
    return {
        "staff": staff,
        "days": [(day, days.kind(day) or "?") for day in dates],
        "rows": [
            (
                person,
                [
                    (
                        day,
                        cells.get((person.pk, day)),
                        (person.pk, day) in wrong,
                        days.assumed(day),
                        wishes.get((person.pk, day)),
                    )
                    for day in dates
                ],
                sum(1 for day in dates if (cell := cells.get((person.pk, day))) and cell.code in codes),
                report.hours.get(person.pk),
            )
            for person in staff
        ],
        "report": report,
        "totals": _totals(shifts, dates, cells, newest),
        "steps": roster.steps.select_related("recorded_by").order_by("id"),
        "versions": roster.versions.select_related("recorded_by").order_by("-version"),
        "editable": not newest and roster.state != State.SUBMITTED,
    }


def _totals(shifts, dates, cells, approved):
    """For each shift how many stand it on each day: [(shift, [(day, people, whether too few, the page that fills it)])]."""
    here = Counter((day, cell.code) for (_person, day), cell in cells.items())
    return [
        (
            shift,
            [(day, here[day, shift.code], here[day, shift.code] < shift.people, bool(approved)) for day in dates],
        )
        for shift in shifts
    ]


def _forms(request, roster, context):
    """The forms of what may be done now."""
    state, found = roster.state, {}
    if context["drafting"] and context["editable"]:
        found |= _cell(request, context) | {"draft_form": DraftForm(), "file_form": FileForm(), "take_form": TakeForm()}
        found["run"] = roster.runs.select_related("asked_by").first()
        found["proposal"] = proposals.of(found["run"])
        found["is_silent"] = bool(found["run"] and is_silent(found["run"], request.at))
    if context["drafting"] and state == State.DRAFTED:
        found["review_form"] = forms.ReviewForm()
    if request.roles & LEAD and state == State.SUBMITTED:
        found |= {"approve_form": forms.ApproveForm(), "return_form": forms.ReturnForm()}
    if context["drafting"] and state == State.APPROVED:
        found["substitute_form"] = _substitute_form(context)
    return found


def _cell(request, context, form=None):
    """The form of the cell that was clicked, or that was refused."""
    wanted = f"{form.data.get('person')}-{form.data.get('day', '')[-2:]}" if form else request.GET.get("cell")
    for person, cells, *_rest in context["rows"]:
        for day, cell, *_more in cells:
            if wanted == f"{person.pk}-{day:%d}":
                code, pinned = (cell.code, cell.pinned) if cell else ("", False)
                initial = {"person": person.pk, "day": f"{day:%Y-%m-%d}", "was": code, "code": code, "pinned": pinned}
                shown = forms.CellForm(staff=context["staff"], codes=context["codes"], initial=initial)
                return {"cell_form": shown, "chosen": (person, day, code), "refused_cell": form}
    return {"refused_cell": form}


def _substitute_form(context, data=None):
    shifts = {shift.code for shift in context["shifts"]}
    choices = [
        (f"{day:%Y-%m-%d} {person.pk} {cell.code}", f"{day:%m-%d} {cell.code} {person.name}")
        for person, cells, *_rest in context["rows"]
        for day, cell, *_more in cells
        if cell and cell.code in shifts
    ]
    return forms.SubstituteForm(data, staff=context["staff"], shifts=sorted(choices))


def roster_of(request, month):
    return get_object_or_404(Roster.objects.filter(desk=request.desk).select_related("desk__project"), month=month)


@require_POST
@needs_role(SUPERVISOR)
def begin(request, month):
    commands.begin_month(desk=request.desk, month=month, by=request.user, at=request.at)
    return redirect("roster:month", month=month)


@require_POST
@needs_role(SUPERVISOR)
def put(request, month):
    """Set one cell; htmx gets the grid and the report, a plain form the page."""
    roster = roster_of(request, month)
    codes = [(shift.code, shift.name) for shift in ShiftType.objects.filter(desk=request.desk)] + Leave.choices
    form = forms.CellForm(request.POST, staff=reports.staff_of(roster), codes=codes)
    if form.is_valid():
        data = form.cleaned_data
        done = run(
            request, form, commands.put, roster_id=roster.pk, person=data["person"], day=data["day"], code=data["code"],
            was=data["was"] if "was" in request.POST else None, pinned=data["pinned"], anyway=data["anyway"],
        )  # fmt: skip
        if done:
            return redirect(f"{roster.get_absolute_url()}?cell={data['person'].pk}-{data['day']:%d}#cell")
    return show(request, month, status=422, refused_cell=form)


def _stepping(name, form_class, verb, said, roles, takes=()):
    """A view that takes one step of the month's way."""

    @require_POST
    @needs_role(roles)
    def view(request, month):
        roster = roster_of(request, month)
        form = form_class(request.POST)
        if form.is_valid():
            words = {field: form.cleaned_data[field] for field in takes}
            if run(request, form, verb, roster_id=roster.pk, key=form.cleaned_data["key"], **words):
                messages.success(request, said)
                return redirect(roster)
        return show(request, month, status=422, **{name: form})

    return view


_COMPLETE = gettext_lazy("The draft is complete. Review it now.")
_REVIEWED = gettext_lazy("The review is signed.")
_SUBMITTED = gettext_lazy("The roster is with the project lead.")
_APPROVED = gettext_lazy("Approved. Everybody on it has been told.")
_RETURNED = gettext_lazy("The roster is returned.")
complete = _stepping("step_form", forms.StepForm, commands.complete, _COMPLETE, SUPERVISOR)
review = _stepping("review_form", forms.ReviewForm, commands.review, _REVIEWED, SUPERVISOR, ["note"])
submit = _stepping("step_form", forms.StepForm, commands.submit, _SUBMITTED, SUPERVISOR)
approve = _stepping("approve_form", forms.ApproveForm, commands.approve, _APPROVED, LEAD)
send_back = _stepping("return_form", forms.ReturnForm, commands.send_back, _RETURNED, LEAD, ["note"])


@require_POST
@needs_role(SUPERVISOR)
def substitute(request, month):
    roster = roster_of(request, month)
    context = {"shifts": list(ShiftType.objects.filter(desk=request.desk))}
    context |= _grid(request, roster, context["shifts"])
    form = _substitute_form(context, request.POST)
    if form.is_valid():
        day, person, code = form.cleaned_data["shift"].split(" ")
        out = next(one for one in context["staff"] if one.pk == int(person))
        done = run(
            request, form, commands.substitute, roster_id=roster.pk, day=date.fromisoformat(day), code=code, person_out=out,
            person_in=form.cleaned_data["person_in"], reason=form.cleaned_data["reason"], key=form.cleaned_data["key"],
        )  # fmt: skip
        if done:
            messages.success(request, _("The change is a new version; everybody on the roster has been told."))
            return redirect(roster)
    return show(request, month, status=422, substitute_form=form)
