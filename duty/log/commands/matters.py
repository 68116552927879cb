"""Following a matter to its end: each step is a sealed note, and the matter is derived from them."""

import secrets
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from duty.roster import clocks
from frontdesk.kernel.people.refusal import Forbidden, Refused

from .. import rules, targets
from ..categories import Priority
from ..models import Instruction, Note
from ..models.notes import HANDED_ON, Closing, Kind, Rating
from .steps import FAR, TOO_FAR, must_be_open, must_have_result, put, step, whole_minute

LONG_PAUSE = timedelta(hours=72)


def add_note(*, entry_id, text, by, at, key="", files=()):
    """Write down a step in the handling. Clause 4-2-F (3), R39."""
    return step(entry_id, Note(kind=Kind.PROGRESS, text=text), by=by, at=at, key=key, files=files)


def close_matter(*, entry_id, result, by, at, key="", files=()):
    """Say what came of it; from then on the matter is done, or waits for its call-back. R01, R24, R39.

    Raises Refused without a result, when the matter is done already, while an instruction is not carried out, or for
    an incident that nobody has said to be contained.
    """
    if not result.strip():
        raise Refused(_("Write the result before you close the matter."))

    def check(entry, note, pen):
        must_be_open(entry)
        if Instruction.objects.open().filter(entry=entry).exists():
            raise Refused(_("An instruction on this matter is not carried out yet. Tick it off first, then close."))
        if entry.matter.is_incident and entry.matter.contained_at is None:
            raise Refused(_("This is an incident: say first when it was contained, then close it."))
        due = targets.reckon(desk=pen.chain.desk, category=entry.category, priority=entry.matter.priority, at=pen.at)
        note.code = Closing.DONE
        if due.call_back_hours and secrets.randbelow(100) < due.call_back_percent:
            note.code, note.until = Closing.CALL_BACK, pen.at + timedelta(hours=due.call_back_hours)

    return step(entry_id, Note(kind=Kind.RESULT, text=result), by=by, at=at, key=key, check=check, files=files)


def reopen_matter(*, entry_id, reason, by, at, key=""):
    """Take a matter up again that was done; its target times run anew. R01."""
    if not reason.strip():
        raise Refused(_("Write why the matter is opened again."))

    def check(entry, note, pen):
        if not entry.matter.has_result:
            raise Refused(_("This matter is open already. Add a note instead."))
        _run_anew(pen.chain.desk, entry, note, entry.matter.priority, pen.at)

    return step(entry_id, Note(kind=Kind.REOPENED, text=reason), by=by, at=at, key=key, check=check)


def call_back(*, entry_id, rating, text, by, at, key=""):
    """Ask the customer afterwards; a dissatisfied one opens the matter again. R01."""

    def check(entry, note, pen):
        must_have_result(entry)
        if note.rating == Rating.DISSATISFIED:
            _run_anew(pen.chain.desk, entry, note, entry.matter.priority, pen.at)

    note = Note(kind=Kind.CALL_BACK, rating=rating, text=text)
    return step(entry_id, note, by=by, at=at, key=key, check=check)


def give_to(*, entry_id, person, by, at, text="", key=""):
    """Give a matter to another owner, who must be posted at the project now. R01."""
    note = Note(kind=Kind.OWNER, new_owner=person, text=text)
    return step(entry_id, note, by=by, at=at, key=key, check=must_be_open)


def hand_on(pen, *, entries, to, by):
    """移交: give open matters to whoever takes the desk over, with a pen that is held; it counts as no work on them. R53.

    entries: each with its matter and desk.
    """
    for entry in entries:
        put(pen, entry, Note(kind=Kind.OWNER, code=HANDED_ON, new_owner=to), by)


def dispatch(*, entry_id, department, by, at, whom="", text="", happened_at=None, key=""):
    """派单: send a department, or somebody of it by name. R16."""
    note = Note(kind=Kind.DISPATCHED, department=department, whom=whom, text=text, happened_at=happened_at)
    return step(entry_id, note, by=by, at=at, key=key, check=must_be_open)


def accept(*, entry_id, by, at, whom="", text="", happened_at=None, key=""):
    """接单: whoever was sent says that they take it. happened_at: when they said so, if not now."""
    note = Note(kind=Kind.ACCEPTED, whom=whom, text=text, happened_at=happened_at)
    return step(entry_id, note, by=by, at=at, key=key, check=_in_order)


def arrive(*, entry_id, by, at, whom="", text="", happened_at=None, key=""):
    """到场: somebody is at the place."""
    note = Note(kind=Kind.ARRIVED, whom=whom, text=text, happened_at=happened_at)
    return step(entry_id, note, by=by, at=at, key=key, check=_in_order)


def finish(*, entry_id, by, at, whom="", text="", happened_at=None, key=""):
    """完工: the work at the place is done; the matter itself still waits for its result."""
    note = Note(kind=Kind.FINISHED, whom=whom, text=text, happened_at=happened_at)
    return step(entry_id, note, by=by, at=at, key=key, check=_in_order)


def _in_order(entry, note, pen):
    must_be_open(entry)
    if note.happened_at and note.happened_at < whole_minute(entry.occurred_at):
        raise Refused(_("That was before the matter itself happened. Correct the time."))


def set_priority(*, entry_id, priority, reason, by, at, key=""):
    """Raise a matter, which anybody at the desk may, or lower it, which needs the level above. A11.

    Raised, its targets count from now but never grant more time than before; lowered, from its recording.
    """

    def check(entry, note, pen):
        must_be_open(entry)
        before = entry.matter.priority
        if priority == before:
            raise Refused(_("The matter has this priority already. Nothing was written; choose another, or leave it."))
        if entry.category == "SEC" and priority not in {"P1", "P2"}:
            raise Refused(_("A security matter is critical or urgent, never less. Choose P1 or P2."))
        raised = priority < before
        if not raised and not rules.may_lower(by, entry.desk.project_id, before, pen.at):
            raise Forbidden(_("Lowering a priority needs the level above: the supervisor, for P1 the project lead."))
        if priority in Priority.values:
            _run_anew(pen.chain.desk, entry, note, priority, pen.at if raised else entry.recorded_at)
            if raised:
                note.due_at = min(note.due_at, entry.matter.due_at)

    note = Note(kind=Kind.PRIORITY, priority=priority, text=reason)
    return step(entry_id, note, by=by, at=at, key=key, check=check, may=rules.may_work)


def pause(*, entry_id, reason, until, by, at, text="", key=""):
    """Let the clock stand until a stated moment, for one of the reasons; what is left then runs on. A11.

    until: aware datetime in the future. Not for P1; beyond 72 h only by the supervisor.
    """

    def check(entry, note, pen):
        must_be_open(entry)
        if entry.matter.priority == "P1":
            raise Refused(_("A critical matter is not paused. Note what it waits for, and escalate it if need be."))
        if entry.matter.is_paused(pen.at):
            raise Refused(_("The matter is paused already. Resume it first."))
        if until <= pen.at:
            raise Refused(
                _("A pause needs one of the reasons and a moment in the future at which it ends. Choose both.")
            )
        if until - pen.at > FAR:
            raise Refused(TOO_FAR)
        if until - pen.at > LONG_PAUSE and not rules.may_review(by, entry.desk.project_id, pen.at):
            raise Forbidden(
                _("A pause of more than 72 hours needs the supervisor. Give an earlier end, or ask them to pause it.")
            )
        _shift(pen.chain.desk, entry, note, pen.at, until)

    note = Note(kind=Kind.PAUSED, code=reason, until=until, text=text)
    return step(entry_id, note, by=by, at=at, key=key, check=check)


def resume(*, entry_id, by, at, text="", key=""):
    """Let the clock run on before the pause has ended by itself."""

    def check(entry, note, pen):
        must_be_open(entry)
        if not entry.matter.is_paused(pen.at):
            raise Refused(_("The matter is not paused now. It runs, and needs no resuming."))
        _shift(pen.chain.desk, entry, note, entry.matter.paused_until, pen.at)

    return step(entry_id, Note(kind=Kind.RESUMED, text=text), by=by, at=at, key=key, check=check)


def _run_anew(desk, entry, note, priority, at):
    due = targets.reckon(desk=desk, category=entry.category, priority=priority, at=at)
    for name, moment in due.columns().items():
        setattr(note, name, moment)


def _shift(desk, entry, note, old, new):
    """Put the due times that have not passed at `old` as far after `new` as they were after `old`, on their clock."""
    matter, table = entry.matter, clocks.of(desk)
    clock = targets.row_for(desk.project, entry.category, matter.priority, entry.recorded_at)[1].clock
    for name in ("due_at", *Note.NAMES):
        due = getattr(matter, name)
        if due is not None and due > old:
            due = table.add(clock, new, table.left(clock, old, due))
        setattr(note, name, due)
