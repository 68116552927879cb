"""Volumes and erasures: a field is named as the argument of the command that takes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.forms import ColleagueChoice, Password
from frontdesk.kernel.ui.inputs import Keyed, posted_people

from ..models import ErasureRequest
from ..models.volumes import LEAST_YEARS
from .steps import words

SIGNED = _("Your own, as signature.")


class OfVolume(Keyed):
    """A form on the page of a volume. project_id, at: who may be chosen."""

    def __init__(self, *args, project_id, at, **kwargs):
        super().__init__(*args, **kwargs)
        if "custodian" in self.fields:
            self.fields["custodian"].queryset = posted_people(project_id, at)


class CustodyForm(OfVolume):
    custodian = ColleagueChoice(
        label=_("Custodian"), queryset=User.objects.none(), error_messages={"required": _("Say who keeps the volume.")}
    )
    place = forms.CharField(
        label=_("Place"), max_length=80, error_messages={"required": _("Say where the volume is kept.")}
    )


class CloseForm(CustodyForm):
    password = Password(help_text=SIGNED)


class MoveForm(CustodyForm):
    text = forms.CharField(label=_("Remark"), max_length=500, required=False)


class ReasonForm(OfVolume):
    reason = words(_("Reason"), _("Give the reason."), most=500)


class AskDisposalForm(ReasonForm):
    password = Password(help_text=SIGNED)


class SignForm(OfVolume):
    password = Password(help_text=SIGNED)


class AskErasureForm(Keyed):
    """What is ticked is read from the lists beside it."""

    ground = forms.ChoiceField(
        label=_("Ground in the law"), choices=ErasureRequest.Ground.choices,
        help_text=_("Personal Information Protection Law, article 47."),
    )  # fmt: skip
    reason = words(_("What was asked for, by whom and when"), _("Say what was asked for, by whom and when."), most=500)
    password = Password(help_text=SIGNED)


class ApproveErasureForm(Keyed):
    password = Password(help_text=SIGNED)


class DeclineErasureForm(Keyed):
    note = words(_("Why it is declined"), _("Say why it is declined."), most=500)


class KeepYearsForm(forms.Form):
    years = forms.IntegerField(label=_("Years from its closing"), min_value=LEAST_YEARS, max_value=50)
