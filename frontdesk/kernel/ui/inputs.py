"""Fields and forms that the pages of every app have in common. Forms clean input; the rules stand in the commands."""

import uuid
from typing import cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import Posting, User
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import attachments, form_keys

NOT_SAID = {"key", "csrfmiddlewaretoken"}  # of what a form sends, what nobody typed
YEARS = range(2000, 2101)
NO_YEAR = _("Give a day between the years 2000 and 2100.")


class WithinYears:
    """For a field of days or moments: a year that no clock or time zone can be reckoned in is refused."""

    def to_python(self, value):
        found = super().to_python(value)  # type: ignore[misc]
        if found and found.year not in YEARS:
            raise forms.ValidationError(NO_YEAR)
        return found


class DeskMoment(WithinYears, forms.DateTimeField):
    """A local date and time of the desk, as the browser's own picker gives it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class DeskDay(WithinYears, forms.DateField):
    """A day, as the browser's own picker gives it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d",)


class Pictures(forms.FileField):
    """One picture or PDF, checked by what it is; cleans to [(name, media type, bytes)]."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return []
        if upload.size > attachments.settings.ATTACHMENT_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Choose a smaller one."))
        try:
            media_type, kept = attachments.clean(upload.read())
        except Refused as no:
            raise forms.ValidationError(str(no)) from None
        return [(upload.name, media_type, kept)]


class Keyed(forms.Form):
    """A form that may be sent twice: its key makes the second send the same record."""

    key = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", str(uuid.uuid4()))

    def clean_key(self):
        """What tells the same form sent again from one that was changed meanwhile. Passwords are no part of it."""
        key = self.cleaned_data["key"]
        if not key:
            return ""
        sent = self.data.lists() if hasattr(self.data, "lists") else self.data.items()
        said = [(name, values) for name, values in sent if "password" not in name and name not in NOT_SAID]
        files = [(name, file.name, file.size) for name, file in self.files.items()]
        return form_keys.of_sent(key, repr((sorted(said, key=str), sorted(files))))

    def renew_key(self):
        """From now on it is another form, with what stands in it."""
        renewed = cast(QueryDict, self.data).copy()
        renewed[self.add_prefix("key")] = str(uuid.uuid4())
        self.data = renewed

    def look(self):
        """The crispy layout: the fields in their order, unless a form says otherwise."""
        return Layout(*self.fields)

    @cached_property
    def helper(self):
        """Made when the form is shown, since most forms that are sent are not shown again."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.field_template = "components/field.html"
        helper.layout = self.look()
        return helper


def posted_people(project_id, at):
    """Active people who hold a posting at a project now, by name."""
    people = Posting.objects.at(at).filter(project_id=project_id).values("person")
    return User.objects.filter(pk__in=people, is_active=True)
