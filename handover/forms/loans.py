"""Lending and taking back, as they are typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.ui.inputs import Keyed

from ..models import Article


class LoanForm(Keyed):
    article = forms.ModelChoiceField(label=_("Article"), queryset=Article.objects.none(), empty_label=_("choose"))
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=999, initial=1)
    borrower = forms.CharField(label=_("Who borrows it"), max_length=40)
    department = forms.CharField(label=_("Department or company"), max_length=40, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    purpose = forms.CharField(label=_("What for"), max_length=200, required=False)
    escort = forms.CharField(label=_("Accompanied by"), max_length=40, required=False)
    due_at = forms.DateTimeField(
        label=_("To be back by"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args, desk, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = Article.objects.filter(desk=desk, is_used=True, is_money=False)


class ReturnForm(Keyed):
    condition = forms.CharField(label=_("What is wrong with it, if anything"), max_length=200, required=False)
