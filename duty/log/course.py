"""How a matter stands, derived from its entry and its notes and from nothing else.

`derive` is the one place that says what a step does to a matter, `strands` what it does to an escalation, an
instruction, a call-out or a measure; commands, verify and rebuild all use them. They ask OF_ENTRY and OF_NOTE
of what they get, so that verify can hand in plain rows.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from frontdesk.kernel.records.models import was_given

from . import targets
from .models import CallOut, Escalation, Instruction, Measure, State
from .models.notes import HANDED_ON, RETURN_TO_SITE, Closing, Kind, Rating

REVIEW_WITHIN = timedelta(hours=24)
# After how long without a step a matter counts as left lying.
LEFT_LYING = {"P1": timedelta(minutes=30), "P2": timedelta(hours=4), "P3": timedelta(days=1), "P4": timedelta(days=3)}
DUE = ("accept_by", "arrive_by", "contain_by", "due_at", "half_at", "most_at")
OF_ENTRY = (
    "id", "desk_id", "owner_id", "category", "priority", "unit_no", "department", "recorded_at", "salts", *DUE,
)  # fmt: skip
OF_NOTE = (
    "id", "entry_id", "desk_id", "kind", "rating", "recorded_at", "recorded_by_id", "happened_at", "new_owner_id",
    "about_id", "code", "department", "person_id", "level", "priority", "place", "until", *DUE,
)  # fmt: skip
# Steps that are not yet work on the matter: they do not begin it.
ASIDE = {Kind.PRIORITY, Kind.PAUSED, Kind.RESUMED, Kind.ESCALATED, Kind.REVIEWED, Kind.LIFTED}


@dataclass(slots=True)
class Course:
    """A matter's columns, without the row."""

    desk_id: int
    state: str
    owner_id: int
    department: str
    priority: str
    unit_no: str
    due_at: datetime
    accept_by: datetime | None
    arrive_by: datetime | None
    contain_by: datetime | None
    half_at: datetime | None
    most_at: datetime | None
    stale_at: datetime | None = None
    dispatched_at: datetime | None = None
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    finished_at: datetime | None = None
    paused_until: datetime | None = None
    incident_at: datetime | None = None
    contained_at: datetime | None = None
    last_note_at: datetime | None = None
    closed_at: datetime | None = None
    reopened_count: int = 0

    def columns(self):
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = tuple(column.name for column in fields(Course))


def derive(entry, notes, unit_no=None):
    """The course that an entry and its notes, oldest first, amount to. unit_no: as corrected, if it was."""
    course = Course(
        desk_id=entry.desk_id,
        state=State.NEW,
        owner_id=entry.owner_id,
        department=entry.department,
        priority=entry.priority,
        unit_no=entry.unit_no if unit_no is None else unit_no,
        **{name: getattr(entry, name) for name in DUE},
    )
    if entry.category == "INC":
        course.incident_at = entry.recorded_at
    if was_given(
        entry.salts, "immediate_result"
    ):  # whether somebody answered at once is no secret when what they said is
        course.state, course.closed_at = State.CLOSED, entry.recorded_at
    for note in notes:
        _take(course, entry, note)
    if course.state in {State.NEW, State.IN_PROGRESS}:
        last = course.last_note_at or entry.recorded_at
        course.stale_at = max(last, course.paused_until or last) + LEFT_LYING[course.priority]
    return course


def _take(course, entry, note):
    kind, moment = note.kind, note.happened_at or note.recorded_at
    if note.code == HANDED_ON:  # a change of shift is no work on the matter: nothing that counts silence starts anew
        course.owner_id = note.new_owner_id
        return
    course.last_note_at = note.recorded_at
    if note.due_at is not None:
        for name in DUE:
            setattr(course, name, getattr(note, name))
    match kind:
        case Kind.OWNER:
            course.owner_id = note.new_owner_id
        case Kind.PRIORITY:
            course.priority = note.priority
        case Kind.PAUSED:
            course.paused_until = note.until
        case Kind.RESUMED:
            course.paused_until = None
        case Kind.DISPATCHED:
            course.department, course.dispatched_at = note.department, moment
        case Kind.ACCEPTED:
            course.accepted_at = moment
        case Kind.ARRIVED | Kind.ON_SITE:
            course.arrived_at = course.arrived_at or moment
        case Kind.FINISHED:
            course.finished_at = moment
        case Kind.INCIDENT:
            course.incident_at = moment
        case Kind.CONTAINED:
            course.contained_at = moment
        case Kind.RESULT:
            _close(course, entry, note)
        case Kind.CALL_BACK if note.rating != Rating.DISSATISFIED:
            course.state, course.closed_at = State.CLOSED, note.recorded_at
        case Kind.REOPENED | Kind.CALL_BACK:
            course.state, course.closed_at = State.IN_PROGRESS, None
            course.reopened_count += 1
            course.accepted_at = course.arrived_at = course.finished_at = None
    if course.state == State.NEW and kind not in ASIDE:
        course.state = State.IN_PROGRESS


def _close(course, entry, note):
    """A result: done, or waiting for the call-back until the moment that the note names."""
    # A result of the first form does not say so itself: then the rule of its time holds.
    asks = note.code == Closing.CALL_BACK if note.code else targets.wants_call_back(entry.category, entry.priority)
    course.state = State.CALL_BACK if asks else State.CLOSED
    course.closed_at = None if asks else note.recorded_at
    course.due_at = note.until or course.due_at
    course.half_at = course.most_at = course.paused_until = None


BEGINS = {
    Kind.ESCALATED: Escalation,
    Kind.INSTRUCTION: Instruction,
    Kind.CALLED_OUT: CallOut,
    Kind.MEASURE: Measure,
}


def strands(notes):
    """{note id: (model, its columns)} of what the notes of one matter, oldest first, have begun."""
    found = {}
    for note in notes:
        if model := BEGINS.get(note.kind):
            found[note.id] = model, _begin(note)
        elif note.about_id in found:
            _answer(found[note.about_id][1], note)
        elif note.kind == Kind.RESULT:  # whoever was asked to decide has nothing left to decide
            for model, columns in found.values():
                if model is Escalation and columns["closed_at"] is None:
                    columns["closed_at"] = note.recorded_at
    return found


def _begin(note):
    columns = {
        "entry_id": note.entry_id, "desk_id": note.desk_id, "opened_at": note.recorded_at, "closed_at": None,
    }  # fmt: skip
    match note.kind:
        case Kind.ESCALATED:
            return columns | {
                "level": note.level, "due_at": note.until, "judged_at": note.happened_at, "acknowledged_at": None,
                "acknowledged_by_id": None, "decision": "", "decided_by_id": None,
            }  # fmt: skip
        case Kind.INSTRUCTION:
            return columns | {"due_at": note.until, "done_by_id": None}
        case Kind.CALLED_OUT:
            return columns | {
                "department": note.department, "person_id": note.person_id, "returns_to_site": note.code == RETURN_TO_SITE,
                "eta": note.until, "acknowledged_at": None, "acknowledged_by_id": None, "arrived_at": None,
                "left_at": None, "refused_at": None, "reviewed_at": None,
            }  # fmt: skip
    return columns | {
        "code": note.code, "place": note.place, "review_by": note.recorded_at + REVIEW_WITHIN, "reviewed_at": None,
    }  # fmt: skip


def _answer(columns, note):
    moment = note.happened_at or note.recorded_at
    match note.kind:
        case Kind.ACKNOWLEDGED | Kind.ADVICE:
            if columns["acknowledged_at"] is None:
                columns["acknowledged_at"], columns["acknowledged_by_id"] = (
                    moment,
                    note.person_id or note.recorded_by_id,
                )
            if note.until and "eta" in columns:
                columns["eta"] = note.until
        case Kind.DECIDED:
            columns["decision"], columns["decided_by_id"] = note.code, note.recorded_by_id
            columns["closed_at"] = note.recorded_at
        case Kind.CARRIED_OUT:
            columns["closed_at"], columns["done_by_id"] = note.recorded_at, note.recorded_by_id
        case Kind.ON_SITE:
            columns["arrived_at"] = moment
            columns["acknowledged_at"] = columns["acknowledged_at"] or moment
        case Kind.LEFT:
            columns["left_at"], columns["closed_at"] = moment, note.recorded_at
        case Kind.REFUSED:
            columns["refused_at"] = columns["closed_at"] = note.recorded_at
        case Kind.LIFTED:
            columns["closed_at"] = note.recorded_at
        case Kind.REVIEWED:
            columns["reviewed_at"] = note.recorded_at
