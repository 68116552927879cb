"""Working through an open handover: read and ask, look at the desk, count (R51–R55)."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from duty.log.commands import add_note
from duty.log.models import Entry
from frontdesk.kernel.ui.acting import run, run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import assembly, commands, parties, reading
from ..forms import work as forms
from ..models import Article, Handover, Question, Sheet
from ..rules import SIGNERS

LABELS = {
    "read": gettext_lazy("Read and ask"),
    "checks": gettext_lazy("Look at the desk"),
    "counts": gettext_lazy("Count"),
    "sign": gettext_lazy("Sign"),
}
PAGES = {
    "read": "handover/read.html",
    "checks": "handover/checks.html",
    "counts": "handover/counts.html",
    "sign": "handover/sign.html",
}
# Where each part of what is missing is put right.
PLACE = {"people": "read"}


@dataclass(frozen=True)
class Part:
    """One part of the way: its address, heading, and what is missing in it."""

    name: str
    label: str
    missing: list


def frame_of(request, pk):
    """The Frame of an open handover of this desk, as it stands now; None when it is signed or given up."""
    found = Handover.objects.select_related("desk__project", "outgoing", "incoming")
    handover = get_object_or_404(found, pk=pk, desk=request.desk)
    return assembly.assemble(handover, request.at) if handover.state == Handover.State.OPEN else None


def what_became_of(pk):
    """Where a handover that is not open any more leads: to its sheet, or to the desk's page."""
    sheet = Sheet.objects.filter(handover=pk).first()
    return redirect(sheet) if sheet else redirect("handover:overview")


def on_open_handover(view):
    """The view gets the Frame of an open handover; one that is finished leads to what became of it."""

    @wraps(view)
    def opened(request, pk, **more):
        frame = frame_of(request, pk)
        return view(request, frame, **more) if frame else what_became_of(pk)

    return opened


def parts_of(frame):
    """[Part] in order; a closing has nobody who reads."""
    missing = {name: [] for name in PAGES}
    for place, sentence in frame.missing:
        missing[PLACE.get(place, place)].append(sentence)
    labels = LABELS | ({"read": gettext_lazy("What is open")} if frame.handover.kind == Handover.Kind.CLOSING else {})
    return [Part(name, labels[name], missing[name]) for name in PAGES]


def go_on(frame):
    """To the first part in which something is missing; with nothing missing, to the signatures."""
    part = next((part for part in parts_of(frame) if part.missing), None)
    return redirect(f"handover:{part.name if part else 'sign'}", pk=frame.handover.pk)


def show(request, frame, part, status=200, **context):
    context = {"handover": frame.handover, "assembled": frame, "parts": parts_of(frame), "part": part, **context}
    return render(request, PAGES[part], context, status=status)


@require_GET
@needs_role(SIGNERS)
@on_open_handover
def handover(request, frame):
    return go_on(frame)


@require_GET
@needs_role(SIGNERS)
@on_open_handover
def read(request, frame):
    return _show_read(request, frame)


def _show_read(request, frame, **refused):
    handover = frame.handover
    able = parties.may_hand_over(handover, request.at) if handover.kind != Handover.Kind.OPENING else None
    context = {
        "lines": reading.lines(handover),
        "outgoing_form": able is not None and forms.OutgoingForm(people=able, initial={"person": handover.outgoing_id}),
        "question_form": forms.QuestionForm(items=frame.items),
        "answer_form": forms.AnswerForm(),
        "notes": [(item, forms.NoteForm()) for item in frame.items if item.needs_note],
        "asked": {one.about for one in frame.questions},
        "serials": {pk: serial for pk, serial, _lacks in frame.incomplete},
    } | refused
    return show(request, frame, "read", status=422 if refused else 200, **context)


@require_POST
@needs_role(SIGNERS)
@on_open_handover
def mark_read(request, frame):
    form = forms.ReadForm(request.POST, items=frame.items)
    if form.is_valid() and run(request, form, commands.mark_read, handover_id=frame.handover.pk, **form.cleaned_data):
        return _further(request, frame.handover.pk, "read")
    return _show_read(request, frame, read_form=form)


def _further(request, pk, part):
    """On to the next part; to the same one while something is missing there, which is said."""
    frame = frame_of(request, pk)
    if frame is None:
        return what_became_of(pk)
    here = next(one for one in parts_of(frame) if one.name == part)
    for sentence in here.missing:
        messages.warning(request, sentence)
    return redirect(f"handover:{part}", pk=pk) if here.missing else go_on(frame)


@require_POST
@needs_role(SIGNERS)
@on_open_handover
def choose_outgoing(request, frame):
    form = forms.OutgoingForm(request.POST, people=parties.may_hand_over(frame.handover, request.at))
    if form.is_valid() and run_filled(request, form, commands.choose_outgoing, handover_id=frame.handover.pk):
        return redirect("handover:read", pk=frame.handover.pk)
    return _show_read(request, frame, outgoing_form=form)


@require_POST
@needs_role(SIGNERS)
@on_open_handover
def ask(request, frame):
    form = forms.QuestionForm(request.POST, items=frame.items)
    if form.is_valid() and run_filled(request, form, commands.ask, handover_id=frame.handover.pk):
        return redirect("handover:read", pk=frame.handover.pk)
    return _show_read(request, frame, question_form=form)


@require_POST
@needs_role(SIGNERS)
@on_open_handover
def answer(request, frame, question):
    asked = get_object_or_404(Question, pk=question, handover=frame.handover)
    form = forms.AnswerForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.answer, question_id=asked.pk):
        return redirect("handover:read", pk=frame.handover.pk)
    return _show_read(request, frame, answer_form=form, answered=asked.pk)


@require_POST
@needs_role(SIGNERS)
@on_open_handover
def note(request, frame, entry):
    """How a matter stands, written into the book from the sheet (R23, R53)."""
    matter = get_object_or_404(Entry, pk=entry, desk=request.desk)
    form = forms.NoteForm(request.POST)
    if form.is_valid() and run_filled(request, form, add_note, entry_id=matter.pk):
        tell_saved(request, form, _("%(serial)04d: noted in the book.") % {"serial": matter.serial})
        return redirect(reverse("handover:read", args=[frame.handover.pk], query={"next": "note"}))
    return _show_read(request, frame, note_form=form, noted=matter.pk)


@needs_role(SIGNERS)
@on_open_handover
def checks(request, frame):
    """The desk as it was found; one press says that all is in order (R17, R30, R54)."""
    form = forms.CheckForm(request.POST or None, request.FILES or None, checks=frame.checks)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("stand_in", "key")}
        if run(
            request, form, commands.check, handover_id=frame.handover.pk, faults=form.faults, photos=form.photos, **said
        ):
            return _further(request, frame.handover.pk, "checks")
    return show(request, frame, "checks", status=422 if form.errors else 200, form=form)


@needs_role(SIGNERS)
@on_open_handover
def counts(request, frame):
    """The articles, counted before anybody sees what is expected; and the last words on the sheet (R37, R38, R55)."""
    form = forms.CountForm(request.POST or None, frame=frame)
    if request.method == "POST" and form.is_valid():
        words = {"handover_id": frame.handover.pk, "numbers": form.numbers, **form.last_words}
        if run(request, form, commands.count, **words):
            return _further(request, frame.handover.pk, "counts")
    return _show_counts(request, frame, form)


def _show_counts(request, frame, form=None, **refused):
    form = form or forms.CountForm(frame=frame)
    context = {"form": form, "explain_form": forms.ExplainForm()} | refused
    return show(request, frame, "counts", status=422 if form.errors or refused else 200, **context)


@require_POST
@needs_role(SIGNERS)
@on_open_handover
def explain(request, frame, article):
    """A word on one article; on a difference it makes a matter in the book."""
    counted = get_object_or_404(Article, pk=article, desk=request.desk)
    form = forms.ExplainForm(request.POST)
    if form.is_valid() and run_filled(
        request, form, commands.explain, handover_id=frame.handover.pk, article_id=counted.pk
    ):
        messages.success(request, _("%(name)s: noted.") % {"name": counted.name})
        return _further(request, frame.handover.pk, "counts")
    return _show_counts(request, frame, explain_form=form, explained=counted.pk)
