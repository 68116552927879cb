"""Lending and taking back, as they are typed."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.ui.inputs import DeskMoment, Keyed

from ..models import Article


class LoanForm(Keyed):
    article = forms.ModelChoiceField(label=_("Article"), queryset=Article.objects.none(), empty_label=_("choose"))
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=999, initial=1)
    borrower = forms.CharField(label=_("Who borrows it"), max_length=40)
    department = forms.CharField(label=_("Department or company"), max_length=40, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    purpose = forms.CharField(label=_("What for"), max_length=200, required=False)
    escort = forms.CharField(label=_("Accompanied by"), max_length=40, required=False)
    due_at = DeskMoment(label=_("To be back by"))

    def __init__(self, *args, desk, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("due_at", self._usually_back_by(at))
        self.fields["article"].queryset = Article.objects.filter(desk=desk, is_used=True, is_money=False)

    @staticmethod
    def _usually_back_by(at):
        """Keys come back the same day (F10): at six, or two hours from now."""
        return max(timezone.localtime(at).replace(hour=18, minute=0), timezone.localtime(at) + timedelta(hours=2))


class ReturnForm(Keyed):
    condition = forms.CharField(label=_("What is wrong with it, if anything"), max_length=200, required=False)
