"""The form of an inspection: one card an item, made for a phone. What was photographed outlives a refusal (R58)."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records import attachments
from frontdesk.kernel.ui.forms import ColleagueChoice, Password
from frontdesk.kernel.ui.inputs import DeskDay, Keyed, Pictures

from ..evidence import pair
from ..results import MOST_POINTS, Found, Result

SALT = "inspections.photo"
KEPT_FOR = 24 * 3600  # seconds


class Card:
    """One item on the form: its fields by their names, and what may be sampled, with whether it is ticked."""

    AT_ONCE = ("correction", "guidance", "owner", "due", "deduct")
    NAMES = ("result", "note", "photo", "kept", "evidence", *AT_ONCE)

    def __init__(self, form, item):
        self.item = item
        self.fields = {name: form[f"{name}-{item.code}"] for name in self.NAMES}
        ticked = set(self.fields["evidence"].value() or ())
        self.samples = [(one, one.value in ticked) for one in form.samples.get(item.code, ())]

    @property
    def at_once(self):
        """What is asked of a failed item besides."""
        return [self.fields[name] for name in self.AT_ONCE]

    @property
    def errors(self):
        return [error for field in self.fields.values() for error in field.errors]


def _text(label, rows):
    return forms.CharField(label=label, max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class InspectionForm(Keyed):
    """items: [Item]; samples: {code: [Sample]}; people: who may be responsible; by: whoever fills it in; whole: every item."""

    def __init__(self, *args, items, samples, people, by, whole=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.items, self.samples, self.by, self.whole = items, samples, by, whole
        for item in items:
            self._add(item, people)
        self.fields["password"] = Password(
            help_text=_("Your own, as signature."), error_messages={"required": _("Enter your password to sign.")}
        )

    def _add(self, item, people):
        camera = forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"})
        self.fields |= {
            f"result-{item.code}": forms.ChoiceField(
                label=item.label, choices=Result.choices, required=False, widget=forms.RadioSelect
            ),
            f"note-{item.code}": _text(_("What was seen; of a fail, what is wrong"), rows=2),
            f"photo-{item.code}": Pictures(label=_("Photo"), required=False, widget=camera),
            f"kept-{item.code}": forms.CharField(max_length=400, required=False, widget=forms.HiddenInput),
            f"deduct-{item.code}": forms.IntegerField(
                label=_("Points deducted"), required=False, min_value=0, max_value=MOST_POINTS
            ),
            f"correction-{item.code}": _text(_("Put right on the spot"), rows=1),
            f"guidance-{item.code}": _text(_("Guidance given"), rows=1),
            f"owner-{item.code}": ColleagueChoice(
                label=_("Responsible"), queryset=people, required=False, empty_label=_("myself")
            ),
            f"due-{item.code}": DeskDay(
                label=_("To be done by"), required=False, help_text=_("Empty: within a week.")
            ),
            f"evidence-{item.code}": forms.MultipleChoiceField(
                choices=[(one.value, one.words) for one in self.samples.get(item.code, ())], required=False,
                error_messages={"invalid_choice": _("A record that was sampled is not of this desk. Open the inspection again.")},
            ),
        }  # fmt: skip

    def clean(self):
        """Pictures are kept at once, so that a wrong password or a missing note does not send somebody round again."""
        data = super().clean()
        self.photos = {}
        for item in self.items:
            if fresh := data.get(f"photo-{item.code}"):
                self.photos[item.code] = fresh[0]
                self._keep(item.code, *fresh[0])
            elif kept := self._kept(data.get(f"kept-{item.code}")):
                self.photos[item.code] = kept
            said = [
                data.get(f"{name}-{item.code}") for name in ("note", "evidence", "deduct", "correction", "guidance")
            ]
            if (any(said) or item.code in self.photos) and not data.get(f"result-{item.code}"):
                self.add_error(f"result-{item.code}", _("Say how this was found, or empty what you wrote about it."))
            self._ask_for_what_is_missing(item.code)
        return data

    def _ask_for_what_is_missing(self, code):
        """All of it at once, each by its item; what the command refuses it refuses one by one."""
        result = self.cleaned_data.get(f"result-{code}")
        if self.whole and not result and f"result-{code}" not in self.errors:
            self.add_error(f"result-{code}", _("Say how this was found."))
        said = self.cleaned_data.get(f"note-{code}")
        if result == Result.FAIL and not said and f"note-{code}" not in self.errors:
            self.add_error(f"note-{code}", _("Write what is wrong."))

    def refused(self):
        """[(where on the page, sentence)] of everything that is missing or wrong, in the order of the page."""
        said = [(card.item.code, f"{card.item.label} · {error}") for card in self.cards() for error in card.errors]
        return said + [(self["password"].id_for_label, error) for error in self["password"].errors]

    def _keep(self, code, name, media_type, data):
        """Remember a picture in the form itself: its hash, signed, so that nobody attaches a file that is not theirs."""
        said = [self.by.pk, attachments.keep(data), str(media_type), name[-60:]]
        self.data = self.data.copy()
        self.data[self.add_prefix(f"kept-{code}")] = signing.dumps(said, salt=SALT)

    def _kept(self, token):
        if not token:
            return None
        try:
            person, sha256, media_type, name = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
            return (name, media_type, attachments.path_of(sha256).read_bytes()) if person == self.by.pk else None
        except (signing.BadSignature, OSError):
            return None

    def cards(self):
        return [Card(self, item) for item in self.items]

    def found(self):
        """[Found] of the items that somebody said something about the result of."""
        data = self.cleaned_data
        for item in self.items:
            said = {
                name: data.get(f"{name}-{item.code}") for name in ("note", "correction", "guidance", "owner", "due")
            }
            if result := data.get(f"result-{item.code}"):
                yield Found(
                    code=item.code, result=result, deduct=data.get(f"deduct-{item.code}") or 0,
                    evidence=tuple(pair(value) for value in data.get(f"evidence-{item.code}", ())),
                    photo=self.photos.get(item.code), **said,
                )  # fmt: skip


class ChosenShiftForm(forms.Form):
    """A past shift, chosen by hand for a spot check; cleans to (date, code)."""

    shift = forms.ChoiceField(label=_("Shift"))

    def __init__(self, *args, shifts, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_value = {f"{day} {code}": (day, code) for day, code in shifts}
        self.fields["shift"].choices = [(value, f"{day:%m-%d} {code}") for value, (day, code) in self.by_value.items()]

    def clean_shift(self):
        return self.by_value[self.cleaned_data["shift"]]
