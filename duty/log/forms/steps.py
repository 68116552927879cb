"""The steps in the handling of a matter, and the answers to what others have begun.

A field is named as the argument of the command that takes it.
"""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.inputs import DeskMoment, Keyed, Pictures, posted_people

from ..categories import Priority
from ..models import Department, Note
from ..models.notes import Decision, MeasureKind, PauseReason

NOW = _("Leave empty for now.")


def words(label, required="", rows=2, most=2000):
    """A few lines of free text. required: the sentence for leaving it empty; none, and it may be left so. most: characters."""
    return forms.CharField(
        label=label, max_length=most, required=bool(required), widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )  # fmt: skip


class AtProject(Keyed):
    """A form that chooses among the people posted at a project."""

    def __init__(self, *args, project_id, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = posted_people(project_id, at)


class NoteForm(Keyed):
    text = words(_("What was done"), _("Write what was done."))
    files = Pictures(label=_("Picture or PDF"), required=False)


class ResultForm(Keyed):
    result = words(_("Result"), _("Write the result before you close the matter."))
    files = Pictures(label=_("Picture or PDF"), required=False)


class ReopenForm(Keyed):
    reason = words(_("Why it is opened again"), _("Write why the matter is opened again."))


class CallBackForm(Keyed):
    rating = forms.ChoiceField(
        label=_("Satisfaction"), choices=Note.Rating.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how satisfied the customer is.")},
    )  # fmt: skip
    text = forms.CharField(label=_("What the customer said"), max_length=2000, required=False)

    def look(self):
        return Layout("key", Field("rating", template="components/segmented.html"), "text")


class OwnerForm(AtProject):
    person = forms.ModelChoiceField(label=_("New owner"), queryset=User.objects.none())
    text = forms.CharField(label=_("Remark"), max_length=2000, required=False)


class DispatchForm(Keyed):
    department = forms.ChoiceField(
        label=_("Department"), choices=Department.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the department that is sent.")},
    )  # fmt: skip
    whom = forms.CharField(label=_("Who is sent"), max_length=60, required=False)
    text = forms.CharField(label=_("What they were told"), max_length=2000, required=False)
    happened_at = DeskMoment(label=_("When"), required=False, help_text=NOW)

    def look(self):
        return Layout("key", Field("department", template="components/segmented.html"), "whom", "text", "happened_at")


class StageForm(Keyed):
    """Accepted, arrived, finished: one tap will do; time and name may be said."""

    happened_at = DeskMoment(label=_("When"), required=False, help_text=NOW)
    whom = forms.CharField(label=_("Who"), max_length=60, required=False)
    text = forms.CharField(label=_("Remark"), max_length=2000, required=False)


class PriorityForm(Keyed):
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, widget=forms.RadioSelect)
    reason = words(_("Reason"), _("Write why the priority changes."))

    def look(self):
        return Layout("key", Field("priority", template="components/segmented.html"), "reason")


class PauseForm(Keyed):
    reason = forms.ChoiceField(label=_("What it waits for"), choices=PauseReason.choices, widget=forms.RadioSelect)
    until = DeskMoment(label=_("Until"), error_messages={"required": _("Say until when; a pause ends by itself.")})
    text = forms.CharField(label=_("Remark"), max_length=2000, required=False)

    def look(self):
        return Layout("key", Field("reason", template="components/segmented.html"), "until", "text")


class ResumeForm(Keyed):
    text = forms.CharField(label=_("Remark"), max_length=2000, required=False)


class EscalateForm(Keyed):
    level = forms.TypedChoiceField(
        label=_("To whom"), coerce=int, initial=1, widget=forms.RadioSelect,
        choices=[(1, _("the supervisor: difficult")), (2, _("the project lead: major"))],
    )  # fmt: skip
    reason = words(_("What the desk cannot settle"), _("Write why this goes up: what the desk cannot settle."))
    judged_at = DeskMoment(label=_("Seen to be major at"), required=False, help_text=NOW)

    def look(self):
        return Layout("key", Field("level", template="components/segmented.html"), "reason", "judged_at")


class InstructForm(Keyed):
    text = words(_("What is to be done"), _("Write what is to be done."))
    due_at = DeskMoment(label=_("By when"), required=False)


class IncidentForm(Keyed):
    text = forms.CharField(label=_("What makes it an incident"), max_length=2000, required=False)


class ContainForm(Keyed):
    text = words(_("How it was contained"), _("Write how it was contained."))
    happened_at = DeskMoment(label=_("When"), required=False, help_text=NOW)


class CallOutForm(AtProject):
    department = forms.ChoiceField(
        label=_("Department"), choices=Department.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the department that is called out.")},
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=_("Who, with an account"), queryset=User.objects.none(), required=False,
        help_text=_("They can answer by one tap."),
    )  # fmt: skip
    whom = forms.CharField(label=_("Who else"), max_length=60, required=False)
    text = forms.CharField(label=_("What they are to do"), max_length=2000, required=False)
    returns_to_site = forms.BooleanField(label=_("has to come back to the site"), required=False)
    eta = DeskMoment(label=_("Expected at"), required=False)

    def look(self):
        return Layout(
            "key", Field("department", template="components/segmented.html"), "person", "whom", "text", "returns_to_site", "eta"
        )  # fmt: skip


class MeasureForm(Keyed):
    measure = forms.ChoiceField(label=_("Measure"), choices=MeasureKind.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Place"), max_length=80, error_messages={"required": _("Say which measure was taken, and where.")}
    )
    text = words(_("Why, and how"), _("Write why it was necessary, and how it was done."))
    files = Pictures(label=_("Picture or PDF"), required=False)

    def look(self):
        return Layout("key", Field("measure", template="components/segmented.html"), "place", "text", "files")


class AcknowledgeForm(Keyed):
    text = forms.CharField(label=_("Advice"), max_length=2000, required=False)


class DecideForm(Keyed):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )  # fmt: skip
    text = words(_("In words"), _("Write your decision in words; the desk reads it."))
    due_at = DeskMoment(label=_("An instruction: by when"), required=False)

    def look(self):
        return Layout("key", Field("decision", template="components/segmented.html"), "text", "due_at")


class CarryOutForm(Keyed):
    text = words(_("What came of it"), _("Write what was done about the instruction."))


class AnswerForm(Keyed):
    text = forms.CharField(label=_("Advice"), max_length=2000, required=False)
    eta = DeskMoment(label=_("Expected at"), required=False)


class RefuseForm(Keyed):
    reason = words(_("Why nobody comes"), _("Write why the call-out is refused; the supervisor will read it."))


class LiftForm(Keyed):
    text = words(_("Why it is lifted"), _("Write why the measure is no longer needed."))


class OnSiteForm(Keyed):
    happened_at = DeskMoment(label=_("When"), required=False, help_text=NOW)
    text = forms.CharField(label=_("Remark"), max_length=2000, required=False)


class ReviewForm(Keyed):
    text = forms.CharField(label=_("Remark"), max_length=2000, required=False)
