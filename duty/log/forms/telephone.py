"""The telephone: a file to take over, its confirmation, and a call that is returned."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.ui.inputs import Keyed

from ..models import Line


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The telephone system's log (CSV)"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("UTF-8 or GBK, with headings: time, number, seconds of waiting, answered or missed."),
    )  # fmt: skip


class ConfirmForm(Keyed):
    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    leave_out = forms.BooleanField(label=_("Leave the broken lines out"), required=False)


class ReturnForm(Keyed):
    reached = forms.TypedChoiceField(
        label=_("Rung back"), coerce=lambda value: value == "1", widget=forms.RadioSelect,
        choices=[("1", _("reached")), ("0", _("no answer"))],
        error_messages={"required": _("Say whether the caller was reached.")},
    )  # fmt: skip
    text = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def look(self):
        return Layout("key", Field("reached", template="components/segmented.html"), "text")


class FaultForm(Keyed):
    line = forms.ChoiceField(label=_("Which line"), choices=Line.choices, widget=forms.RadioSelect)
    stand_in = forms.CharField(
        label=_("Reachable meanwhile at"),
        max_length=20,
        error_messages={"required": _("Give the number at which the desk can be reached meanwhile.")},
    )
    text = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def look(self):
        return Layout("key", Field("line", template="components/segmented.html"), "stand_in", "text")


class ThreeRingsForm(forms.Form):
    seconds = forms.IntegerField(label=_("Three rings, in seconds"), min_value=1, max_value=600)
