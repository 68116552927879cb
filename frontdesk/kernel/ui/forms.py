"""Signing in, changing over, unlocking."""

from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import Posting, User

WRONG = _("Name or password is not right. Try again; after five wrong tries you have to wait.")


class Password(forms.CharField):
    def __init__(self, *, autocomplete="current-password", **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(max_length=200, strip=False, widget=widget, **{"label": _("Password"), **kwargs})


class SignInForm(forms.Form):
    """Name and password through the throttled backends; `user` is who it was. Unknown and wrong read the same."""

    username = forms.CharField(
        label=_("User name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = Password()

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, None

    def clean(self):
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            self.user = authenticate(self.request, username=name, password=password)
            if self.user is None:
                raise forms.ValidationError(WRONG)
        return self.cleaned_data


class ColleagueChoice(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return person.name


class SwitchForm(SignInForm):
    """Change over at a shared terminal: choose the name, type the password."""

    username = None
    person = ColleagueChoice(
        label=_("Who goes on"), queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None,
        template_name="components/segmented.html",
    )  # fmt: skip

    field_order = ["person", "password"]

    def __init__(self, request, *args, project_id, **kwargs):
        super().__init__(request, *args, **kwargs)
        posted = Posting.objects.at(request.at).filter(project_id=project_id).values("person")
        self.fields["person"].queryset = User.objects.filter(pk__in=posted, is_active=True).exclude(pk=request.user.pk)

    def clean(self):
        if person := self.cleaned_data.get("person"):
            self.cleaned_data["username"] = person.username
        return super().clean()


class ChangePasswordForm(forms.Form):
    password = Password(label=_("Present password"))
    new_password = Password(label=_("New password"), autocomplete="new-password")
    new_again = Password(label=_("New password again"), autocomplete="new-password")

    def clean(self):
        said = super().clean()
        if said.get("new_password") and said.get("new_again") and said["new_password"] != said["new_again"]:
            self.add_error("new_again", _("This is not the same password. Type the new one twice."))
        said.pop("new_again", None)
        return said


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from your telephone"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )  # fmt: skip


class TelephoneForm(CodeForm):
    password = Password(label=_("Your password"))


class UnlockForm(forms.Form):
    password = Password()


class ContactForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=120, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    mobile = forms.CharField(
        label=_("Mobile"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
