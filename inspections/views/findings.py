"""Findings: the list, one with all its steps, and each step (R62)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from duty.roster import clocks
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import run_filled, tell_saved
from frontdesk.kernel.ui.permissions import for_everyone

from .. import commands, days, rules
from ..forms import findings as forms
from ..models import Rectification
from .inspecting import named

PAGE = 50
SHOWN = {
    "open": lambda rows, today: rows.open(),
    "overdue": lambda rows, today: rows.overdue(today),
    "closed": lambda rows, today: rows.exclude(closed_at=None),
}


@dataclass(frozen=True)
class Step:
    """slug: its address; form, verb: what it takes and runs; label: its heading and button; when(state, user, at): whether it
    is offered."""

    slug: str
    form: type
    verb: Callable
    label: str
    said: str
    when: Callable


def _worker(state, user, at):
    return rules.may_work_on(user, state, at)


def _keeper(state, user, at):
    return rules.may_keep(user, state.desk.project_id, at)


def _may_report(state, user, at):
    return state.measure_at is not None and state.done_at is None and _worker(state, user, at)


def _may_verify(state, user, at):
    return state.cause_at is not None and state.measure_at is not None and rules.may_verify(user, state, at)


SAID = _("It is on record.")
STEPS = (
    Step("cause", forms.CauseForm, commands.find_cause, _("Write the cause"), SAID, _worker),
    Step("measure", forms.MeasureForm, commands.decide_measure, _("Decide the measure"), SAID, _worker),
    Step("done", forms.DoneForm, commands.report_done, _("The measure is carried out"), SAID, _may_report),
    Step("verify", forms.VerifyForm, commands.verify, _("Verify"), _("Your verification is on record."), _may_verify),
    Step("correction", forms.CorrectionForm, commands.correct, _("Put right on the spot"), SAID, _worker),
    Step("guidance", forms.GuidanceForm, commands.guide, _("Give guidance"), SAID, _keeper),
)


def visible(request):
    """The findings of this desk that this person may see: those who supervise and audit all, everybody else their own."""
    if request.desk is None:
        raise Http404
    rows = Rectification.objects.filter(desk=request.desk).select_related(
        "finding__inspection", "finding__recorded_by", "owner", "desk__project", "closed_by"
    )
    return rows if request.roles & rules.READERS else rows.filter(owner=request.user)


@require_GET
@for_everyone
def findings(request):
    """Open, overdue or closed ones, the soonest due first; of the closed the latest."""
    shown, rows = request.GET.get("show", "open"), visible(request)
    if shown not in SHOWN:
        raise Http404(shown)
    today, after = days.local(clocks.of(request.desk), request.at), params.whole(request, "after")
    found = SHOWN[shown](rows, today)
    order = ("-finding_id",) if shown == "closed" else ("due", "finding_id")
    if after and (last := rows.filter(pk=after).values("due").first()):
        found = found.filter(pk__lt=after) if shown == "closed" else _beyond(found, last["due"], after)
    lines = list(found.order_by(*order)[: PAGE + 1])
    context = {
        "lines": [(state, named(state.finding)) for state in lines[:PAGE]],
        "after": lines[PAGE - 1].pk if len(lines) > PAGE else None,
        "shown": shown,
        "counts": {name: ask(rows, today).count() for name, ask in SHOWN.items() if name != "closed"},
        "today": today,
        "reads_all": bool(request.roles & rules.READERS),
    }
    return render(request, "inspections/findings.html", context)


def _beyond(rows, due, pk):
    """Those that come after one of them, by day and number."""
    return rows.filter(due__gte=due).exclude(due=due, pk__lte=pk)


@require_GET
@for_everyone
def finding(request, pk):
    return _show(request, get_object_or_404(visible(request), pk=pk))


def _show(request, state, refused=None):
    """The page of a finding. refused: (slug, form) of the step that was not taken."""
    offered = [] if state.closed_at else [step for step in STEPS if step.when(state, request.user, request.at)]
    slug, form = refused or (None, None)
    context = {
        "state": state, "finding": state.finding, "name": named(state.finding),
        "steps": state.finding.steps.select_related("recorded_by", "person"),
        "offered": [(step, form if step.slug == slug else _form_of(request, step)) for step in offered],
        "opened": slug or _next(state, offered), "today": days.local(clocks.of(request.desk), request.at),
        "waits_for_somebody_else": _waits(request, state), "reads_all": bool(request.roles & rules.READERS),
    }  # fmt: skip
    return render(request, "inspections/finding.html", context, status=422 if refused else 200)


def _next(state, offered):
    """The step that this finding waits for first."""
    slugs = {step.slug for step in offered}
    wanted = ["verify"] if state.done_at else []
    wanted += ["cause"] if state.cause_at is None else []
    wanted += ["measure"] if state.measure_at is None else ["done", "verify"]
    return next((slug for slug in wanted if slug in slugs), None)


def _waits(request, state):
    """Whether somebody who supervises cannot verify it, because the measure is their own."""
    return (
        state.closed_at is None and state.measure_at is not None and _keeper(state, request.user, request.at)
        and not rules.may_verify(request.user, state, request.at)
    )  # fmt: skip


def _form_of(request, step, data=None):
    more = {"project_id": request.desk.project_id, "at": request.at} if step.form is forms.MeasureForm else {}
    return step.form(data, **more)


def view_of(step):
    """A view that takes one step of a finding and shows it again."""

    @require_POST
    @for_everyone
    def view(request, pk):
        state = get_object_or_404(visible(request), pk=pk)
        form = _form_of(request, step, request.POST)
        if form.is_valid() and run_filled(request, form, step.verb, finding_id=state.pk):
            tell_saved(request, form, step.said)
            return redirect(state.finding)
        return _show(request, state, (step.slug, form))

    return view
