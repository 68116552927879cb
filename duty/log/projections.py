"""What `records verify` compares with the sealed entries and notes, and `records rebuild` makes anew."""

import hashlib
from itertools import groupby

from django.db.models import Count, Max

from frontdesk.kernel.records.catalogue import Projection
from frontdesk.kernel.records.models import Seal
from frontdesk.kernel.search import index

from . import counting, course, reading, sheets, telephone, volumes
from .models import (
    CallOut,
    Correction,
    Entry,
    Escalation,
    Instruction,
    LogBook,
    Matter,
    Measure,
    Note,
    PhoneImport,
    VolumeClosed,
    VolumeExported,
)
from .models.sheets import SHEETS

BATCH = 1000
STRANDS = (Escalation, Instruction, CallOut, Measure)


def _all_notes():
    """Every entry with its notes as plain rows, in batches by entry id: [(entry, [notes])]."""
    last = 0
    while entries := list(
        Entry.objects.filter(pk__gt=last).order_by("pk").values_list(*course.OF_ENTRY, named=True)[:BATCH]
    ):
        last = entries[-1].id
        span = {"entry_id__gte": entries[0].id, "entry_id__lte": last}
        rows = Note.objects.filter(**span).order_by("entry_id", "id").values_list(*course.OF_NOTE, named=True)
        notes = {pk: list(group) for pk, group in groupby(rows, key=lambda note: note.entry_id)}
        yield [(entry, notes.get(entry.id, [])) for entry in entries]


def _all_derived():
    """{entry id: its course as it must be}, in batches by entry id."""
    for batch in _all_notes():
        span = {"entry_id__gte": batch[0][0].id, "entry_id__lte": batch[-1][0].id}
        units = dict(Correction.objects.filter(field="unit_no", **span).order_by("id").values_list("entry_id", "new"))
        yield {
            entry.id: course.derive(entry, notes, (units[entry.id] or "") if entry.id in units else None)
            for entry, notes in batch
        }


def matter_faults():
    """Matters that do not say what their entry and notes say."""
    for batch in _all_derived():
        span = {"entry_id__gte": min(batch), "entry_id__lte": max(batch)}
        kept = {pk: row for pk, *row in Matter.objects.filter(**span).values_list("entry_id", *course.FIELDS)}
        for pk, wanted in batch.items():
            yield from _compare("log.matter", pk, wanted.columns(), kept.get(pk))


def _compare(kind, pk, wanted, found):
    """found: the kept values in the order of `wanted`, or None."""
    if found is None:
        yield kind, pk, "its row is missing"
    elif wrong := [name for (name, one), other in zip(wanted.items(), found, strict=True) if one != other]:
        yield kind, pk, f"{', '.join(wrong)} differs from what the notes say"


def rebuild_matters():
    count = 0
    changed = [name.removesuffix("_id") for name in course.FIELDS]
    for batch in _all_derived():
        matters = [Matter(entry_id=pk, **wanted.columns()) for pk, wanted in batch.items()]
        Matter.objects.bulk_create(matters, update_conflicts=True, unique_fields=["entry"], update_fields=changed)
        count += len(matters)
    return count


def strand_faults():
    """Escalations, instructions, call-outs and measures that do not say what their notes say."""
    for batch in _all_notes():
        span = {"entry_id__gte": batch[0][0].id, "entry_id__lte": batch[-1][0].id}
        wanted = {model: {} for model in STRANDS}
        for _, notes in batch:
            for pk, (model, columns) in course.strands(notes).items():
                wanted[model][pk] = columns
        for model, rows in wanted.items():
            kind = f"log.{model._meta.model_name}"
            names = next(iter(rows.values()), ())
            kept = {pk: row for pk, *row in model.objects.filter(**span).values_list("note_id", *names)}
            for pk, columns in rows.items():
                yield from _compare(kind, pk, columns, kept.pop(pk, None))
            for pk in kept:
                yield kind, pk, "no note has begun it"


def rebuild_strands():
    count = 0
    for model in STRANDS:
        model.objects.all().delete()
    for batch in _all_notes():
        for _, notes in batch:
            for pk, (model, columns) in course.strands(notes).items():
                model(note_id=pk, **columns).save(force_insert=True)
                count += 1
    return count


def book_faults():
    """Volumes whose count is not that of their entries: a serial is missing or too many, or something is counted wrongly."""
    # One statement: what is written meanwhile is in all of these numbers or in none.
    for book in _counted_books():
        if not (book.last_serial == (book.highest or 0) == book.found):
            yield "log.book", book.pk, f"the volume counts {book.last_serial} entries, {book.found} are there"
        elif wrong := [name for name in counting.COLUMNS if getattr(book, name) != getattr(book, f"really_{name}")]:
            yield "log.book", book.pk, f"{', '.join(wrong)} differs from what its entries say"


def _counted_books():
    really = {f"really_{name}": count for name, count in counting.in_volume("entries__").items()}
    return LogBook.objects.annotate(highest=Max("entries__serial"), found=Count("entries"), **really)


def closing_faults():
    """Closed volumes that do not hold what was sealed at their closing, and registered files that are not as registered."""
    for closing in VolumeClosed.objects.order_by("id"):
        for why in faults_of(closing):
            yield VolumeClosed.seal_kind, closing.pk, why
    for exported in VolumeExported.objects.select_related("book__certificate").order_by("id"):
        if why := _export_fault(exported):
            yield VolumeExported.seal_kind, exported.pk, why


def faults_of(closing):
    """What a closing says that the volume or the chain does not."""
    entries = Entry.objects.filter(book=closing.book_id).aggregate(highest=Max("serial"), found=Count("id"))
    if (entries["highest"], entries["found"]) != (closing.last_serial, closing.entries):
        yield "the volume does not hold what it held when it was closed"
    head = Seal.objects.filter(chain=closing.desk_id, seq=closing.to_seq).values_list("hash", flat=True).first()
    if head != closing.final_hash:
        yield "its final hash is not the head of the chain at its closing"


def _export_fault(exported):
    path = volumes.path_of(exported)
    if hasattr(exported.book, "certificate"):
        return "its volume is disposed of, but the file is still there" if path.exists() else None
    try:
        with open(path, "rb") as file:
            same = (hashlib.file_digest(file, "sha256").hexdigest(), file.tell()) == (exported.sha256, exported.size)
    except OSError as wrong:
        return f"its file cannot be read: {wrong.strerror}"
    return None if same else "its file is not the one that was registered"


def rebuild_books():
    books = list(_counted_books())
    for book in books:
        book.last_serial = book.highest or 0
        for name in counting.COLUMNS:
            setattr(book, name, getattr(book, f"really_{name}"))
    LogBook.objects.bulk_update(books, ["last_serial", *counting.COLUMNS])
    return len(books)


def call_faults():
    """Telephone logs whose calls are not those that were taken over."""
    for taken in PhoneImport.objects.order_by("id").iterator():
        rows = list(taken.rows.all())
        if (len(rows), telephone.digest(rows)) != (taken.calls, taken.digest):
            yield PhoneImport.seal_kind, taken.pk, "its calls are not those that were taken over"


def rebuild_search():
    """Index every entry, note and correction anew."""
    index.clear()
    count = 0
    for entry in Entry.objects.select_related("desk").order_by("id").iterator(chunk_size=BATCH):
        index.add(project_id=entry.desk.project_id, target=entry, text=reading.words(entry))
        count += 1
    for model in SHEETS.values():
        for sheet in model.objects.select_related("entry__desk").order_by("id").iterator(chunk_size=BATCH):
            index.add(project_id=sheet.entry.desk.project_id, target=sheet.entry, text=sheets.words(sheet))
            count += 1
    for model in (Note, Correction):
        for line in model.objects.select_related("entry__desk").order_by("id").iterator(chunk_size=BATCH):
            text = line.text if model is Note else line.new
            index.add(project_id=line.entry.desk.project_id, target=line.entry, text=text or "")
            count += 1
    return count


ALL = [
    Projection("matters", matter_faults, rebuild_matters),
    Projection("strands", strand_faults, rebuild_strands),
    Projection("volumes", book_faults, rebuild_books),
    Projection("closed volumes", closing_faults, lambda: 0),
    Projection("telephone logs", call_faults, lambda: 0),
    Projection("search", lambda: (), rebuild_search),
]
