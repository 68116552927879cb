"""Accounts of a project: somebody new, and a new password for somebody who lost theirs. Nobody knows another's password."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from frontdesk.kernel.appointments.commands import take_on
from frontdesk.kernel.appointments.rules import APPOINTERS
from frontdesk.kernel.people.commands import one_time_password
from frontdesk.kernel.people.credentials import RESETTERS, reset_password
from frontdesk.kernel.people.models import Role, User
from frontdesk.kernel.ui.acting import run, run_filled
from frontdesk.kernel.ui.forms import Password
from frontdesk.kernel.ui.inputs import posted_people
from frontdesk.kernel.ui.permissions import needs_role


class SignedForm(forms.Form):
    password = Password(help_text=gettext_lazy("Your own, as signature."))


class NewPersonForm(SignedForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)
    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=40, required=False,
        help_text=gettext_lazy("Empty: made from the name."), widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    staff_no = forms.CharField(label=gettext_lazy("Staff number"), max_length=20, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[choice for choice in Role.choices if choice[0] != Role.SUPPORT]
    )
    field_order = ("name", "username", "staff_no", "role", "password")


@needs_role(APPOINTERS)
def new_person(request):
    """An account with its first role; the password for the first sign-in is shown once."""
    form, made = NewPersonForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        given = one_time_password()

        def take(**words):
            made.append(take_on(**words))

        if run_filled(request, form, take, project_id=request.desk.project_id, hashed=given.hashed):
            return _show(request, made[0], given.plain)
    return render(request, "pages/new_person.html", {"form": form}, status=422 if form.errors else 200)


@needs_role(RESETTERS)
def new_password(request, pk):
    """A password for one sign-in, in place of one that was lost; the second factor goes with it."""
    person = get_object_or_404(posted_people(request.desk.project_id, request.at), pk=pk)
    form, given = SignedForm(request.POST or None), []

    def reset(**words):
        given.append(reset_password(**words))

    if (
        request.method == "POST"
        and form.is_valid()
        and run(request, form, reset, person_id=person.pk, project_id=request.desk.project_id)
    ):
        return _show(request, person, given[0])
    context = {"form": form, "person": person}
    return render(request, "pages/new_password.html", context, status=422 if form.errors else 200)


def _show(request, person, plain):
    """Not kept anywhere: a reload asks for a new one."""
    return render(request, "pages/one_time_password.html", {"person": User.objects.get(pk=person.pk), "plain": plain})
