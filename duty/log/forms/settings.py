"""What a project sets for its log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..categories import CHOICES, Priority
from ..models.escalation import Level


class EscalationRuleForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("every category")), *CHOICES], required=False)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    level = forms.TypedChoiceField(label=_("Begins with"), choices=Level.choices, coerce=int)
