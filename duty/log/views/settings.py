"""What a project sets for its log; read by those who work with it, changed by supervisor and lead."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, rules
from ..forms.settings import EscalationRuleForm
from ..models import EscalationRule


@require_GET
@needs_role(rules.READERS)
def escalation_rules(request):
    """The matrix: which matters begin above the desk, and who changed what (R25)."""
    return _show(request, EscalationRuleForm())


@require_POST
@needs_role(rules.DECIDERS)
def set_escalation_rule(request):
    form = EscalationRuleForm(request.POST)
    if form.is_valid():
        try:
            commands.set_escalation_rule(
                project_id=request.desk.project_id, by=request.user, at=request.at, **form.cleaned_data
            )
        except Refused as no:
            form.add_error(None, str(no))
        else:
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
