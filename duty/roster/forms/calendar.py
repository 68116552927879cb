"""Days and hours, as they are typed. Rules stand in the commands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.ui.inputs import DeskDay

from ..models import DayKind


class Clock(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HoursForm(forms.Form):
    """When the desk is open on each kind of day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in DayKind:
            for end, label in (("opens", _("opens")), ("closes", _("closes"))):
                self.fields[f"{kind.value}_{end}"] = Clock(label=label)

    def rows(self):
        """[(kind of day, its two fields)] for the page."""
        return [(kind.label, self[f"{kind.value}_opens"], self[f"{kind.value}_closes"]) for kind in DayKind]

    def hours(self):
        data = self.cleaned_data
        return {kind.value: (data[f"{kind.value}_opens"], data[f"{kind.value}_closes"]) for kind in DayKind}


class DayForm(forms.Form):
    date = DeskDay(label=_("Day"))
    kind = forms.ChoiceField(label=_("Kind of day"), choices=DayKind.choices)
    note = forms.CharField(label=_("Remark"), max_length=40, required=False)


class PasteForm(forms.Form):
    lines = forms.CharField(
        label=_("The official plan, a day a line"), max_length=40_000, strip=True,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Such as 2027-01-01,H,New Year. W workday, R rest day, H statutory holiday, M make-up workday."),
    )  # fmt: skip
