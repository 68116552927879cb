"""Signing for a day that was read; an instruction on one of its lines; a day without a supervisor (R46, R47, A27)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.ui.forms import Password
from frontdesk.kernel.ui.inputs import DeskDay, DeskMoment, Keyed


class ReadForm(Keyed):
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("Remark"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    password = Password(help_text=_("Your own, as signature."))


class InstructForm(Keyed):
    text = forms.CharField(
        label=_("What is to be done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what is to be done.")},
    )  # fmt: skip
    due_at = DeskMoment(label=_("By when"), required=False)


class OffDutyForm(Keyed):
    date = DeskDay(label=_("Day"))
    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        error_messages={"required": _("Say why no supervisor is on duty on that day.")},
    )  # fmt: skip
