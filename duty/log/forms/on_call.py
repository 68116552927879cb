"""The on-call posts: who holds them, an attempt to ring one, a drill."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui.inputs import Keyed, posted_people

from ..models import ContactAttempt, OnCallPost

NUMBER = RegexValidator(r"^[+0-9][0-9 \-]{4,18}$", _("Write a telephone number, such as 13800001234."))


class PostForm(forms.Form):
    kind = forms.ChoiceField(label=_("Post"), choices=OnCallPost.Kind.choices)
    holder = forms.ModelChoiceField(label=_("Holder"), queryset=User.objects.none())
    phone = forms.CharField(label=_("Mobile"), max_length=20, validators=[NUMBER])
    deputy = forms.ModelChoiceField(label=_("Deputy"), queryset=User.objects.none(), required=False)
    deputy_phone = forms.CharField(label=_("Deputy's mobile"), max_length=20, required=False, validators=[NUMBER])

    def __init__(self, *args, project_id, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = self.fields["deputy"].queryset = posted_people(project_id, at)


class AttemptForm(Keyed):
    outcome = forms.ChoiceField(
        label=_("What came of the call"), choices=ContactAttempt.Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of the call.")},
    )  # fmt: skip
    entry_id = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def look(self):
        return Layout("key", "entry_id", Field("outcome", template="components/segmented.html"), "text")


class DrillForm(Keyed):
    text = forms.CharField(label=_("Remark"), max_length=200, required=False)
