"""The steps of a finding. A field is named as the argument of the command that takes it (R62)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.forms import ColleagueChoice
from frontdesk.kernel.ui.inputs import DeskDay, Keyed, posted_people


def words(label, required):
    return forms.CharField(
        label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": required}
    )


class CorrectionForm(Keyed):
    text = words(_("What was put right on the spot"), _("Write what was put right."))


class GuidanceForm(Keyed):
    text = words(_("What was explained, and to whom"), _("Write what was explained."))


class CauseForm(Keyed):
    text = words(_("Why it came about"), _("Write the cause."))


class MeasureForm(Keyed):
    text = words(_("What is done so that it does not happen again"), _("Write the measure."))
    person = ColleagueChoice(
        label=_("Responsible"), queryset=User.objects.none(), required=False, empty_label=_("as before")
    )
    due = DeskDay(label=_("To be done by"), required=False, help_text=_("Empty: as before."))

    def __init__(self, *args, project_id, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = posted_people(project_id, at)


class DoneForm(Keyed):
    text = words(_("What was done"), _("Write what was done."))


class VerifyForm(Keyed):
    effective = forms.TypedChoiceField(
        label=_("Does the measure help?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("yes: the finding is closed")), ("no", _("no: another measure is needed"))],
        error_messages={"required": _("Say whether the measure helps.")},
    )  # fmt: skip
    text = words(_("What you saw"), _("Write what you saw."))
