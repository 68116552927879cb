from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.ui.templatetags import desk

from .models import PrintJob

Kind = PrintJob.Kind
USUAL = (Kind.ROSTER, Kind.LOG, Kind.HANDOVERS, Kind.INCIDENTS)


class PrintForm(forms.Form):
    """Which month, and what of it."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)
    kinds = forms.MultipleChoiceField(
        label=_("What it holds"), choices=Kind.choices, initial=[*USUAL], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the file should hold.")},
    )  # fmt: skip

    def __init__(self, *args, months, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(month.isoformat(), desk.month(month)) for month in months]
