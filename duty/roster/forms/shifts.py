"""Shift types and busy windows, as they are typed."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ..models import BusyWindow
from .calendar import Clock


class ShiftForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=4,
        validators=[RegexValidator(r"^[A-Z0-9]+\Z", _("Capital letters and digits only."))],
    )
    name = forms.CharField(label=_("Shift name"), max_length=20)
    starts = Clock(label=_("From"))
    ends = Clock(label=_("To"))
    break_minutes = forms.IntegerField(label=_("Break, minutes"), min_value=0, max_value=240, initial=0)
    people = forms.IntegerField(label=_("People wanted"), min_value=0, max_value=30, initial=1)


class BusyWindowForm(forms.Form):
    days = forms.ChoiceField(label=_("Days"), choices=BusyWindow.Days.choices)
    starts = Clock(label=_("From"))
    ends = Clock(label=_("To"))
