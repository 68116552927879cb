"""What waits for somebody: decisions, call-outs, measures; and the incidents, each on one live page."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import drawing, params
from frontdesk.kernel.ui.acting import note_access
from frontdesk.kernel.ui.permissions import needs_role

from .. import ageing, book, rules, stages
from ..models import CallOut, Entry, Escalation, Instruction, Matter, Measure
from ..models.notes import Kind
from .answers import answers_to
from .entries import note_if_closed, of_entry
from .steps import on_offer

PAGE = 50


def with_answers(request, strands):
    """[(strand, its line of the book, the answers that this person may give)]"""
    strands = list(strands)
    if not strands:
        return []
    lines = {line.id: line for line in book.of_ids([strand.entry_id for strand in strands])}
    return [
        (strand, lines[strand.entry_id], answers_to(strand, request.user, request.roles, request.at))
        for strand in strands
    ]


def first_of_all(request, limit=5):
    """[(strand, line, answers)] that come before everything else: what waits for a decision, then what is to be carried out."""
    found = []
    for model, order in ((Escalation, "due_at"), (Instruction, "opened_at")):
        rows = model.objects.open().filter(desk=request.desk).order_by(order)
        if rows.exists():  # mostly not; and this is quickly asked, what is joined to them is not
            found += rows.select_related("note__recorded_by", "desk")[:limit]
    return with_answers(request, found)


@require_GET
@needs_role(rules.READERS)
def escalations(request):
    """What waits for a decision, the longest first, with the time it has waited; then what was decided lately (R06)."""
    here = Escalation.objects.filter(desk=request.desk).select_related("note__recorded_by", "desk", "decided_by")
    context = {
        "waiting": with_answers(request, here.open().order_by("due_at")[:PAGE]),
        "uncontained": book.of_ids(list(_uncontained(request).values_list("pk", flat=True)[:PAGE])),
        "instructions": with_answers(request, _open(Instruction, request)),
        "decided": with_answers(request, here.exclude(closed_at=None).order_by("-closed_at")[:10]),
    }
    return render(request, "log/escalations.html", context)


def _uncontained(request):
    return stages.missed("contain", request.at).filter(desk=request.desk).order_by("contain_by")


def _open(model, request):
    rows = model.objects.open().filter(desk=request.desk)
    return rows.select_related("note__recorded_by", "note__person", "desk").order_by("opened_at")[:PAGE]


@require_GET
@needs_role(rules.READERS | rules.CALLED)
def call_outs(request):
    """Who is called out and has not left: for the desk all of them, for a department its own, answered by one tap (R32)."""
    rows = CallOut.objects.filter(desk=request.desk).select_related(
        "note__recorded_by", "note__person", "desk", "entry"
    )
    before = params.whole(request, "before")
    ended = rows.exclude(closed_at=None).order_by("-pk")
    if not request.roles & rules.READERS:
        mine = [row.pk for row in rows if rules.may_answer_for(request.user, row, row.desk.project_id, request.at)]
        rows, ended = rows.filter(pk__in=mine), ended.filter(pk__in=mine)
    if before:
        ended = ended.filter(pk__lt=before)
    past = list(ended[: PAGE + 1])
    context = {
        "waiting": [
            (row, answers_to(row, request.user, request.roles, request.at)) for row in rows.open().order_by("opened_at")
        ],
        "past": past[:PAGE],
        "older": past[PAGE - 1].pk if len(past) > PAGE else None,
        "reads": bool(request.roles & rules.READERS),
    }
    return render(request, "log/call_outs.html", context)


@require_GET
@needs_role(rules.READERS)
def measures(request):
    """Temporary protective measures in force, the oldest first (R33)."""
    return render(request, "log/measures.html", {"measures": with_answers(request, _open(Measure, request))})


@require_GET
@needs_role(rules.READERS)
def age_of_matters(request):
    """How old the open matters are: a picture and its numbers (R01, R23)."""
    ages = ageing.of(request.desk, request.at)
    rows = [(age.label, [age.in_time, age.overdue]) for age in ages]
    said = ", ".join(f"{age.label}: {age.all}" for age in ages)
    context = {
        "ages": ages, "open": sum(age.all for age in ages),
        "picture": drawing.bars("ageing", _("Age of open matters"), said, rows, parts=("first", "second")),
    }  # fmt: skip
    return render(request, "log/ageing.html", context)


@require_GET
@needs_role(rules.READERS)
def incidents(request):
    """Incidents, the latest first; those not contained stand above (R18)."""
    before = params.whole(request, "before")
    rows = Matter.objects.incidents().filter(desk=request.desk)
    running = [] if before else list(rows.filter(contained_at=None).open().order_by("pk").values_list("pk", flat=True))
    past = rows.exclude(pk__in=running)
    if before:
        past = past.filter(pk__lt=before)
    ids = list(past.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1])
    context = {
        "running": book.of_ids(running),
        "past": book.of_ids(ids[:PAGE]),
        "older": ids[PAGE - 1] if len(ids) > PAGE else None,
    }
    return render(request, "log/incidents.html", context)


@require_GET
@needs_role(rules.READERS)
def incident(request, pk):
    """One incident as it runs: who was called and came, what was done, whether it holds; printed, its report (F14)."""
    context = _incident(request, pk)
    if not request.htmx:  # a page that stays open asks again and again
        note_if_closed(request, context["entry"])
    return render(request, "log/incident.html", context)


@require_GET
@needs_role(rules.READERS)
def incident_report(request, pk):
    """The report on one sheet for printing; that somebody made it is noted (R45)."""
    context = _incident(request, pk)
    note_access(request, AccessLine.What.PRINT, context["entry"])
    return render(request, "log/incident_report.html", context)


def _incident(request, pk):
    here = Entry.objects.filter(desk=request.desk, matter__incident_at__isnull=False)
    entry = get_object_or_404(here.select_related("matter", "desk__project", "book__closing", "recorded_by"), pk=pk)
    line, strands = book.one(entry.pk), of_entry(request, entry)
    called = [(strand, answers) for strand, answers in strands if isinstance(strand, CallOut)]
    aside = {Kind.CALLED_OUT, Kind.ACKNOWLEDGED, Kind.ON_SITE, Kind.LEFT, Kind.REFUSED}
    return {
        "entry": entry,
        "line": line,
        "stages": stages.pending(entry.category, entry.matter),
        "called": called,
        "measures": [(strand, answers) for strand, answers in strands if isinstance(strand, Measure)],
        "standing": [
            (strand, answers) for strand, answers in strands
            if isinstance(strand, Escalation | Instruction) and strand.closed_at is None
        ],
        "actions": [note for note in line.notes if note["kind"] not in aside],
        "attempts": entry.contact_attempts.select_related("person", "recorded_by").order_by("id"),
        "offered": on_offer(entry.matter, request.roles, request.at),
    }  # fmt: skip
