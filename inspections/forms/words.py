"""The day's points; a word to somebody (R05, R60)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.roster.models import ShiftType
from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.forms import ColleagueChoice
from frontdesk.kernel.ui.inputs import DeskDay, Keyed, posted_people


class NoticeForm(Keyed):
    date = DeskDay(label=_("Day"))
    text = forms.CharField(
        label=_("What everybody on duty has to mind"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what has to be minded on that day.")},
    )  # fmt: skip


class CoachingForm(Keyed):
    """About a person, or about a shift of a day."""

    person = ColleagueChoice(
        label=_("Whom it is about"), queryset=User.objects.none(), required=False, empty_label=_("a shift, below")
    )
    date = DeskDay(label=_("Day of the shift"), required=False)
    code = forms.ChoiceField(label=_("Shift"), required=False)
    inspection_id = forms.IntegerField(min_value=1, max_value=10**18, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What was said"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what was said.")},
    )  # fmt: skip

    def __init__(self, *args, desk, at, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = posted_people(desk.project_id, at).exclude(pk=by.pk)
        shifts = ShiftType.objects.filter(desk=desk)
        self.fields["code"].choices = [("", "—"), *((shift.code, str(shift)) for shift in shifts)]
