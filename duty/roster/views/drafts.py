"""The automatic draft: ask for it, watch it, stop it, take it over."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, proposals
from ..commands.drafts import is_silent
from ..forms.months import DraftForm, TakeForm
from ..models import DraftRun
from .months import SUPERVISOR, roster_of, show


@require_POST
@needs_role(SUPERVISOR)
def ask(request, month):
    roster = roster_of(request, month)
    form = DraftForm(request.POST)
    if form.is_valid():
        seconds = int(form.cleaned_data["seconds"])
        if run(request, form, commands.ask_draft, roster_id=roster.pk, seconds=seconds):
            return redirect(f"{roster.get_absolute_url()}#draft")
    return show(request, month, status=422, draft_form=form)


@require_GET
@needs_role(SUPERVISOR)
def progress(request, month):
    """How far the newest run is; the page asks again every two seconds while it lasts."""
    roster = roster_of(request, month)
    newest = roster.runs.select_related("asked_by").first()
    context = {
        "roster": roster, "month": month, "run": newest, "is_silent": bool(newest and is_silent(newest, request.at)),
        "take_form": TakeForm(), "proposal": proposals.of(newest),
    }  # fmt: skip
    return render(request, "roster/_run.html", context)


@require_POST
@needs_role(SUPERVISOR)
def stop(request, month, pk):
    found = get_object_or_404(DraftRun, pk=pk, roster=roster_of(request, month))
    commands.stop_draft(run_id=found.pk, by=request.user, at=request.at)
    return redirect(f"{found.roster.get_absolute_url()}#draft")


@require_POST
@needs_role(SUPERVISOR)
def take(request, month, pk):
    found = get_object_or_404(DraftRun, pk=pk, roster=roster_of(request, month))
    form = TakeForm(request.POST)
    if form.is_valid() and run(request, form, commands.take_draft, run_id=found.pk, anyway=form.cleaned_data["anyway"]):
        messages.success(request, _("The automatic draft is taken over. Look at the rule report."))
        return redirect(found.roster)
    return show(request, month, status=422, take_form=form)
