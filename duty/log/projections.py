"""The matters: derived from entries, notes and corrections, never typed.

`derive` is the one place that says what a step does to a matter; commands, verify and rebuild all use it.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby

from django.db.models import Max

from frontdesk.kernel.records.catalogue import Projection
from frontdesk.kernel.search import index

from . import reading, targets
from .models import Correction, Entry, LogBook, Matter, Note, State

BATCH = 1000


@dataclass(slots=True)
class Course:
    """How a matter stands: its columns, without the row."""

    desk_id: int
    state: str
    owner_id: int
    priority: str
    unit_no: str
    due_at: datetime
    last_note_at: datetime | None = None
    closed_at: datetime | None = None
    reopened_count: int = 0

    def columns(self):
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = tuple(column.name for column in fields(Course))
OF_ENTRY = (
    "id", "desk_id", "owner_id", "category", "priority", "unit_no", "due_at", "recorded_at", "immediate_result",
)  # fmt: skip
OF_NOTE = ("entry_id", "kind", "rating", "recorded_at", "new_owner_id")


def derive(entry, notes, unit_no=None):
    """The course that an entry and its notes, oldest first, amount to. unit_no: as corrected, if it was.

    Asks OF_ENTRY and OF_NOTE of them and nothing else, so that verify can hand in plain rows.
    """
    course = Course(
        desk_id=entry.desk_id,
        state=State.NEW,
        owner_id=entry.owner_id,
        priority=entry.priority,
        unit_no=entry.unit_no if unit_no is None else unit_no,
        due_at=entry.due_at,
    )
    if entry.immediate_result is not None:
        course.state, course.closed_at = State.CLOSED, entry.recorded_at
    for note in notes:
        _take(course, entry, note)
    return course


def _take(course, entry, note):
    kind = note.kind
    course.last_note_at = note.recorded_at
    if kind == Note.Kind.OWNER:
        course.owner_id = note.new_owner_id
    elif kind == Note.Kind.RESULT:
        wants = targets.wants_call_back(entry.category, entry.priority)
        course.state = State.CALL_BACK if wants else State.CLOSED
        course.closed_at = None if wants else note.recorded_at
    elif kind == Note.Kind.CALL_BACK and note.rating != Note.Rating.DISSATISFIED:
        course.state, course.closed_at = State.CLOSED, note.recorded_at
    elif kind in {Note.Kind.REOPENED, Note.Kind.CALL_BACK}:
        course.state, course.closed_at = State.IN_PROGRESS, None
        course.reopened_count += 1
    elif course.state == State.NEW:
        course.state = State.IN_PROGRESS


def _all_derived():
    """{entry id: its course as it must be}, in batches by entry id."""
    last = 0
    while entries := list(Entry.objects.filter(pk__gt=last).order_by("pk").values_list(*OF_ENTRY, named=True)[:BATCH]):
        last = entries[-1].id
        span = {"entry_id__gte": entries[0].id, "entry_id__lte": last}
        rows = Note.objects.filter(**span).order_by("entry_id", "id").values_list(*OF_NOTE, named=True)
        notes = {pk: list(group) for pk, group in groupby(rows, key=lambda note: note.entry_id)}
        units = dict(Correction.objects.filter(field="unit_no", **span).order_by("id").values_list("entry_id", "new"))
        yield {
            entry.id: derive(entry, notes.get(entry.id, ()), (units[entry.id] or "") if entry.id in units else None)
            for entry in entries
        }


def matter_faults():
    """Matters that do not say what their entry and notes say."""
    for batch in _all_derived():
        span = {"entry_id__gte": min(batch), "entry_id__lte": max(batch)}
        kept = {pk: row for pk, *row in Matter.objects.filter(**span).values_list("entry_id", *FIELDS)}
        for pk, course in batch.items():
            wanted = [getattr(course, name) for name in FIELDS]
            found = kept.get(pk)
            if found is None:
                yield "log.matter", pk, "the matter is missing"
            elif found != wanted:
                wrong = [name for name, one, other in zip(FIELDS, found, wanted, strict=True) if one != other]
                yield "log.matter", pk, f"{', '.join(wrong)} differs from what the notes say"


def rebuild_matters():
    count = 0
    changed = [name.removesuffix("_id") for name in FIELDS]
    for batch in _all_derived():
        matters = [Matter(entry_id=pk, **course.columns()) for pk, course in batch.items()]
        Matter.objects.bulk_create(matters, update_conflicts=True, unique_fields=["entry"], update_fields=changed)
        count += len(matters)
    return count


def book_faults():
    """Volumes whose count is not that of their entries: a serial is missing or too many."""
    for book in LogBook.objects.annotate(highest=Max("entries__serial")):
        count = book.entries.count()
        if not (book.last_serial == (book.highest or 0) == count):
            yield "log.book", book.pk, f"the volume counts {book.last_serial} entries, {count} are there"


def rebuild_books():
    books = list(LogBook.objects.annotate(highest=Max("entries__serial")))
    for book in books:
        book.last_serial = book.highest or 0
    LogBook.objects.bulk_update(books, ["last_serial"])
    return len(books)


def rebuild_search():
    """Index every entry, note and correction anew."""
    index.clear()
    count = 0
    for entry in Entry.objects.select_related("desk").order_by("id").iterator(chunk_size=BATCH):
        index.add(project_id=entry.desk.project_id, target=entry, text=reading.words(entry))
        count += 1
    for model in (Note, Correction):
        for line in model.objects.select_related("entry__desk").order_by("id").iterator(chunk_size=BATCH):
            text = line.text if model is Note else line.new
            index.add(project_id=line.entry.desk.project_id, target=line.entry, text=text or "")
            count += 1
    return count


ALL = [
    Projection("matters", matter_faults, rebuild_matters),
    Projection("volumes", book_faults, rebuild_books),
    Projection("search", lambda: (), rebuild_search),
]
