"""Live records to sample while inspecting: by one click they stand under the result, sealed with it (R58, items 2 and 5–9)."""

from dataclasses import dataclass

from django.urls import reverse

from duty.log import book
from duty.log.models import Entry, Matter
from frontdesk.kernel.ui.templatetags.desk import clock, day
from handover.models import Sheet

OFFERED = 6
ENTRY, SHEET = Entry.seal_kind, Sheet.seal_kind


@dataclass(frozen=True)
class Sample:
    """A record that may be sampled. value: what a form sends for it; words: how it reads; address: its page."""

    kind: str
    pk: int
    words: str
    address: str

    @property
    def value(self):
        return f"{self.kind}:{self.pk}"


def pair(value):
    """(kind, id) of what a form sends, or None when it is nothing of the sort."""
    kind, _colon, pk = value.rpartition(":")
    return (kind, int(pk)) if kind in {ENTRY, SHEET} and pk.isascii() and pk.isdigit() and len(pk) <= 18 else None


def offered(desk, first=()):
    """{item code: [Sample]} of the items that are inspected by records, the latest first.

    first: (item code, kind, id) of those that come before: what was drawn, and what is ticked already, however old by now.
    """
    latest = {
        "duty_log": _entries(desk),
        "handover": Sheet.objects.filter(desk=desk).order_by("-id").values_list("pk", flat=True),
        "customer_info": _entries(desk, "ENQ", "HLP", "REP"),
        "demands": _entries(desk, "CMP", "SUG", "PRA"),
        "pending": Matter.objects.filter(desk=desk).open().order_by("due_at", "entry_id").values_list("pk", flat=True),
        "paid_service": _entries(desk, "SVC"),
    }
    found = {}
    for code, rows in latest.items():
        kind = SHEET if code == "handover" else ENTRY
        before = [pk for to, of, pk in first if (to, of) == (code, kind)]
        found[code] = [(kind, pk) for pk in dict.fromkeys([*before, *rows[:OFFERED]])]
    samples = {(one.kind, one.pk): one for one in _samples({key for keys in found.values() for key in keys}, desk)}
    return {code: [samples[key] for key in keys if key in samples] for code, keys in found.items()}


def _entries(desk, *wanted):
    rows = Entry.objects.filter(desk=desk).order_by("-id")
    if wanted:
        rows = rows.filter(category__in=wanted)
    return rows.values_list("pk", flat=True)


def _sample_of_sheet(sheet):
    words = f"{day(sheet.recorded_at)} {clock(sheet.recorded_at)} {sheet.get_kind_display()}"
    return Sample(SHEET, sheet.pk, words, sheet.get_absolute_url())


def _samples(pairs, desk=None):
    """Samples of these records, of a desk only where one is given."""
    mine = {"desk": desk} if desk else {}
    entries = Entry.objects.filter(pk__in={pk for kind, pk in pairs if kind == ENTRY}, **mine)
    for line in book.of_ids(sorted(entries.values_list("pk", flat=True))):
        words = f"{line.row['serial']:04d} {line.category} {line.parts['unit_no'].now}"
        yield Sample(ENTRY, line.id, words.strip(), reverse("log:entry", args=[line.id]))
    yield from map(_sample_of_sheet, Sheet.objects.filter(pk__in={pk for kind, pk in pairs if kind == SHEET}, **mine))


def links(pairs):
    """{(kind, id): (words, address)} of records that were sampled."""
    return {(one.kind, one.pk): (one.words, one.address) for one in _samples({tuple(found) for found in pairs})}


def of_desk(pairs, desk):
    """Whether all of these are records of this desk."""
    pairs = set(pairs)
    return len(list(_samples(pairs, desk))) == len(pairs)
