"""Arriving, stepping away, leaving; cases; support."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.forms import ColleagueChoice
from frontdesk.kernel.ui.inputs import Keyed

from ..models import Outcome


class MarkForm(Keyed):
    """Arrive, come back, leave: nothing but the tap."""


class AwayForm(Keyed):
    reason = forms.CharField(label=_("Why"), max_length=200, error_messages={"required": _("Say why you step away.")})
    cover = ColleagueChoice(
        label=_("Who stands in"), queryset=User.objects.none(), required=False, empty_label=_("whoever is at the desk")
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = colleagues


class CaseForm(Keyed):
    outcome = forms.ModelChoiceField(label=_("Outcome"), queryset=Outcome.objects.none(), empty_label=_("choose"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, error_messages={"required": _("Give the reason for the outcome.")}
    )

    def __init__(self, *args, project_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].queryset = Outcome.objects.filter(project=project_id, is_used=True)


class SupportCallForm(Keyed):
    reason = forms.CharField(
        label=_("What is going on"), max_length=200, error_messages={"required": _("Say what is going on at the desk.")}
    )


class SendSupportForm(Keyed):
    """Who supports the desk, from now, for how long."""

    person = ColleagueChoice(label=_("Who supports"), queryset=User.objects.none(), empty_label=_("choose"))
    minutes = forms.ChoiceField(
        label=_("For"),
        choices=[(30, _("half an hour")), (60, _("an hour")), (120, _("two hours")), (240, _("four hours"))],
        initial=60,
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people

    def span(self, at):
        return at, at + timedelta(minutes=int(self.cleaned_data["minutes"]))


class OutcomeForm(forms.Form):
    name = forms.CharField(label=_("Outcome"), max_length=40)
    rule = forms.CharField(label=_("Clause of the project's own rules"), max_length=80, required=False)
