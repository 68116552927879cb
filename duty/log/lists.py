"""Lines of the book and sheets as rows of a spreadsheet, in the language of the screen; telephone numbers masked (R45)."""

from django.utils.translation import gettext as _

from frontdesk.kernel.exports.tables import label, moment

from . import book, sheets, story
from .models import Entry, Matter

SAID = (
    "channel", "rings", "category", "subcategory", "unit_no", "place", "caller_kind", "caller_name", "phone", "description",
    "customer_request",
)  # fmt: skip
CORE = ("unit_no", "place", "caller_name", "phone", "description")


def entries(lines):
    """A head, then a row for each Line with its steps and corrections."""
    yield [
        _("Volume"), label(Entry, "serial"), _("Date"), _("Time"), label(Entry, "occurred_at"), label(Entry, "shift_code"),
        *(label(Entry, name) for name in SAID), label(Entry, "immediate_result"), label(Entry, "recorded_by"),
        label(Matter, "state"), label(Matter, "priority"), label(Matter, "owner"), label(Matter, "department"),
        label(Matter, "due_at"), _("Steps"), _("Corrections"),
    ]  # fmt: skip
    for line in lines:
        row = line.row
        yield [
            row["book__number"], row["serial"], *moment(row["recorded_at"]).split(), line.parts["occurred_at"].now,
            row["shift_code"], *(str(line.parts[name].now) for name in SAID), row["immediate_result"] or "",
            row["recorded_by__name"], str(line.state), row["matter__priority"], row["matter__owner__name"],
            str(line.department), moment(row["matter__due_at"]),
            "\n".join(_step(note) for note in line.notes), "\n".join(_fix(fix) for fix in line.corrections),
        ]  # fmt: skip


def register(model, found):
    """A head, then a row for each of the sheets of a model, as it stands."""
    fields = model.written_fields()
    yield [
        _("Sheet"), label(model, "version"), label(Entry, "serial"), label(Entry, "recorded_at"),
        *(label(Entry, name) for name in CORE), label(Matter, "state"), *(label(model, name) for name in fields),
    ]  # fmt: skip
    for some in _batches(found, book.BATCH):
        lines = {line.id: line for line in book.of_ids([sheet.entry_id for sheet in some])}
        for sheet in some:
            line = lines[sheet.entry_id]
            yield [
                sheet.title, sheet.version, line.row["serial"], moment(line.row["recorded_at"]),
                *(str(line.parts[name].now) for name in CORE), str(line.state), *(sheets.said(sheet, name) for name in fields),
            ]  # fmt: skip


def of_ids(ids):
    """The Lines of entries in the order given, read so many at a time."""
    for some in _batches(ids, book.BATCH):
        yield from book.of_ids(some)


def _batches(rows, size):
    rows = list(rows)
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _step(note):
    said = f"{note['label']} {story.words(note)}".strip()
    return f"{moment(note['recorded_at'])} {said} ({note['recorded_by__name']})"


def _fix(fix):
    change = f"{fix['label']}: {fix['old_said'] or '—'} → {fix['new_said'] or '—'}"
    return f"{moment(fix['recorded_at'])} {change}, {fix['reason']} ({fix['recorded_by__name']})"
