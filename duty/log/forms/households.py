"""The register of households, as it is typed. Fields are named as the commands' arguments are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Resident
from .on_call import NUMBER


def day_field(label, **more):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


class UnitForm(forms.Form):
    unit_no = forms.CharField(
        label=_("Unit number"), max_length=30, help_text=_("As it stands on the door, such as 8-1-1203."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class ResidentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, required=False, validators=[NUMBER],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Lives there as"), choices=Resident.Kind.choices)


class MoveInForm(ResidentForm):
    moved_in = day_field(_("Since"), required=False)


class ChangeForm(ResidentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("New telephone number")
        self.fields["phone"].help_text = _("Leave it empty to keep the old one.")


class MoveOutForm(forms.Form):
    moved_out = day_field(_("Left on"))
