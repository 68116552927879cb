"""Erasing somebody's data because the law demands it: found, ticked, asked for, answered (A18)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import run, run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, erasing, rules
from ..forms.archive import ApproveErasureForm, AskErasureForm, DeclineErasureForm
from ..models import Entry, ErasureRequest

PAGE = 50
ASKS, ANSWERS = frozenset({Role.SUPERVISOR}), frozenset({Role.PROJECT_LEAD})
DIGITS = 18


@require_GET
@needs_role(rules.ARCHIVE_READERS)
def erasures(request):
    """What was asked for and what came of it, newest first."""
    rows = ErasureRequest.objects.filter(desk=request.desk).select_related("recorded_by", "answer__recorded_by")
    if before := params.whole(request, "before"):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    context = {
        "requests": found[:PAGE],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "may_ask": bool(request.roles & ASKS),
    }
    return render(request, "log/erasures.html", context)


@needs_role(ASKS)
def new_erasure(request):
    """Find the lines, by an entry or by a person's whole number or name; tick what goes; sign."""
    who = request.GET.get("who", "").strip()[:60]
    ids = _numbers(request.POST.getlist("entry")) if request.method == "POST" else []
    entry = params.whole(request, "entry")
    found = list(
        Entry.objects.filter(desk=request.desk, pk__in=ids or ([entry] if entry else [])).order_by("-id")[
            : erasing.MOST
        ]
    )
    if entry and not found:
        raise Http404(entry)
    if who and not found:
        found = erasing.about(request.desk, who)
    form = AskErasureForm(request.POST or None)
    ticked = set(request.POST.getlist("what"))
    if request.method == "POST" and form.is_valid():
        words = {"desk": request.desk, "entry_ids": [one.pk for one in found], "keys": sorted(ticked)}
        if run_filled(request, form, commands.ask_erasure, **words):
            tell_saved(request, form, _("The project lead is told, and has to approve. Nothing is erased yet."))
            return redirect("log:erasures")
    context = {
        "form": form,
        "who": who,
        "entries": found,
        "pieces": [
            (piece, piece.key in ticked if ticked else not piece.whole)
            for piece in (erasing.pieces(found) if found else [])
        ],
        "has_asked": bool(who or entry or ids),
    }
    return render(request, "log/erasure_new.html", context, status=422 if form.errors else 200)


def _numbers(texts):
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= DIGITS]


@require_GET
@needs_role(rules.ARCHIVE_READERS)
def erasure(request, pk):
    return _show(request, _wanted(request, pk))


def _wanted(request, pk):
    return get_object_or_404(ErasureRequest.objects.select_related("recorded_by"), pk=pk, desk=request.desk)


def _show(request, asked, approving=None, declining=None):
    answer = getattr(asked, "answer", None)
    may_answer = bool(request.roles & ANSWERS) and answer is None and asked.recorded_by_id != request.user.pk
    context = {
        "erasure": asked,
        "answer": answer,
        "entries": Entry.objects.filter(pk__in=asked.entry_ids).order_by("id"),
        "lines": erasing.lines(asked),
        "may_answer": may_answer,
        "approve_form": approving or ApproveErasureForm(),
        "decline_form": declining or DeclineErasureForm(),
    }
    refused = any(form and form.errors for form in (approving, declining))
    return render(request, "log/erasure.html", context, status=422 if refused else 200)


@require_POST
@needs_role(ANSWERS)
def approve_erasure(request, pk):
    asked, form = _wanted(request, pk), ApproveErasureForm(request.POST)
    if form.is_valid() and run(request, form, commands.approve_erasure, request_id=asked.pk):
        tell_saved(request, form, _("It is erased. The lines, their places and their hashes stay."))
        return redirect("log:erasure", pk=asked.pk)
    return _show(request, asked, approving=form)


@require_POST
@needs_role(ANSWERS)
def decline_erasure(request, pk):
    asked, form = _wanted(request, pk), DeclineErasureForm(request.POST)
    if form.is_valid() and run(
        request, form, commands.decline_erasure, request_id=asked.pk, note=form.cleaned_data["note"]
    ):
        tell_saved(request, form, _("The request is declined; nothing was erased."))
        return redirect("log:erasure", pk=asked.pk)
    return _show(request, asked, declining=form)
