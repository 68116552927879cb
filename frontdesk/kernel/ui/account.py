"""What one keeps oneself: the password, the telephone as second factor; and the code that is asked at sign-in."""

import segno
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frontdesk.kernel.people import credentials, second_factor
from frontdesk.kernel.people.models import User

from . import forms, sessions
from .acting import run, run_filled
from .permissions import for_everyone


@for_everyone
def password(request):
    """Change one's own password; the page to which a temporary one leads, and one that has run out."""
    form = forms.ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and run_filled(request, form, credentials.change_password):
        update_session_auth_hash(request, User.objects.get(pk=request.user.pk))  # other sessions of this person end
        messages.success(request, _("Your password is changed."))
        return redirect("workbench")
    context = {"form": form, "must": credentials.must_change(request.user, at=request.at)}
    return render(request, "people/password.html", context, status=422 if form.errors else 200)


@for_everyone
def two_factor(request):
    """Set up the telephone: a QR code, a code from it, and recovery codes that are shown once."""
    has = second_factor.has(request.user)
    if has and not sessions.gave_second_factor(request):  # a session from before: it knows the password only
        logout(request)
        return redirect("sign_in")
    key = request.session.setdefault("telephone_key", second_factor.new_key())
    form = forms.TelephoneForm(request.POST or None)
    context = {"form": form, "has": has}
    if request.method == "POST" and form.is_valid():
        codes = []
        if run(
            request, form, lambda **words: codes.extend(second_factor.enrol(**words)),
            key=key, code=form.cleaned_data["code"],
        ):  # fmt: skip
            del request.session["telephone_key"]
            sessions.note_second_factor(request, request.user)
            return render(request, "people/recovery_codes.html", {"codes": codes})
    picture = segno.make(second_factor.address(request.user, key), error="m")
    context |= {"must": second_factor.is_wanted(request.user, at=request.at), "key": second_factor.spelled(key),
                "picture": picture.png_data_uri(scale=5)}  # fmt: skip
    return render(request, "people/two_factor.html", context, status=422 if form.errors else 200)


@sessions.open_to_all
def sign_in_code(request):
    """The second step of signing in or changing over: a code, from whoever just gave their password here."""
    waiting = sessions.waiting_for_code(request)
    person = waiting and User.objects.filter(pk=waiting["person"], is_active=True).first()
    if person is None:
        return redirect("sign_in")
    form = forms.CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if second_factor.accepts(person, form.cleaned_data["code"]):
            return sessions.enter(request, person, path=waiting["path"], kept=waiting["kept"], second_factor=True)
        if sessions.count_wrong_code(request):
            messages.error(request, _("Too many wrong codes. Sign in again."))
            return redirect("sign_in")
        form.add_error("code", _("This code is not right, or came too soon after a wrong one. Wait for the next one."))
    context = {"form": form, "person": person}
    return render(request, "people/code.html", context, status=422 if form.errors else 200)
