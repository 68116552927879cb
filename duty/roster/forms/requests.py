"""Leave and swaps, as they are asked for and answered. Rules stand in the commands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.forms import ColleagueChoice
from frontdesk.kernel.ui.inputs import DeskDay, Keyed

from ..models import Leave


class LeaveForm(Keyed):
    leave = forms.ChoiceField(label=_("Kind of leave"), choices=Leave.choices)
    first_day = DeskDay(label=_("First day"))
    last_day = DeskDay(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class SwapForm(Keyed):
    first_day = DeskDay(label=_("My shift of"))
    other = ColleagueChoice(label=_("With whom"), queryset=User.objects.none(), empty_label=_("choose"))
    other_day = DeskDay(
        label=_("For their shift of"), required=False, help_text=_("Leave it empty when they simply take yours over.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = colleagues


class AnswerForm(Keyed):
    note = forms.CharField(label=_("Reason"), max_length=500, required=False)
