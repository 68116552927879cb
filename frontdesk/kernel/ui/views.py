"""Sign-in, change-over, lock, promise, language, health: what every project has."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people import second_factor
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import access, proof

from . import errors, forms, measures, readiness, sessions
from .permissions import for_everyone


def wanted_path(request):
    """The page to go on to: an address of this site, or the workbench."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if safe and path.startswith("/") else "/"


@sessions.open_to_all
def sign_in(request):
    if request.user.is_authenticated and request.method == "GET" and not sessions.is_locked(request):
        return redirect(wanted_path(request))
    if sessions.house_is_empty():
        return redirect("setup")
    form = forms.SignInForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _go_on(request, form.user, kept=request.POST.get("kept", ""))
    context = {"form": form, "next": wanted_path(request), "kept": request.POST.get("kept", "")}
    return render(request, "people/sign_in.html", context, status=422 if form.errors else 200)


def _go_on(request, user, kept=""):
    """Into the house, or to the code when this person has a second factor."""
    step = sessions.ask_for_code if second_factor.has(user) else sessions.enter
    return step(request, user, path=wanted_path(request), kept=kept)


@require_POST
@for_everyone
def sign_out(request):
    logout(request)
    return redirect("sign_in")


@for_everyone
def switch(request):
    """Change over at a shared terminal in one step (≤ 10 s): the next person's name and password."""
    if request.desk is None:
        return errors.not_found(request)
    form = forms.SwitchForm(
        request, request.POST if request.method == "POST" else None, project_id=request.desk.project_id
    )
    if request.method == "POST" and form.is_valid():
        return _go_on(request, form.user)
    return render(request, "people/switch.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@for_everyone
def lock(request):
    sessions.lock(request)
    if request.headers.get("X-Frontdesk-Lock") == "1":
        return HttpResponse(status=204)
    return redirect("unlock")


@sessions.open_to_all
def unlock(request):
    """The same person's password opens a locked session again; what was typed is still in the page."""
    if not request.user.is_authenticated:
        return redirect("sign_in")
    form = forms.UnlockForm(request.POST if request.method == "POST" else None)
    quiet = request.headers.get("X-Frontdesk-Lock") == "1"
    if request.method == "POST" and form.is_valid():
        try:
            proof.by_password(request, person=request.user, password=form.cleaned_data["password"], at=request.at)
        except Refused as no:
            form.add_error("password", str(no))
        else:
            sessions.wake(request)
            path = wanted_path(request)
            sessions.keep_typed(request, request.POST.get("kept", ""), path)
            return HttpResponse(status=204) if quiet else redirect(path)
    if quiet and request.method == "POST":
        said = next(iter(form.errors.values()))[0]
        return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    context = {"form": form, "next": wanted_path(request), "kept": request.POST.get("kept", "")}
    return render(request, "people/unlock.html", context, status=422 if form.errors else 200)


@for_everyone
def promise(request):
    """The yearly promise to keep what the book says confidential (R45)."""
    if request.method == "POST":
        if request.POST.get("agree"):
            access.promise(by=request.user, at=request.at)
            return redirect(wanted_path(request))
        return render(request, "people/promise.html", {"wording": access.wording(), "missing": True}, status=422)
    return render(request, "people/promise.html", {"wording": access.wording()})


@require_POST
@sessions.open_to_all
def language(request):
    """Choose the language of the screen; kept in this browser and in the person's profile."""
    chosen = request.POST.get("language", "")
    response = redirect(wanted_path(request))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax")
        if request.user.is_authenticated and request.user.language != chosen:
            request.user.language = chosen
            request.user.save(update_fields=["language", "name_sort"])
    return response


@require_POST
@for_everyone
def choose_desk(request):
    """Work at another desk that one is posted to; somebody else's is not there."""
    wanted = request.POST.get("desk", "")
    if wanted in {str(desk.pk) for desk in getattr(request, "desks", [])}:
        request.session["desk"] = int(wanted)
    return redirect("workbench")


@require_GET
@sessions.open_to_all
def healthz(request):
    """Whether this process answers."""
    return JsonResponse({"ok": True})


@require_GET
@sessions.open_to_all
def readyz(request):
    """Whether it can record; for whoever may read the metrics also why not, in words, and the numbers behind it."""
    found = readiness.state(at=timezone.now())
    if not measures.may_read(request):
        found = {"ok": found["ok"]}
    return JsonResponse(found, status=200 if found["ok"] else 503, json_dumps_params={"ensure_ascii": False})


@require_GET
@sessions.open_to_all
def metrics(request):
    """For Prometheus: with METRICS_TOKEN, or from this machine and not through a proxy; nobody else learns it is there."""
    if not measures.may_read(request):
        return errors.not_found(request)
    return HttpResponse(measures.text(), content_type=measures.CONTENT_TYPE)
