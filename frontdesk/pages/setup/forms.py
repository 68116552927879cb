"""What is asked on the first day."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.people.passwords import LongEnough

from .code import is_right
from .commands import PATTERNS, Facts

ZONES = [
    (zone, zone) for zone in sorted(zone for zone in available_timezones() if zone.startswith(("Asia/", "Europe/")))
]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the server's console"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "autofocus": True}),
    )  # fmt: skip

    def clean_code(self):
        if not is_right(self.cleaned_data["code"]):
            raise ValidationError(
                _(
                    "This is not the code. Read it on the console where the server was started, or run manage.py setup-code."
                )
            )
        return self.cleaned_data["code"]


class ProjectForm(forms.Form):
    """The project and its desk, as every screen and every printed form names them (R02)."""

    name = forms.CharField(label=_("Project name"), max_length=80, help_text=_("Such as the name of the estate."))
    code = forms.CharField(
        label=_("Short code"), max_length=12,
        validators=[RegexValidator(r"^[A-Za-z0-9]{2,12}\Z", _("Two to twelve letters and digits, such as SKY."))],
        help_text=_("Two to twelve letters and digits; every volume's number begins with it."),
    )  # fmt: skip
    centre_name = forms.CharField(label=_("Service centre"), max_length=80, initial="客户服务中心")
    desk_name = forms.CharField(label=_("Desk name"), max_length=80, initial="前台")
    hotline = forms.CharField(
        label=_("Hotline"), max_length=30, required=False,
        validators=[RegexValidator(r"^[+0-9][0-9 \-]{4,28}\Z", _("Write a telephone number, such as 021-55550000."))],
    )  # fmt: skip
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, initial="Asia/Shanghai")

    def facts(self):
        return Facts(**{field: self.cleaned_data[field] for field in ProjectForm.base_fields})


class AccountForm(forms.Form):
    """The first account: the project lead, whose password nobody else knows."""

    name = forms.CharField(label=_("Your name"), max_length=40)
    username = forms.CharField(
        label=_("User name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"}),
        help_text=_("With it you sign in: letters, digits, dots or dashes."),
    )  # fmt: skip
    staff_no = forms.CharField(label=_("Staff number"), max_length=20, required=False)
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(LongEnough(settings.LEAST_LETTERS).get_help_text, str)(),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The password once more"), max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self):
        said = super().clean()
        if password := said.get("password"):
            try:
                validate_password(password, User(username=said.get("username", ""), name=said.get("name", "")))
            except ValidationError as wrong:
                self.add_error("password", wrong)
            if said.get("again") and said["again"] != password:
                self.add_error("again", _("The two passwords differ. Type the same one twice."))
        return said


class PatternForm(forms.Form):
    pattern = forms.ChoiceField(label=_("Hours and shifts"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pattern"].choices = [(code, describe(pattern)) for code, pattern in PATTERNS.items()]


def describe(pattern):
    """'08:00–22:00: E 08:00–16:00, L 14:00–22:00'"""
    shifts = ", ".join(f"{code} {starts:%H:%M}–{ends:%H:%M}" for code, _name, starts, ends in pattern.shifts)
    return f"{pattern.opens:%H:%M}–{pattern.closes:%H:%M}: {shifts}"


class AnotherProjectForm(ProjectForm):
    """One more project, and who leads it: somebody with an account, or somebody new."""

    lead_username = forms.CharField(
        label=_("The lead's user name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Of somebody who has an account already, or a new one."),
    )  # fmt: skip
    lead_name = forms.CharField(label=_("The lead's name, for a new account"), max_length=40, required=False)
    lead_staff_no = forms.CharField(label=_("The lead's staff number"), max_length=20, required=False)
