"""A handover, part by part: what is read, what is looked at, what is counted, the two signatures."""

import base64
import binascii

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import attachments
from frontdesk.kernel.ui.forms import ColleagueChoice, Password
from frontdesk.kernel.ui.inputs import Keyed, Pictures

from ..models import Handover, Refusal, Release

Kind = Handover.Kind
STROKE = "data:image/png;base64,"
MOST_STROKE = 200_000  # characters of a drawn signature


class OutgoingForm(forms.Form):
    person = ColleagueChoice(label=_("Who hands over"), queryset=User.objects.none(), empty_label=_("choose"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ReadForm(forms.Form):
    """read_to: the newest entry on the page, if it is ticked; understood: keys of items."""

    read_to = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    understood = forms.MultipleChoiceField(required=False)
    no_questions = forms.BooleanField(required=False)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["understood"].choices = [(item.key, item.key) for item in items]


class SheetReadForm(Keyed):
    """Somebody else of the shift: a tick for each item of a signed sheet."""

    understood = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["understood"].choices = [(item.key, item.key) for item in items]


class QuestionForm(forms.Form):
    about = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(label=_("Question"), max_length=500, error_messages={"required": _("Write the question.")})

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(item.key, f"{item.serial or ''} {item.title}".strip()[:60]) for item in items]
        self.fields["about"].choices = [("", _("in general")), *named]


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=500, error_messages={"required": _("Write the answer.")})


class NoteForm(Keyed):
    text = forms.CharField(
        label=_("How it stands"), max_length=1000, error_messages={"required": _("Write how it stands.")}
    )


class CheckForm(Keyed):
    """In order or not for each item, and of a problem what is wrong and a picture; what nobody says anything of is in order."""

    stand_in = forms.CharField(label=_("Reachable meanwhile at"), max_length=20, required=False)

    def __init__(self, *args, checks, **kwargs):
        super().__init__(*args, **kwargs)
        self.checks = checks
        for item, result in checks:
            note = result.note if result else ""
            self.fields[f"bad-{item.pk}"] = forms.BooleanField(label=item.name, required=False, initial=bool(note))
            self.fields[f"note-{item.pk}"] = forms.CharField(
                label=_("What is wrong"), max_length=300, required=False, initial=note
            )
            self.fields[f"photo-{item.pk}"] = Pictures(label=_("Picture"), required=False)

    @property
    def faults(self):
        """{item id: note} of what has a problem; words left where somebody chose “in order” after all do not count."""
        said = self.cleaned_data
        return {item.pk: said[f"note-{item.pk}"] for item, _result in self.checks if said[f"bad-{item.pk}"]}

    @property
    def photos(self):
        """{item id: (media type, bytes)} of those that are not in order."""
        found = {pk: self.cleaned_data[f"photo-{pk}"] for pk in self.faults}
        return {pk: files[0][1:] for pk, files in found.items() if files}

    def rows(self):
        """[(item, its result or None, field of the choice, of the note, of the picture)]"""
        return [
            (item, result, self[f"bad-{item.pk}"], self[f"note-{item.pk}"], self[f"photo-{item.pk}"])
            for item, result in self.checks
        ]


class CountForm(forms.Form):
    """A number for each article, yuan for money, and the last words on the sheet."""

    nothing_omitted = forms.BooleanField(label=_("Nothing is left unrecorded (whoever hands over)"), required=False)
    no_matters = forms.BooleanField(label=_("Nothing happened in this shift"), required=False)
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False)
    witness_name = forms.CharField(label=_("Witness of the control room"), max_length=40, required=False)

    def __init__(self, *args, frame, **kwargs):
        super().__init__(*args, **kwargs)
        self.counts = frame.counts
        for one in frame.counts:
            self.fields[f"n-{one.article.pk}"] = self._field(one.article)
        handover = frame.handover
        if handover.kind == Kind.OPENING:
            del self.fields["nothing_omitted"]
        if handover.kind == Kind.OPENING or frame.totals["entries"]:
            del self.fields["no_matters"]
        if handover.kind == Kind.CHANGE:
            del self.fields["witness_name"]
        for name in self.last_words_fields:
            self.initial.setdefault(name, getattr(handover, name))

    def _field(self, article):
        label = f"{article.name} {article.unit}".strip()
        if article.is_money:
            return forms.DecimalField(label=label, min_value=0, max_digits=9, decimal_places=2, required=False)
        return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False)

    @property
    def last_words_fields(self):
        names = ("nothing_omitted", "no_matters", "remark", "witness_name")
        return [name for name in names if name in self.fields]

    @property
    def last_words(self):
        nothing = {"nothing_omitted": False, "no_matters": False, "remark": "", "witness_name": ""}
        return nothing | {name: self.cleaned_data[name] for name in self.last_words_fields}

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

    def ticks(self):
        return [self[name] for name in self.last_words_fields if name in {"nothing_omitted", "no_matters"}]

    def texts(self):
        return [self[name] for name in self.last_words_fields if name in {"remark", "witness_name"}]


class ExplainForm(Keyed):
    text = forms.CharField(
        label=_("Explanation"), max_length=300, error_messages={"required": _("Write what you know about it.")}
    )


class SignForm(Keyed):
    """One password or both; whoever's field is empty signs later, within ten minutes. A stroke by hand may stand beside each."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, signers, **kwargs):
        super().__init__(*args, **kwargs)
        self.signers = signers
        for side, _person in signers:
            self.fields[f"password-{side}"] = Password(required=False)
            self.fields[f"stroke-{side}"] = forms.CharField(
                max_length=MOST_STROKE, required=False, widget=forms.HiddenInput
            )

    @property
    def given(self):
        """[(side, person, password)] of the fields that are filled in."""
        entered = [(side, person, self.cleaned_data[f"password-{side}"]) for side, person in self.signers]
        return [one for one in entered if one[2]]

    @property
    def strokes(self):
        """{person id: (media type, bytes)} of what was written by hand. Raises Refused for what is no picture."""
        drawn = {person.pk: self.cleaned_data[f"stroke-{side}"] for side, person, _password in self.given}
        return {pk: _picture(text) for pk, text in drawn.items() if text}

    def rows(self):
        return [(person, self[f"password-{side}"], self[f"stroke-{side}"], side) for side, person in self.signers]


def _picture(text):
    try:
        if not text.startswith(STROKE):
            raise ValueError
        return attachments.clean(base64.b64decode(text.removeprefix(STROKE), validate=True))
    except (ValueError, binascii.Error):
        raise Refused(_("The stroke could not be read. Write it again, or leave it out.")) from None


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
