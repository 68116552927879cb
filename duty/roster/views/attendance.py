"""Who is at the desk: arrive, step away, come back, leave; support; cases; the month's hours (R14, R22, R29, R48)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.models import Posting, Role, User
from frontdesk.kernel.people.rules import DUTY_STAFF
from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import attendance, commands, ledger, rules
from ..forms.attendance import AwayForm, CaseForm, MarkForm, OutcomeForm, SendSupportForm, SupportCallForm
from ..models import DutyCase, Outcome, PlannedShift, SupportCall
from .months import SUPERVISOR, following

SEERS = rules.READERS | rules.ATTENDERS
LATEST = 20


@require_GET
@needs_role(SEERS)
def at_desk(request):
    return _show(request)


def _show(request, status=200, **refused):
    here = attendance.present(request.desk, request.at)
    mine = next((one for one in here if one.person.pk == request.user.pk), None)
    today = timezone.localdate(request.at)
    calls = SupportCall.objects.filter(desk=request.desk, recorded_at__gte=_midnight(request, today))
    context = {
        "here": here, "mine": mine, "may_attend": bool(request.roles & rules.ATTENDERS),
        "is_supervisor": bool(request.roles & SUPERVISOR), "may_call": bool(request.roles & (DUTY_STAFF | SUPERVISOR)),
        "planned": PlannedShift.objects.filter(desk=request.desk, date=today).select_related("person"),
        "mark_form": MarkForm(), "away_form": AwayForm(colleagues=_may_cover(request)),
        "support_form": SupportCallForm(), "send_form": SendSupportForm(people=_may_support(request)),
        "calls": calls.select_related("recorded_by"), "supporting": _supporting(request),
        "cases": _cases(request), "case_form": CaseForm(project_id=request.desk.project_id),
        "window": ledger.busy_now(request.desk, request.at),
    } | refused  # fmt: skip
    return render(request, "roster/attendance.html", context, status=status)


def _midnight(request, day):
    return datetime.combine(day, time.min, ZoneInfo(request.desk.project.time_zone))


def _may_cover(request):
    posted = Posting.objects.at(request.at).filter(project=request.desk.project_id, role__in=rules.ATTENDERS)
    return User.objects.filter(pk__in=posted.values("person"), is_active=True).exclude(pk=request.user.pk)


def _may_support(request):
    """Back-office people of the project who may support the desk."""
    posted = Posting.objects.at(request.at).filter(project=request.desk.project_id)
    on_duty = posted.filter(role__in=DUTY_STAFF | {Role.SUPPORT})
    people = User.objects.filter(pk__in=posted.values("person"), is_active=True, can_support_desk=True)
    return people.exclude(pk__in=on_duty.values("person"))


def _supporting(request):
    running = Posting.objects.filter(project=request.desk.project_id, role=Role.SUPPORT, ends_at__gt=request.at)
    return running.select_related("person").order_by("starts_at")


def _cases(request):
    """Cases: one's own for everybody, all of them for those who plan and audit; the undecided first."""
    cases = DutyCase.objects.filter(desk=request.desk).select_related("person", "desk").prefetch_related("decisions")
    if not request.roles & (rules.PLANNERS | {Role.AUDITOR}):
        cases = cases.filter(person=request.user)
    waiting = [(case, _may_decide(request, case)) for case in cases.filter(decisions=None)[:LATEST]]
    return waiting + [(case, False) for case in cases.exclude(decisions=None)[:LATEST]]


def _may_decide(request, case):
    return case.person_id != request.user.pk and rules.may_decide_case(request.user, case, request.at)


def _marking(verb, said):
    """A view that makes one mark of attendance."""

    @require_POST
    @needs_role(rules.ATTENDERS)
    def view(request):
        form = MarkForm(request.POST)
        if form.is_valid() and run(request, form, verb, desk=request.desk, **form.cleaned_data):
            messages.success(request, said)
            return redirect("roster:attendance")
        return _show(request, 422, mark_form=form)

    return view


_IN = gettext_lazy("You are signed in at the desk.")
_BACK = gettext_lazy("Welcome back.")
_OUT = gettext_lazy("You are signed out.")
sign_in = _marking(commands.sign_in, _IN)
come_back = _marking(commands.come_back, _BACK)
sign_out = _marking(commands.sign_out, _OUT)


@require_POST
@needs_role(rules.ATTENDERS)
def step_away(request):
    form = AwayForm(request.POST, colleagues=_may_cover(request))
    if form.is_valid() and run(request, form, commands.step_away, desk=request.desk, **form.cleaned_data):
        messages.success(request, _("Noted. Sign back in when you return."))
        return redirect("roster:attendance")
    return _show(request, 422, away_form=form)


@require_POST
@needs_role(DUTY_STAFF | SUPERVISOR)
def call_support(request):
    form = SupportCallForm(request.POST)
    if form.is_valid() and run(request, form, commands.call_support, desk=request.desk, **form.cleaned_data):
        messages.success(request, _("The supervisor has been told."))
        return redirect("roster:attendance")
    return _show(request, 422, support_form=form)


@require_POST
@needs_role(SUPERVISOR)
def send_support(request):
    form = SendSupportForm(request.POST, people=_may_support(request))
    if form.is_valid():
        starts_at, ends_at = form.span(request.at)
        words = {"desk": request.desk, "person": form.cleaned_data["person"], "key": form.cleaned_data["key"]}
        if run(request, form, commands.send_support, starts_at=starts_at, ends_at=ends_at, **words):
            messages.success(request, _("The desk is open to them for that time, and they have been told."))
            return redirect("roster:attendance")
    return _show(request, 422, send_form=form)


@require_POST
@needs_role(SUPERVISOR)
def end_support(request, pk):
    posting = get_object_or_404(Posting, pk=pk, project=request.desk.project_id, role=Role.SUPPORT)
    form = MarkForm(request.POST)
    if form.is_valid() and run(request, form, commands.end_support, posting_id=posting.pk):
        return redirect("roster:attendance")
    return _show(request, 422, mark_form=form)


@require_POST
@needs_role(rules.PLANNERS)
def decide_case(request, pk):
    case = get_object_or_404(DutyCase, pk=pk, desk=request.desk)
    form = CaseForm(request.POST, project_id=request.desk.project_id)
    if form.is_valid() and run(request, form, commands.decide_case, case_id=case.pk, **form.cleaned_data):
        messages.success(request, _("Decided; whom it is about has been told."))
        return redirect("roster:attendance")
    return _show(request, 422, case_form=form, refused_case=case.pk)


@require_GET
@needs_role(rules.PLANNERS | {Role.AUDITOR})
def hours(request, month):
    """The month's hours of each person: planned, attended, beyond the workdays' hours; late, absent; uneven shifts."""
    rows, target = ledger.month(request.desk, month)
    context = {
        "month": month, "before": following(month, -1), "after": following(month), "rows": rows, "target": target,
    }  # fmt: skip
    return render(request, "roster/ledger.html", context)


@require_GET
@needs_role(rules.READERS)
def outcomes(request):
    return _show_outcomes(request)


def _show_outcomes(request, form=None):
    context = {
        "outcomes": Outcome.objects.filter(project=request.desk.project_id), "form": form or OutcomeForm(),
        "may_change": bool(request.roles & rules.PLANNERS),
    }  # fmt: skip
    return render(request, "roster/outcomes.html", context, status=422 if form else 200)


@require_POST
@needs_role(rules.PLANNERS)
def add_outcome(request):
    form = OutcomeForm(request.POST)
    words = {"project_id": request.desk.project_id}
    if form.is_valid() and run(request, form, commands.add_outcome, **words, **form.cleaned_data):
        return redirect("roster:outcomes")
    return _show_outcomes(request, form)


@require_POST
@needs_role(rules.PLANNERS)
def use_outcome(request, pk):
    outcome = get_object_or_404(Outcome, pk=pk, project=request.desk.project_id)
    commands.use_outcome(outcome_id=outcome.pk, is_used=not outcome.is_used, by=request.user, at=request.at)
    return redirect("roster:outcomes")
