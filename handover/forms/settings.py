"""What is counted and looked at, as it is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.log.models import Line

from ..models import CheckItem


class ArticleForm(forms.Form):
    """expected: pieces, or yuan for money."""

    name = forms.CharField(label=_("Article"), max_length=40)
    unit = forms.CharField(label=_("Unit"), max_length=8, required=False)
    expected = forms.DecimalField(label=_("Expected"), min_value=0, max_digits=8, decimal_places=2, initial=1)
    is_money = forms.BooleanField(label=_("A sum of money, in yuan"), required=False)
    place = forms.CharField(label=_("Kept where"), max_length=40, required=False)
    serial_no = forms.CharField(label=_("Number on it"), max_length=40, required=False)
    is_used = forms.BooleanField(label=_("Is counted"), required=False, initial=True)

    @staticmethod
    def of(article):
        """What the form shows of an article that is there."""
        shown = {name: getattr(article, name) for name in ArticleForm.base_fields}
        return shown | {"expected": article.expected / 100 if article.is_money else article.expected}

    def clean(self):
        said = super().clean()
        if (expected := said.get("expected")) is not None:
            if not said.get("is_money") and expected != int(expected):
                self.add_error("expected", _("Give a whole number."))
            said["expected"] = int(expected * 100) if said.get("is_money") else int(expected)
        return said


class CheckItemForm(forms.Form):
    group = forms.ChoiceField(label=_("Part"), choices=CheckItem.Group.choices)
    name = forms.CharField(label=_("What is looked at"), max_length=60)
    line = forms.ChoiceField(label=_("It is this line"), choices=[("", _("none")), *Line.choices], required=False)
    is_used = forms.BooleanField(label=_("Is looked at"), required=False, initial=True)

    @staticmethod
    def of(item):
        """What the form shows of an item that is there."""
        return {name: getattr(item, name) for name in CheckItemForm.base_fields}
