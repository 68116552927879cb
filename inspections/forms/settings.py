"""What is inspected, and how often (A28, A29, A32)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..items import NAMES
from ..models import InspectionSettings, TemplateItem


class FrequencyForm(forms.Form):
    handover_inspections = forms.ChoiceField(
        label=_("Changes of shift that are inspected"), choices=InspectionSettings.Handovers.choices
    )
    spot_checks_a_month = forms.IntegerField(label=_("Spot checks a month"), min_value=0, max_value=31)


class ItemForm(forms.Form):
    """One row of the items. An own item has a name, and may be dropped; code '' is a new one."""

    code = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("what is looked at"), max_length=60, required=False)
    standard = forms.CharField(label=_("standard"), max_length=200, required=False)
    method = forms.ChoiceField(label=_("method"), choices=TemplateItem.Method.choices)
    drop = forms.BooleanField(label=_("no longer"), required=False)

    @property
    def label_of_ten(self):
        """What an item of the regulation is called; None for one of the desk's own."""
        return NAMES.get(self["code"].value())


class VersionForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=32000, widget=forms.HiddenInput)


ItemsFormSet = forms.formset_factory(ItemForm, extra=1, max_num=40, absolute_max=40)
