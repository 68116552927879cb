"""The month's roster: a cell, a note, a signature, a substitution, an automatic draft, a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.forms import ColleagueChoice, Password
from frontdesk.kernel.ui.inputs import Keyed


class CellForm(forms.Form):
    """One cell. The choices are the desk's shifts, the leaves and a day off; `was` is what the page showed."""

    person = ColleagueChoice(queryset=User.objects.none(), widget=forms.HiddenInput)
    day = forms.DateField(input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)
    was = forms.CharField(max_length=4, required=False, empty_value="", widget=forms.HiddenInput)
    code = forms.ChoiceField(label=_("Shift or leave"), required=False)
    pinned = forms.BooleanField(label=_("pinned: an automatic draft leaves it"), required=False)
    anyway = forms.BooleanField(label=_("stays although a rule is broken; the review gives the reason"), required=False)

    def __init__(self, *args, staff, codes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(pk__in=[person.pk for person in staff])
        self.fields["code"].choices = [("", _("day off")), *codes]


class StepForm(Keyed):
    """Complete, submit: nothing but the tap."""


class ReviewForm(Keyed):
    note = forms.CharField(
        label=_("Why what the report says stays as it is"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    password = Password(help_text=_("Your own, as signature."))


class ApproveForm(Keyed):
    password = Password(help_text=_("Your own, as signature."))


class ReturnForm(Keyed):
    note = forms.CharField(
        label=_("What should change"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why the roster is returned and what should change.")},
    )  # fmt: skip


class SubstituteForm(Keyed):
    """Somebody else for one shift of an approved month."""

    shift = forms.ChoiceField(label=_("Whose shift"))
    person_in = ColleagueChoice(
        label=_("Who stands it instead"), queryset=User.objects.none(), required=False, empty_label=_("nobody yet")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, error_messages={"required": _("Say why the approved roster is changed.")}
    )

    def __init__(self, *args, staff, shifts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person_in"].queryset = User.objects.filter(pk__in=[person.pk for person in staff])
        self.fields["shift"].choices = shifts


class FillForm(Keyed):
    """Who stands an open shift."""

    person_in = ColleagueChoice(
        label=_("Who stands it"), queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, error_messages={"required": _("Say why the approved roster is changed.")}
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person_in"].queryset = User.objects.filter(pk__in=people)


class DraftForm(forms.Form):
    seconds = forms.ChoiceField(
        label=_("How long it may look"),
        choices=[(15, _("15 seconds")), (60, _("a minute")), (300, _("five minutes"))],
        initial=60,
    )


class TakeForm(forms.Form):
    anyway = forms.BooleanField(label=_("what was changed by hand since may go"), required=False)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("A roster as XLSX: names in the first column, then a column a day"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
