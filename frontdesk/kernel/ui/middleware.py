"""What happens to every request before a view sees it."""

import time
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from frontdesk.kernel.people import credentials, second_factor
from frontdesk.kernel.people.models import Desk
from frontdesk.kernel.records.access import has_promised

from . import errors, measures, sessions, tracing


class Traced:
    """The outermost: every answer has a number, is counted and timed, and is kept by nobody unless it says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        with tracing.numbered(request.headers.get("X-Request-ID", "")) as number:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = number
            response.headers.setdefault("Cache-Control", "no-store")
            measures.note(request, response, seconds=time.monotonic() - began)
        return response


class PlainInput:
    """Addresses and queries are text without NUL, in UTF-8; anything else is answered with 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            query = unquote_to_bytes(request.META.get("QUERY_STRING", "")).decode()
        except UnicodeDecodeError:
            return errors.bad_request(request)
        if "\0" in query or "\0" in request.path or "\ufffd" in request.path or len(query) > 4000:
            return errors.bad_request(request)
        return self.get_response(request)


class Language:
    """Chinese unless the person or this browser chose English; what the browser says of itself is not asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def is_open_to_all(request):
    """Whether a view says of itself that nobody needs to sign in for it (`sessions.open_to_all`)."""
    if not hasattr(request, "open_to_all"):
        try:
            request.open_to_all = getattr(resolve(request.path_info).func, "open_to_all", False)
        except Resolver404:
            request.open_to_all = False
    return request.open_to_all


class SignedIn:
    """Every page needs a signed-in person who was active in the last minutes and has promised confidentiality (R44, R45)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.at = timezone.now()
        return self._refuse(request) or self.get_response(request)

    def _refuse(self, request):
        if is_open_to_all(request):
            return None
        if request.user.is_authenticated and sessions.has_ended(request):
            logout(request)
        if not request.user.is_authenticated:
            return sessions.ask_to_sign_in(request)
        if sessions.is_locked(request):
            return sessions.ask_to_unlock(request)
        sessions.note_activity(request)
        first = self._must_come_first(request)
        return redirect(first) if first and request.path_info not in {first, reverse("sign_out")} else None

    def _must_come_first(self, request):
        """The page that somebody has to be through before any other: a password of one's own, the promise, the telephone."""
        if credentials.must_change(request.user, at=request.at):
            return reverse("password")
        if request.session.get("promised") != request.user.pk:
            if not has_promised(request.user, at=request.at):
                return sessions.promise_path()
            request.session["promised"] = request.user.pk
        if not sessions.gave_second_factor(request) and second_factor.is_wanted(request.user, at=request.at):
            return reverse("two_factor")
        return None


class AtDesk:
    """Puts the desk that somebody works at onto the request: the chosen one, else the first of a project they are posted to."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.desk, request.roles = None, frozenset()
        if request.user.is_authenticated and not is_open_to_all(request):
            projects = {posting.project_id: posting.project for posting in request.user.postings_at(request.at)}
            desks = list(Desk.objects.filter(project__in=projects)) if projects else []
            for desk in desks:
                desk.project = projects[desk.project_id]  # read with the postings already
            chosen = request.session.get("desk")
            request.desk = next((desk for desk in desks if desk.pk == chosen), desks[0] if desks else None)
            request.desks = desks
            if request.desk:
                request.roles = request.user.roles_at(request.desk.project_id, request.at)
                with timezone.override(request.desk.project.time_zone):
                    return self.get_response(request)
        return self.get_response(request)
