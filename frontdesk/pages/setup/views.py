"""The way into an empty house, the first day's page, and another project."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frontdesk.kernel.appointments.rules import APPOINTERS
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.ui.acting import refusals_on, run
from frontdesk.kernel.ui.permissions import needs_role
from frontdesk.kernel.ui.sessions import house_is_empty, open_to_all

from . import commands, state
from .forms import AccountForm, AnotherProjectForm, CodeForm, PatternForm, ProjectForm

KEPT = "setup"  # in the session: {"code": it was right, "project": what was typed}
FIRST_DAY = frozenset({Role.PROJECT_LEAD, Role.SUPERVISOR})


def door(view):
    """Open while the house is empty, and beyond the first page only to a browser that has given the code."""

    @wraps(view)
    def guarded(request):
        if not house_is_empty():
            return redirect("first_day")
        kept = request.session.get(KEPT, {})
        if view is not enter_code and not kept.get("code"):
            return redirect("setup")
        return view(request, kept)

    return open_to_all(guarded)


def enter_code(request, kept):
    """The first page of an empty house: the code that only its server's console says."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session.cycle_key()
        request.session[KEPT] = {**kept, "code": True}
        return redirect("setup_project")
    return _show(request, "setup/code.html", form)


def name_project(request, kept):
    """What project and desk are called; kept in this browser's session until the account is made."""
    form = ProjectForm(request.POST or None, initial=kept.get("project"))
    if request.method == "POST" and form.is_valid():
        request.session[KEPT] = {**kept, "project": form.cleaned_data}
        return redirect("setup_account")
    return _show(request, "setup/project.html", form)


def make_account(request, kept):
    """The project lead's account; with it the house is founded, and its lead signs in as on any other day."""
    project = ProjectForm(kept.get("project"))
    if not project.is_valid():
        return redirect("setup_project")
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("username", "name", "staff_no", "password")}
        with refusals_on(form):
            commands.found(facts=project.facts(), **said, at=request.at)
            request.session.flush()
            messages.success(
                request, _("The project is set up. Sign in with the name and the password you just chose.")
            )
            return redirect("first_day")
    return _show(request, "setup/account.html", form, project=kept["project"])


setup, setup_project, setup_account = door(enter_code), door(name_project), door(make_account)


@require_GET
@needs_role(FIRST_DAY)
def first_day(request):
    """What is there, what is still missing, and where each of it is done."""
    steps = state.steps(request.desk, request.roles, request.at)
    context = {"steps": steps, "lacking": sum(bool(step.lacks) for step in steps)}
    return render(request, "setup/first_day.html", context)


@needs_role(FIRST_DAY)
def first_day_hours(request):
    """One of the usual patterns of hours and shifts; the finer settings have pages of their own."""
    form = PatternForm(request.POST or None, initial={"pattern": "8-22"})
    if (
        request.method == "POST"
        and form.is_valid()
        and run(request, form, commands.choose_pattern, desk=request.desk, pattern=form.cleaned_data["pattern"])
    ):
        messages.success(request, _("Hours and shifts are set."))
        return redirect("first_day")
    return _show(request, "setup/hours.html", form)


@needs_role(APPOINTERS)
def project(request):
    """What project and desk are called on every screen and form (R02)."""
    now = {name: getattr(request.desk.project, name) for name in ProjectForm.base_fields if name != "desk_name"}
    form = ProjectForm(request.POST or None, initial={**now, "desk_name": request.desk.name})
    form.fields["code"].disabled = True
    if (
        request.method == "POST"
        and form.is_valid()
        and run(request, form, commands.change_facts, desk=request.desk, facts=form.facts())
    ):
        messages.success(request, _("Every screen and every form says so from now on."))
        return redirect("project")
    return _show(request, "setup/facts.html", form)


@needs_role(commands.FOUNDERS)
def another_project(request):
    """Open one more project of the company under its lead."""
    form = AnotherProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lead = {name: form.cleaned_data[name] for name in ("lead_username", "lead_name", "lead_staff_no")}
        with refusals_on(form):
            desk, once = commands.open_another(facts=form.facts(), **lead, by=request.user, at=request.at)
            context = {"opened": desk, "username": lead["lead_username"], "once": once}
            return render(request, "setup/opened.html", context)
    return _show(request, "setup/another.html", form)


def _show(request, template, form, **more):
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)
