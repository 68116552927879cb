"""Who still has to read a signed sheet; what of it is still open (R51, R57, A24)."""

import orjson

from duty.log import book, categories
from duty.log.models import Correction, Entry, Matter

from . import items
from .models import Handover, Sheet

Kind = Handover.Kind
READ_AT_ONCE = 500
COLUMNS = (
    "id", "serial", "recorded_at", "category", "priority", "unit_no", "place", "description", "immediate_result",
    "matter__state", "recorded_by__name",
)  # fmt: skip


def lines(handover):
    """What whoever comes has still to read, oldest first, as plain rows as corrected; the next ones when these are ticked."""
    if handover.reads_since is None:
        return []
    rows = Entry.objects.filter(
        desk=handover.desk_id, recorded_at__gte=handover.reads_since, pk__gt=handover.read_to or 0
    )
    found = {row["id"]: row for row in rows.order_by("id").values(*COLUMNS)[:READ_AT_ONCE]}
    fixes = Correction.objects.filter(entry__in=found, field__in=COLUMNS).order_by("id")
    for entry, name, new in fixes.values_list("entry_id", "field", "new"):
        found[entry] |= {name: new or "", "corrected": True}
    states = book.words()["state"]
    for row in found.values():
        row["category"], row["state"] = categories.label(row["category"]), states[row["matter__state"]]
    return list(found.values())


def newest(desk):
    """The last sheet by which somebody took the desk over, or None."""
    return Sheet.objects.filter(desk=desk).exclude(kind=Kind.CLOSING).order_by("-id").first()


def unread(sheet, person, here):
    """The newest sheet when somebody stands the shift that took over by it and has neither signed nor read it, or None.

    here: attendance.present.
    """
    mine = next((one for one in here if one.person.pk == person.pk), None)
    if sheet is None or mine is None or (mine.date, mine.code) != (sheet.to_date, sheet.to_code):
        return None
    if person.pk in {sheet.outgoing_id, sheet.incoming_id} or sheet.reads.filter(recorded_by=person).exists():
        return None
    return sheet


def items_of(sheet):
    """[Item] that a sheet handed on, as it froze them; [] when its content was erased."""
    return [items.thaw(held) for held in orjson.loads(sheet.content or "{}").get("items", ())]


def taken_over(sheet):
    """{entry id: times handed on} of the matters that the newest sheet handed on and that are still open, soonest due first."""
    if sheet is None:
        return {}
    times = {item.entry: item.times for item in items_of(sheet) if item.kind in {"matter", "call_back"}}
    still = Matter.objects.open().filter(pk__in=times).order_by("due_at", "pk").values_list("pk", flat=True)
    return {pk: times[pk] for pk in still}
