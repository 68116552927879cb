"""What a project sets for its log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.roster.clocks import CLOCKS
from frontdesk.kernel.ui.inputs import DeskMoment

from ..categories import CHOICES, Priority
from ..models import Grade, Phrase
from ..models.escalation import Level
from ..targets import Times

YEAR = 60 * 24 * 365


class TimesForm(forms.Form):
    """One row of the target times; minutes on its clock."""

    category = forms.ChoiceField(
        choices=[("", _("every category")), *CHOICES], required=False, widget=forms.HiddenInput
    )
    grade = forms.ChoiceField(choices=[("", "—"), *Grade.choices], required=False, widget=forms.HiddenInput)
    priority = forms.ChoiceField(choices=Priority.choices, widget=forms.HiddenInput)
    clock = forms.ChoiceField(label=_("clock"), choices=CLOCKS)
    accept_minutes = forms.IntegerField(label=_("accepted"), required=False, min_value=1, max_value=YEAR)
    arrive_minutes = forms.IntegerField(label=_("on site or first reply"), required=False, min_value=1, max_value=YEAR)
    contain_minutes = forms.IntegerField(label=_("contained"), required=False, min_value=1, max_value=YEAR)
    solve_minutes = forms.IntegerField(label=_("solved"), min_value=1, max_value=YEAR)
    call_back_hours = forms.IntegerField(label=_("call-back within hours"), required=False, min_value=1, max_value=8760)
    call_back_percent = forms.IntegerField(label=_("called back (per cent)"), min_value=0, max_value=100)

    def times(self):
        return Times(**self.cleaned_data)


class PhraseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Where it is offered"), choices=Phrase.Kind.choices)
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("every category")), *CHOICES], required=False)
    text = forms.CharField(label=_("Phrase"), max_length=200)


class FromForm(forms.Form):
    starts_at = DeskMoment(label=_("In force from"), required=False, help_text=_("Leave empty for now."))


TimesFormSet = forms.formset_factory(TimesForm, extra=0, max_num=200, absolute_max=200)


class EscalationRuleForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("every category")), *CHOICES], required=False)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    level = forms.TypedChoiceField(label=_("Begins with"), choices=Level.choices, coerce=int)
