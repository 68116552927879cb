"""How a step gets into the book: locked, checked under the lock, written, and the matter derived anew."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import is_posted
from frontdesk.kernel.records import attachments, sealing
from frontdesk.kernel.search import index

from .. import counting, course, obligations, rules
from ..models import Entry, Escalation, LogBook, Matter, Note
from ..models.notes import Kind

# What is told in the transaction that makes it so; the sweep tells the rest, and finds these told.
TOLD_AT_ONCE = {
    Kind.ESCALATED: obligations.escalations,
    Kind.INSTRUCTION: obligations.instructions,
    Kind.CALLED_OUT: obligations.call_outs,
    Kind.REFUSED: obligations.call_outs,
}
SET_HERE = {"desk", "recorded_by", "entry", "new_owner", "about", "person"}
FAR = timedelta(days=366)
TOO_FAR = _("An appointment or a time limit lies at most a year ahead. Look at the date.")
NO_WRITER = _("Only duty staff and the supervisor of this project write in its book.")
NOT_POSTED = _("The owner is not posted at this project now. Choose somebody who is.")


def step(
    entry_id, note, *, by, at, key="", check=None, and_then=None, may=rules.may_write, forbidden=NO_WRITER, files=()
):  # fmt: skip
    """Write one note on an entry; returns it, and the same one when the form is sent twice.

    check, and_then: called under the lock with (entry, note, pen), before and after the note is sealed; check raises
    Refused or fills in what only the lock knows, and_then puts further notes. may: the question that `by` has to pass
    at the entry's project. Raises Forbidden or Refused.
    """
    entry = Entry.objects.select_related("desk", "matter").get(pk=entry_id)
    if not may(by, entry.desk.project_id, at):
        raise Forbidden(forbidden)
    with constraints_speak(Note), sealing.pen(entry.desk_id, at=at) as pen:
        if sent := pen.sent_before(Note, by=by, key=key):
            return sent
        entry.matter.refresh_from_db()
        if check:
            check(entry, note, pen)
        put(pen, entry, note, by)
        if and_then:
            and_then(entry, note, pen)
        for name, media_type, data in files:
            attachments.attach(pen, about=note, name=name, media_type=media_type, data=data, by=by)
        pen.remember(note, by=by, key=key)
    return note


def put(pen, entry, note, by):
    """Seal a note with a pen that is held, and keep the matter and its strands as the notes now say."""
    for person in (note.new_owner, note.person):
        if person and not is_posted(person, pen.chain.desk.project_id, pen.at):
            raise Refused(NOT_POSTED)
    if note.until and note.until - pen.at > FAR:
        raise Refused(TOO_FAR)
    note.entry, note.desk_id, note.recorded_at, note.recorded_by = entry, entry.desk_id, pen.at, by
    note.text = note.text.strip() if note.text else None
    note.clean_fields(exclude=SET_HERE)
    pen.write(note, by=by)
    notes = list(entry.notes.order_by("id"))
    stands = course.derive(entry, notes, entry.matter.unit_no)
    Matter.objects.filter(pk=entry.pk).update(**stands.columns())
    _count(entry, course.derive(entry, notes[:-1]), stands)
    _keep_strands(note, course.strands(notes))
    if owed := TOLD_AT_ONCE.get(note.kind):
        notices.tell_owed(owed(pen.at, entry), at=pen.at)
    if note.text:
        index.add(project_id=pen.chain.desk.project_id, target=entry, text=note.text)


def _count(entry, stood, stands):
    """Keep what the entries of the volume come to, where this step has closed a matter or opened it again."""
    if more := counting.changed(counting.of_entry(entry, stood), counting.of_entry(entry, stands)):
        LogBook.objects.filter(pk=entry.book_id).update(**more)


def _keep_strands(note, found):
    for pk, (model, columns) in found.items():
        touched = pk in {note.pk, note.about_id} or (note.kind == Kind.RESULT and model is Escalation)
        if touched:
            model(note_id=pk, **columns).save(force_insert=pk == note.pk, force_update=pk != note.pk)


def must_be_open(entry, note=None, pen=None):
    if entry.matter.has_result:
        raise Refused(_("This matter has its result already. Open it again first."))


def must_have_result(entry, note=None, pen=None):
    if not entry.matter.has_result:
        raise Refused(_("Write the result before the call-back."))


def whole_minute(moment):
    """What people say is in minutes: 10:05 is not before 10:05:37."""
    return moment.replace(second=0, microsecond=0)
