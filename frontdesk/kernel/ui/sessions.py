"""Signing in, the idle lock, and what was typed when a session ran out.

A form that arrives after the session has ended is not thrown away: the sign-in page carries its fields, and
after signing in the same person finds them in the form again. With JavaScript the browser keeps a draft besides.
"""

import json

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frontdesk.kernel.people.models import Project

from . import errors

LAST_PERSON = "last_person"
KEPT_LIMIT = 20_000
NOTE_EVERY = 30
CODE_TRIES = 5
CODE_SECONDS = 300  # between the password and the code


def open_to_all(view):
    """Mark a view as one that nobody needs to sign in for."""
    view.open_to_all = True
    return view


def house_is_empty():
    """Whether there is no project yet, so that nobody could sign in."""
    return not Project.objects.exists()


def promise_path():
    return reverse("promise")


def is_locked(request):
    """Whether nothing was done in this session for IDLE_LOCK_SECONDS, or somebody locked it."""
    seen = request.session.get("seen", 0)
    return seen == "locked" or request.at.timestamp() - seen > settings.IDLE_LOCK_SECONDS


def is_poll(request):
    """Whether an open page asks this by itself, so that nobody need be there."""
    return request.headers.get("X-Frontdesk-Poll") == "1"


def note_activity(request):
    """Remember that somebody is there; written rarely, and not for what the page asks by itself."""
    now = request.at.timestamp()
    if now - request.session.get("seen", 0) > NOTE_EVERY and not is_poll(request):
        request.session["seen"] = now


def begin(request):
    """Called right after a sign-in: the session's own clock starts, and that of the lock."""
    request.session["began"] = request.at.timestamp()
    wake(request)


def enter(request, user, *, path, kept="", second_factor=False):
    """Begin a session of one's own: the key is new, and nothing of the person before is in it. Returns the way on."""
    if request.user.is_authenticated and request.user.pk != user.pk:
        logout(request)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    begin(request)
    request.session.pop("waiting_for_code", None)
    if second_factor:
        note_second_factor(request, user)
    keep_typed(request, kept, path)
    response = redirect(path)
    remember_person(response, user)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES or last_person(request) != user.pk:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 86400, samesite="Lax")
    return response


def ask_for_code(request, user, *, path, kept=""):
    """The password was right, and a code is still missing: who it is waits in the session, and is not signed in."""
    request.session["waiting_for_code"] = {
        "person": user.pk, "path": path, "kept": kept[:KEPT_LIMIT], "wrong": 0,
        "until": request.at.timestamp() + CODE_SECONDS,
    }  # fmt: skip
    return redirect("sign_in_code")


def waiting_for_code(request):
    """What `ask_for_code` kept, or None when it is too old."""
    waiting = request.session.get("waiting_for_code")
    return waiting if waiting and request.at.timestamp() < waiting["until"] else None


def count_wrong_code(request):
    """Whether there were so many wrong codes that the password is asked for again."""
    waiting = request.session["waiting_for_code"]
    over = waiting["wrong"] + 1 >= CODE_TRIES
    request.session["waiting_for_code"] = None if over else waiting | {"wrong": waiting["wrong"] + 1}
    return over


def note_second_factor(request, user):
    request.session["second_factor"] = user.pk


def gave_second_factor(request):
    return request.session.get("second_factor") == request.user.pk


def wake(request):
    """Somebody is there: the clock of the lock starts anew."""
    request.session["seen"] = request.at.timestamp()


def has_ended(request):
    """Whether the session has lasted its twelve hours, however busy it was."""
    return request.at.timestamp() - request.session.get("began", 0) > settings.SESSION_COOKIE_AGE


def lock(request):
    request.session["seen"] = "locked"


def ask_to_sign_in(request):
    """Lead somebody who is not signed in to the door; in a house without any project, to its foundation."""
    if house_is_empty():
        return redirect("setup")
    if request.htmx:
        return errors.ask_for_reload(reverse("sign_in"))
    if request.method == "POST":
        return _ask(request, "people/sign_in.html", status=401)
    return redirect_to_login(request.get_full_path(), reverse("sign_in"))


def ask_to_unlock(request):
    if is_poll(request):  # the page stays, with all that was typed, and covers itself
        return HttpResponse(status=204, headers={"HX-Trigger": "desk-locked"})
    if request.htmx:
        return errors.ask_for_reload(reverse("unlock"))
    if request.method == "POST":
        return _ask(request, "people/unlock.html", status=401)
    return redirect_to_login(request.get_full_path(), reverse("unlock"))


def _ask(request, template, status):
    context = {"kept": pack(request), "next": request.get_full_path()}
    return render(request, template, context, status=status)


def pack(request):
    """The fields of a POST as JSON, to be carried by the sign-in page; empty when there is too much."""
    fields = {name: values for name, values in request.POST.lists() if not _is_secret(name)}
    text = json.dumps(fields, ensure_ascii=False)
    return text if len(text) <= KEPT_LIMIT else ""


def _is_secret(name):
    """Whether a field holds what no page may carry: a password, whosever it is, or the form's own token."""
    return "password" in name or name in {"csrfmiddlewaretoken", "new_again"}


def keep_typed(request, kept, path):
    """After a sign-in: put carried fields where the form at `path` looks for them, if it was the same person."""
    if not kept or len(kept) > KEPT_LIMIT or last_person(request) not in {None, request.user.pk}:
        return
    try:
        fields = json.loads(kept)
        kept.encode()
        json.dumps(fields, ensure_ascii=False).encode()  # a lone half of a pair, written as an escape, cannot be shown
    except (ValueError, RecursionError):
        return
    if isinstance(fields, dict):
        request.session["typed"] = {"path": path.split("?")[0], "fields": fields}


def typed(request):
    """What was typed here before the session ran out, once: {field: value}; empty for most requests."""
    kept = request.session.get("typed")
    if not kept or kept["path"] != request.path:
        return {}
    del request.session["typed"]
    return {name: values[-1] for name, values in kept["fields"].items() if isinstance(values, list) and values}


def last_person(request):
    """Who used this browser last, from a signed cookie."""
    try:
        return int(request.get_signed_cookie(LAST_PERSON))
    except (KeyError, BadSignature, ValueError):
        return None


def remember_person(response, user):
    response.set_signed_cookie(
        LAST_PERSON, user.pk, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def locked_out(request, *args, **kwargs):
    """What django-axes answers after too many wrong passwords from one address for one name."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    said = _("Too many wrong passwords for this name. Wait %(minutes)s minutes, or ask your administrator.")
    return render(request, "people/sign_in.html", {"said": said % {"minutes": minutes}}, status=429)
