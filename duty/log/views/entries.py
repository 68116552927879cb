"""Writing: a new entry, its steps, its corrections."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records.models import AccessLine, Attachment
from frontdesk.kernel.ui import sessions
from frontdesk.kernel.ui.acting import download, note_access, refusals_on, run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import book, categories, commands, phrases, reading, rules, sheets, stages
from ..forms import desk as forms
from ..models import CallOut, Entry, Escalation, Instruction, Measure, Note, Phrase
from . import answers, steps

LOOKS = 20


@needs_role(rules.WRITERS)
def new_entry(request):
    """Log a call. What was typed before a session ran out stands in the form again."""
    context = {"project_id": request.desk.project_id, "at": request.at}
    typed = sessions.typed(request)
    form = forms.IntakeForm(request.POST or None, request.FILES or None, initial=typed, **context)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            entry = commands.record_entry(
                desk_id=request.desk.pk,
                intake=form.intake(),
                by=request.user,
                at=request.at,
                key=form.cleaned_data["key"],
            )
            tell_saved(request, form, _("%(serial)s is in the book.") % {"serial": entry})
            return redirect("workbench")
    page = {
        "form": form,
        "keys": {category.code: category.key for category in categories.CATEGORIES},
        "lines": book.newest(request.desk.pk, lines=6).lines,
        "restored": bool(typed),
        "wanted": phrases.offered(request.desk, Phrase.Kind.DESCRIPTION),
        "settled": phrases.offered(request.desk, Phrase.Kind.RESULT),
    }
    return render(request, "log/new.html", page, status=422 if form.errors else 200)


@require_GET
@needs_role(rules.READERS)
def entry(request, pk):
    """An entry and all that is about it. That somebody opens one of a closed volume is noted (R44)."""
    found = readable(request, pk)
    note_if_closed(request, found)
    return show(request, found)


def note_if_closed(request, entry):
    if hasattr(entry.book, "closing"):
        note_access(request, AccessLine.What.PAST_VOLUME, entry)


def readable(request, pk):
    """An entry that this person may read, or 404: another project's is not there."""
    found = (
        Entry.objects.visible_to(request.user, request.at)
        .filter(desk=request.desk)
        .select_related("matter", "desk", "book__closing")
    )
    return get_object_or_404(found, pk=pk)


def show(request, entry, opened=None, form=None, status=200, **more):
    """The page of an entry. opened: the slug of the step whose form stands open; form: that one, if it was refused."""
    matter, offered = entry.matter, steps.on_offer(entry.matter, request.roles, request.at)
    line = book.one(entry.pk)
    open_at_once = {"note": "main", "close": "second"}
    offered_words = {"note": Phrase.Kind.NOTE, "close": Phrase.Kind.RESULT}
    if opened and opened not in open_at_once:
        open_at_once = {opened: "main"}
    context = {
        "entry": entry,
        "line": line,
        "stages": stages.pending(entry.category, matter),
        # What is answered stands in the notes; here is what somebody still has to do.
        "strands": [
            (strand, answers) for strand, answers in of_entry(request, entry) if answers or not strand.closed_at
        ],
        "panels": [
            (
                step,
                _form_of(request, step, form if step.slug == opened else None),
                open_at_once[step.slug],
                phrases.offered(request.desk, offered_words.get(step.slug), entry.category),
            )
            for step in offered
            if step.slug in open_at_once
        ],
        "offered": [step for step in offered if step.slug not in open_at_once],
        "asks_for_sheet": sheets.kind_for(entry) is not None,
        "sheet": (now := sheets.newest(entry)),
        "sheet_rows": sheets.rows(now) if now else [],
        "may_write": bool(request.roles & rules.WRITERS),
        "may_reveal": bool(request.roles & rules.REVEALERS) and not line.parts["phone"].erased,
        "may_erase": Role.SUPERVISOR in request.roles,
        "opened": opened,
        "looks": looks_at(entry) if request.roles & rules.DECIDERS else None,
        **more,
    }
    return render(request, "log/entry.html", context, status=status)


def looks_at(entry):
    """Who had its telephone number shown, printed it or opened it in a closed volume: the last ones first (R45)."""
    lines = AccessLine.objects.filter(about_kind=entry.seal_kind, about_id=entry.pk)
    return lines.select_related("person").order_by("-id")[:LOOKS]


def _form_of(request, step, form):
    if form is None:
        form = steps.make(request, step.form, initial=sessions.typed(request))
    return form


def of_entry(request, entry):
    """[(strand, answers)] of everything that hangs on an entry, oldest first."""
    found = []
    for model in (Escalation, Instruction, CallOut, Measure):
        rows = model.objects.filter(entry=entry).select_related("note__recorded_by", "note__person", "desk")
        found += [(row, answers.answers_to(row, request.user, request.roles, request.at)) for row in rows]
    return sorted(found, key=lambda pair: pair[0].pk)


def view_of(step):
    """A view that shows the entry with one form open, runs its command, and shows the entry again."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs_role(step.roles)
    def view(request, pk):
        entry = readable(request, pk)
        if request.method != "POST":
            return show(request, entry, step.slug)
        form = steps.make(request, step.form, request.POST, request.FILES or None)
        if form.is_valid() and run_filled(request, form, step.verb, entry_id=entry.pk):
            tell_saved(request, form, step.said)
            return redirect(entry)
        return show(request, entry, step.slug, form, status=422)

    return view


@require_POST
@needs_role(rules.REVEALERS)
def reveal_phone(request, pk):
    """Show a full telephone number, once, and note who looked (R45)."""
    entry = readable(request, pk)
    number = reading.value_now(entry, "phone")
    note_access(request, AccessLine.What.REVEAL, entry)
    if request.htmx:
        return render(request, "log/_phone.html", {"number": number})
    return show(request, entry, number=number)


@require_GET
@needs_role(rules.READERS)
def attachment(request, pk):
    """A file of an entry or note of this desk, as a download that no browser runs; who opened it is noted."""
    found = get_object_or_404(Attachment, pk=pk, desk=request.desk, about_kind__in=[Entry.seal_kind, Note.seal_kind])
    return download(request, found)
