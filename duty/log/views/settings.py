"""What a project sets for its log; read by those who work with it, changed by supervisor and lead."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, rules, targets
from ..forms.settings import EscalationRuleForm, FromForm, TimesFormSet
from ..models import EscalationRule, TargetPlan


@require_GET
@needs_role(rules.READERS)
def escalation_rules(request):
    """The matrix: which matters begin above the desk, and who changed what (R25)."""
    return _show(request, EscalationRuleForm())


@require_POST
@needs_role(rules.DECIDERS)
def set_escalation_rule(request):
    form = EscalationRuleForm(request.POST)
    here = {"project_id": request.desk.project_id}
    if form.is_valid() and run(request, form, commands.set_escalation_rule, **here, **form.cleaned_data):
        messages.success(request, _("The rule holds from now on."))
        return redirect("log:escalation_rules")
    return _show(request, form)


def _show(request, form):
    project_id = request.desk.project_id
    context = {
        "form": form,
        "rules": EscalationRule.objects.filter(project=project_id),
        "changes": EscalationRule.history.filter(project=project_id).select_related("history_user")[:20],
        "may_change": bool(request.roles & rules.DECIDERS),
    }
    return render(request, "log/escalation_rules.html", context, status=422 if form.errors else 200)


@require_POST
@needs_role(rules.DECIDERS)
def end_escalation_rule(request, pk):
    rule = get_object_or_404(EscalationRule, pk=pk, project=request.desk.project_id)
    commands.end_escalation_rule(rule_id=rule.pk, by=request.user, at=request.at)
    messages.success(request, _("The rule is taken away; the usual course holds again."))
    return redirect("log:escalation_rules")


@require_GET
@needs_role(rules.READERS)
def target_times(request):
    """The target times in force, the versions there were, and those that wait (R01)."""
    version = params.whole(request, "version")
    if version and not TargetPlan.objects.filter(project=request.desk.project_id, version=version).exists():
        raise Http404(version)
    return _show_targets(request, version=version)


@require_POST
@needs_role(rules.DECIDERS)
def set_target_times(request):
    rows, since = TimesFormSet(request.POST), FromForm(request.POST)
    if rows.is_valid() and since.is_valid():
        words = {
            "project_id": request.desk.project_id,
            "rows": [form.times() for form in rows if form.has_changed()],
            "starts_at": since.cleaned_data["starts_at"] or request.at,
        }
        if run(request, since, commands.set_targets, **words):
            messages.success(request, _("The target times are a new version; what is recorded already keeps its own."))
            return redirect("log:target_times")
    return _show_targets(request, rows, since)


def _show_targets(request, rows=None, since=None, version=None):
    plans = TargetPlan.objects.filter(project=request.desk.project_id).select_related("by")
    in_force, table = targets.in_force(request.desk.project, request.at)
    if version:
        table = targets.of_version(request.desk.project, version)
    rows = rows or TimesFormSet(initial=[times.as_dict() for times in table.values()])
    since = since or FromForm()
    context = {
        "rows": rows,
        "since": since,
        "plans": plans,
        "version": version or in_force,
        "in_force": in_force,
        "may_change": bool(request.roles & rules.DECIDERS) and not version,
    }
    wrong = rows.is_bound and (not rows.is_valid() or since.errors)
    return render(request, "log/target_times.html", context, status=422 if wrong else 200)
