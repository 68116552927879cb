"""Leave and swaps, and who can stand an open shift (R27–R29)."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import DUTY_STAFF
from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import clocks, commands, grid, reports, rules, substitutes
from ..forms.months import FillForm
from ..forms.requests import AnswerForm, LeaveForm, SwapForm
from ..models import PlannedShift, RequestAnswer, Roster, ShiftRequest, ShiftType
from .months import SUPERVISOR, roster_of

LATEST = 30
Answer = RequestAnswer.Kind


def _visible(request):
    """Requests of the desk: all of them for those who plan and audit, for everybody else those they are part of."""
    asked = ShiftRequest.objects.with_state().filter(desk=request.desk).select_related("recorded_by", "other")
    if request.roles & (rules.PLANNERS | {Role.AUDITOR}):
        return asked
    return asked.filter(recorded_by=request.user) | asked.filter(other=request.user)


def _colleagues(request):
    """Whoever else stands duty at the project now."""
    return reports.duty_staff(request.desk, request.at).exclude(pk=request.user.pk)


@require_GET
@needs_role(rules.READERS)
def requests(request):
    return _list(request)


def _list(request, status=200, leave_form=None, swap_form=None):
    may_ask = bool(request.roles & DUTY_STAFF)
    asked = list(_visible(request)[:LATEST])
    waiting = [one for one in asked if one.state in {None, Answer.CONSENTED}]
    context = {
        "waiting": waiting, "answered": [one for one in asked if one not in waiting], "may_ask": may_ask,
        "leave_form": leave_form or LeaveForm(),
        "swap_form": swap_form or SwapForm(colleagues=_colleagues(request)),
        "may_decide": bool(request.roles & SUPERVISOR),
    }  # fmt: skip
    return render(request, "roster/requests.html", context, status=status)


@require_POST
@needs_role(DUTY_STAFF)
def ask_leave(request):
    form = LeaveForm(request.POST)
    if form.is_valid() and run(request, form, commands.ask_leave, desk=request.desk, **form.cleaned_data):
        messages.success(
            request, _("The supervisor has been asked. Nothing changes on the roster until it is approved.")
        )
        return redirect("roster:requests")
    return _list(request, 422, leave_form=form)


@require_POST
@needs_role(DUTY_STAFF)
def ask_swap(request):
    form = SwapForm(request.POST, colleagues=_colleagues(request))
    if form.is_valid() and run(request, form, commands.ask_swap, desk=request.desk, **form.cleaned_data):
        messages.success(
            request, _("Your colleague has been asked. Nothing changes until the supervisor has approved.")
        )
        return redirect("roster:requests")
    return _list(request, 422, swap_form=form)


@require_GET
@needs_role(rules.READERS)
def one_request(request, pk):
    return _one(request, get_object_or_404(_visible(request), pk=pk))


def _one(request, asked, status=200, form=None):
    waiting = asked.state in {None, Answer.CONSENTED}
    context = {
        "asked": asked, "form": form or AnswerForm(), "answers": asked.answers.select_related("recorded_by"),
        "may_consent": asked.state is None and asked.other_id == request.user.pk,
        "may_withdraw": waiting and asked.recorded_by_id == request.user.pk,
        "may_decide": waiting and bool(request.roles & SUPERVISOR) and asked.recorded_by_id != request.user.pk,
        "may_cancel": asked.state == Answer.APPROVED and asked.kind == "leave" and bool(request.roles & SUPERVISOR),
        "touched": _touched(request, asked), "beside": _beside(asked) if waiting else [],
    }  # fmt: skip
    return render(request, "roster/request.html", context, status=status)


def _touched(request, asked):
    """The planned shifts that a request is about, as they stand now."""
    planned = PlannedShift.objects.filter(desk=asked.desk_id).select_related("person")
    mine = planned.filter(person=asked.recorded_by_id, date__range=(asked.first_day, asked.last_day))
    if asked.other_day:
        mine = mine | planned.filter(person=asked.other_id, date=asked.other_day)
    return mine.order_by("date")


def _beside(asked):
    """[(day, shifts)]: who else is planned on the days that whoever asked would be away, as the roster stands now."""
    away = PlannedShift.objects.filter(desk=asked.desk_id, date__range=(asked.first_day, asked.last_day))
    others = (
        away.exclude(person=asked.recorded_by_id).select_related("person").order_by("date", "starts_at", "person_id")
    )
    return [(day, list(shifts)) for day, shifts in groupby(others, key=lambda shift: shift.date)]


def _answering(verb, said, roles, **words):
    """A view that gives one answer to a request."""

    @require_POST
    @needs_role(roles)
    def view(request, pk):
        asked = get_object_or_404(_visible(request), pk=pk)
        form = AnswerForm(request.POST)
        if form.is_valid() and run(request, form, verb, request_id=asked.pk, **form.cleaned_data, **words):
            messages.success(request, said)
            opened = [] if verb is not commands.decide or not words["approves"] else _open_in(request, asked)
            if opened:
                day, code, _missing = opened[0]
                return redirect("roster:open_shift", month=day.replace(day=1), day=day, code=code)
            return redirect(asked)
        return _one(request, asked, 422, form)

    return view


def _open_in(request, asked):
    """The shifts that a leave has opened."""
    return list(reports.open_shifts(asked.desk, asked.first_day, asked.last_day)) if asked.kind == "leave" else []


_AGREED = gettext_lazy("You agreed. The supervisor decides.")
_DECLINED = gettext_lazy("You declined.")
_TAKEN_BACK = gettext_lazy("The request is taken back.")
_APPROVED = gettext_lazy("Approved, and the roster follows.")
_REFUSED = gettext_lazy("Refused; whoever asked has been told.")
_CANCELLED = gettext_lazy("The leave is cancelled.")
agree = _answering(commands.consent, _AGREED, rules.READERS, agrees=True)
decline = _answering(commands.consent, _DECLINED, rules.READERS, agrees=False)
withdraw = _answering(commands.withdraw, _TAKEN_BACK, rules.READERS)
approve = _answering(commands.decide, _APPROVED, SUPERVISOR, approves=True)
refuse = _answering(commands.decide, _REFUSED, SUPERVISOR, approves=False)
cancel = _answering(commands.cancel, _CANCELLED, SUPERVISOR)


@needs_role(SUPERVISOR)
def open_shift(request, month, day, code):
    """Who could stand a shift of an approved month that is open, best first and with the reasons; choosing makes a version."""
    roster = roster_of(request, month)
    shift = get_object_or_404(ShiftType, desk=request.desk, code=code)
    if roster.state != Roster.State.APPROVED or day not in grid.days_of(month):
        raise Http404
    able, unable = substitutes.ranked(roster, day, code)
    form = FillForm(request.POST or None, people=[one.person.pk for one in able])
    if request.method == "POST" and form.is_valid():
        words = {"roster_id": roster.pk, "day": day, "code": code, "person_out": None, **form.cleaned_data}
        if run(request, form, commands.substitute, **words):
            messages.success(request, _("The change is a new version; whoever it concerns has been told."))
            return redirect(roster)
    missing = {shift: lacking for _day, shift, lacking in reports.open_shifts(request.desk, day, day)}.get(code, 0)
    context = {
        "roster": roster, "day": day, "shift": shift, "able": able, "unable": unable, "form": form, "missing": missing,
        "kind": clocks.of(request.desk).days.assumed(day),
    }  # fmt: skip
    return render(request, "roster/open_shift.html", context, status=422 if form.errors else 200)
