"""Following a matter to its end: each step is a sealed note, and the matter is derived from them."""

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import is_posted
from frontdesk.kernel.records import attachments, sealing
from frontdesk.kernel.search import index

from .. import projections, rules
from ..models import Entry, Matter, Note, State
from .entries import NO_WRITER, SET_HERE


def add_note(*, entry_id, text, by, at, key="", files=()):
    """Write down a step in the handling. Clause 4-2-F (3), R39."""
    return _step(entry_id, Note(kind=Note.Kind.PROGRESS, text=text), by, at, key, allowed=_anything, files=files)


def close_matter(*, entry_id, result, by, at, key=""):
    """Say what came of it; from then on the matter is done, or waits for its call-back. R01, R39.

    Raises Refused without a result or when the matter is done already.
    """
    if not result.strip():
        raise Refused(_("Write the result before you close the matter."))
    return _step(entry_id, Note(kind=Note.Kind.RESULT, text=result), by, at, key, allowed=_not_done)


def reopen_matter(*, entry_id, reason, by, at, key=""):
    """Take a matter up again that was done. R01."""
    if not reason.strip():
        raise Refused(_("Write why the matter is opened again."))
    return _step(entry_id, Note(kind=Note.Kind.REOPENED, text=reason), by, at, key, allowed=_done)


def call_back(*, entry_id, rating, text, by, at, key=""):
    """Ask the customer afterwards; a dissatisfied one opens the matter again. R01."""
    note = Note(kind=Note.Kind.CALL_BACK, rating=rating, text=text or None)
    return _step(entry_id, note, by, at, key, allowed=_has_result)


def give_to(*, entry_id, person, by, at, text="", key=""):
    """Give a matter to another owner, who must be posted at the project now. R01."""
    note = Note(kind=Note.Kind.OWNER, new_owner=person, text=text or None)
    return _step(entry_id, note, by, at, key, allowed=_not_done)


def _anything(matter):
    return None


def _not_done(matter):
    if matter.state in {State.CLOSED, State.CALL_BACK}:
        raise Refused(_("This matter has its result already. Open it again first."))


def _done(matter):
    if matter.state not in {State.CLOSED, State.CALL_BACK}:
        raise Refused(_("This matter is open already. Add a note instead."))


def _has_result(matter):
    if matter.state not in {State.CLOSED, State.CALL_BACK}:
        raise Refused(_("Write the result before the call-back."))


def _step(entry_id, note, by, at, key, *, allowed, files=()):
    """Lock, check, write the note, derive the matter anew."""
    entry = Entry.objects.select_related("desk", "matter").get(pk=entry_id)
    if not rules.may_write(by, entry.desk.project_id, at):
        raise Forbidden(NO_WRITER)
    if note.new_owner and not is_posted(note.new_owner, entry.desk.project_id, at):
        raise Refused(_("The owner is not posted at this project now. Choose somebody who is."))
    with constraints_speak(Note), sealing.pen(entry.desk_id, at=at) as pen:
        if sent := pen.sent_before(Note, by=by, key=key):
            return sent
        entry.matter.refresh_from_db()
        allowed(entry.matter)
        note.entry, note.desk_id, note.recorded_at, note.recorded_by = entry, entry.desk_id, pen.at, by
        note.text = note.text.strip() if note.text else note.text
        note.clean_fields(exclude=SET_HERE)
        pen.write(note, by=by)
        notes = entry.notes.order_by("id")
        course = projections.derive(entry, notes, entry.matter.unit_no)
        Matter.objects.filter(pk=entry.pk).update(**course.columns())
        if note.text:
            index.add(project_id=entry.desk.project_id, target=entry, text=note.text)
        for name, media_type, data in files:
            attachments.attach(pen, about=note, name=name, media_type=media_type, data=data, by=by)
        pen.remember(note, by=by, key=key)
    return note
