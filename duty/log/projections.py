"""The matters: derived from entries, notes and corrections, never typed.

`derive` is the one place that says what a step does to a matter; commands, verify and rebuild all use it.
"""

from itertools import groupby

from django.db.models import Max

from frontdesk.kernel.records.catalogue import Projection
from frontdesk.kernel.search import index

from . import reading, targets
from .models import Correction, Entry, LogBook, Matter, Note, State

BATCH = 500
FIELDS = (
    "desk_id", "state", "owner_id", "priority", "unit_no", "due_at", "last_note_at", "closed_at", "reopened_count",
)  # fmt: skip


def derive(entry, notes, unit_no=None):
    """The matter that an entry and its notes, oldest first, amount to (unsaved). unit_no: as corrected, if it was."""
    matter = Matter(
        entry=entry,
        desk_id=entry.desk_id,
        state=State.NEW,
        owner_id=entry.owner_id,
        priority=entry.priority,
        unit_no=entry.unit_no if unit_no is None else unit_no,
        due_at=entry.due_at,
        reopened_count=0,
    )
    if entry.immediate_result is not None:
        matter.state, matter.closed_at = State.CLOSED, entry.recorded_at
    for note in notes:
        _take(matter, entry, note)
    return matter


def _take(matter, entry, note):
    kind = note.kind
    matter.last_note_at = note.recorded_at
    if kind == Note.Kind.OWNER:
        matter.owner_id = note.new_owner_id
    elif kind == Note.Kind.RESULT:
        wants = targets.wants_call_back(entry.category, entry.priority)
        matter.state = State.CALL_BACK if wants else State.CLOSED
        matter.closed_at = None if wants else note.recorded_at
    elif kind == Note.Kind.CALL_BACK and note.rating != Note.Rating.DISSATISFIED:
        matter.state, matter.closed_at = State.CLOSED, note.recorded_at
    elif kind in {Note.Kind.REOPENED, Note.Kind.CALL_BACK}:
        matter.state, matter.closed_at = State.IN_PROGRESS, None
        matter.reopened_count += 1
    elif matter.state == State.NEW:
        matter.state = State.IN_PROGRESS


def _all_derived():
    """Every matter as it must be, in batches by entry id."""
    last = 0
    while entries := list(Entry.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        span = {"entry_id__gte": entries[0].pk, "entry_id__lte": entries[-1].pk}
        rows = Note.objects.filter(**span).order_by("entry_id", "id")
        notes = {pk: list(group) for pk, group in groupby(rows, key=lambda note: note.entry_id)}
        units = dict(Correction.objects.filter(field="unit_no", **span).order_by("id").values_list("entry_id", "new"))
        yield [
            derive(entry, notes.get(entry.pk, []), (units[entry.pk] or "") if entry.pk in units else None)
            for entry in entries
        ]
        last = entries[-1].pk


def matter_faults():
    """Matters that do not say what their entry and notes say."""
    for batch in _all_derived():
        kept = Matter.objects.in_bulk([wanted.pk for wanted in batch])
        for wanted in batch:
            found = kept.get(wanted.pk)
            if found is None:
                yield "log.matter", wanted.pk, "the matter is missing"
                continue
            wrong = [name for name in FIELDS if getattr(found, name) != getattr(wanted, name)]
            if wrong:
                yield "log.matter", wanted.pk, f"{', '.join(wrong)} differs from what the notes say"


def rebuild_matters():
    count = 0
    for batch in _all_derived():
        Matter.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["entry"], update_fields=[n.removesuffix("_id") for n in FIELDS]
        )
        count += len(batch)
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
