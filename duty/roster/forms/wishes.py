"""Wishes, and shifts that somebody does not stand, as they are typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.forms import ColleagueChoice
from frontdesk.kernel.ui.inputs import DeskDay


class WishForm(forms.Form):
    day = DeskDay(label=_("Day"))
    code = forms.ChoiceField(label=_("Wish"), required=False)

    def __init__(self, *args, shifts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("day off")), *((shift.code, str(shift)) for shift in shifts)]


class ShiftLimitForm(forms.Form):
    person = ColleagueChoice(label=_("Who"), queryset=User.objects.none(), empty_label=_("choose"))
    shift = forms.ChoiceField(label=_("does not stand"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("Not trained for it yet, for instance. No diagnosis: a word is enough."),
    )

    def __init__(self, *args, people, shifts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["shift"].choices = [(shift.code, str(shift)) for shift in shifts]
