"""A handover, part by part: what is read, what is looked at, what is counted, the two signatures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.forms import ColleagueChoice, Password
from frontdesk.kernel.ui.inputs import Keyed

from ..models import Refusal, Release

CHECK = {"class": "form-check-input"}


class OutgoingForm(forms.Form):
    person = ColleagueChoice(label=_("Who hands over"), queryset=User.objects.none(), empty_label=_("choose"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ReadForm(forms.Form):
    """read_to: the newest entry on the page, if it is ticked; understood: keys of items."""

    read_to = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    understood = forms.MultipleChoiceField(required=False)
    no_questions = forms.BooleanField(label=_("No questions"), required=False)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["understood"].choices = [(item.key, item.key) for item in items]


class QuestionForm(forms.Form):
    about = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(label=_("Question"), max_length=500, error_messages={"required": _("Write the question.")})

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(item.key, f"{item.serial or ''} {item.title}"[:60]) for item in items]
        self.fields["about"].choices = [("", _("in general")), *named]


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=500, error_messages={"required": _("Write the answer.")})


class NoteForm(Keyed):
    text = forms.CharField(
        label=_("How it stands"), max_length=1000, error_messages={"required": _("Write how it stands.")}
    )


class CheckForm(Keyed):
    """A tick for each item that is not in order, and what is wrong with it; everything else is in order."""

    stand_in = forms.CharField(label=_("Reachable meanwhile at"), max_length=20, required=False)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            self.fields[f"bad-{item.pk}"] = forms.BooleanField(label=item.name, required=False)
            self.fields[f"note-{item.pk}"] = forms.CharField(label=_("What is wrong"), max_length=300, required=False)

    @property
    def faults(self):
        """{item id: note} of those ticked, or of which somebody wrote something."""
        said = self.cleaned_data
        return {
            item.pk: said[f"note-{item.pk}"]
            for item in self.items
            if said[f"bad-{item.pk}"] or said[f"note-{item.pk}"]
        }  # fmt: skip

    def rows(self):
        return [(item, self[f"bad-{item.pk}"], self[f"note-{item.pk}"]) for item in self.items]


class CountForm(forms.Form):
    """A number for each article, yuan for money, and the last words on the sheet."""

    nothing_omitted = forms.BooleanField(
        label=_("Nothing is left unrecorded (whoever hands over)"),
        required=False,
        widget=forms.CheckboxInput(attrs=CHECK),
    )
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False)
    witness_name = forms.CharField(label=_("Witness of the control room"), max_length=40, required=False)

    def __init__(self, *args, counts, **kwargs):
        super().__init__(*args, **kwargs)
        self.counts = counts
        for one in counts:
            self.fields[f"n-{one.article.pk}"] = self._field(one.article)

    def _field(self, article):
        label = f"{article.name} {article.unit}".strip()
        if article.is_money:
            return forms.DecimalField(label=label, min_value=0, max_digits=9, decimal_places=2, required=False)
        return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False)

    @property
    def numbers(self):
        """{article id: pieces or fen} of what was filled in."""
        found = {}
        for one in self.counts:
            value = self.cleaned_data[f"n-{one.article.pk}"]
            if value is not None:
                found[one.article.pk] = int(value * 100) if one.article.is_money else value
        return found

    def rows(self):
        return [(one, self[f"n-{one.article.pk}"]) for one in self.counts]


class ExplainForm(Keyed):
    text = forms.CharField(
        label=_("Explanation"), max_length=300, error_messages={"required": _("Write what you know about it.")}
    )


class SignForm(Keyed):
    """One password or both; whoever's field is empty signs later, within ten minutes."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, signers, **kwargs):
        super().__init__(*args, **kwargs)
        self.signers = signers
        for side, person in signers:
            self.fields[side] = Password(required=False)
            self.fields[side].label = person.name
            self.fields[side].widget.attrs["autocomplete"] = "off"

    @property
    def given(self):
        """[(side, person, password)] of the fields that are filled in."""
        return [(side, person, self.cleaned_data[side]) for side, person in self.signers if self.cleaned_data[side]]

    def rows(self):
        return [(person, self[side], side) for side, person in self.signers]


class RefuseForm(Keyed):
    reason = forms.ChoiceField(label=_("Why"), choices=Refusal.Reason.choices)
    text = forms.CharField(label=_("In your words"), max_length=500, required=False)


class ReleaseForm(Keyed):
    person = ColleagueChoice(label=_("Who may leave"), queryset=User.objects.none(), empty_label=_("choose"))
    way = forms.ChoiceField(label=_("How the desk is looked after"), choices=Release.Way.choices)
    reason = forms.CharField(
        label=_("Reason"), max_length=300,
        error_messages={"required": _("Say why they may leave without having been relieved.")},
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class CountersignForm(forms.Form):
    password = Password(help_text=_("Your own, as signature."))
