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


def offered(desk, *, drawn=()):
    """{item code: [Sample]} of the items that are inspected by records. drawn: ids of entries that come first."""
    found = {
        "duty_log": _entries(desk),
        "customer_info": _entries(desk, "ENQ", "HLP", "REP"),
        "demands": _entries(desk, "CMP", "SUG", "PRA"),
        "paid_service": _entries(desk, "SVC"),
        "pending": Matter.objects.filter(desk=desk).open().order_by("due_at", "entry_id").values_list("pk", flat=True),
    }
    ids = {code: list(rows[:OFFERED]) for code, rows in found.items()}
    ids["duty_log"] = [*drawn, *(pk for pk in ids["duty_log"] if pk not in drawn)]
    samples = {one.pk: one for one in _samples_of_entries({pk for some in ids.values() for pk in some})}
    sheets = Sheet.objects.filter(desk=desk).order_by("-id")[:OFFERED]
    return {code: [samples[pk] for pk in some] for code, some in ids.items()} | {
        "handover": [_sample_of_sheet(sheet) for sheet in sheets]
    }


def _entries(desk, *wanted):
    rows = Entry.objects.filter(desk=desk).order_by("-id")
    if wanted:
        rows = rows.filter(category__in=wanted)
    return rows.values_list("pk", flat=True)


def _samples_of_entries(ids):
    for line in book.of_ids(sorted(ids)):
        words = f"{line.row['serial']:04d} {line.category} {line.parts['unit_no'].now}"
        yield Sample(ENTRY, line.id, words.strip(), reverse("log:entry", args=[line.id]))


def _sample_of_sheet(sheet):
    words = f"{day(sheet.recorded_at)} {clock(sheet.recorded_at)} {sheet.get_kind_display()}"
    return Sample(SHEET, sheet.pk, words, sheet.get_absolute_url())


def links(pairs):
    """{(kind, id): (words, address)} of records that were sampled."""
    pairs = [tuple(pair) for pair in pairs]
    entries = {pk for kind, pk in pairs if kind == ENTRY}
    sheets = {pk for kind, pk in pairs if kind == SHEET}
    found = [*_samples_of_entries(entries), *map(_sample_of_sheet, Sheet.objects.filter(pk__in=sheets))]
    return {(one.kind, one.pk): (one.words, one.address) for one in found}


def of_desk(pairs, desk):
    """Whether all of these are records of this desk."""
    for kind, model in ((ENTRY, Entry), (SHEET, Sheet)):
        ids = {pk for found, pk in pairs if found == kind}
        if model.objects.filter(pk__in=ids, desk=desk).count() != len(ids):
            return False
    return all(kind in {ENTRY, SHEET} for kind, _pk in pairs)
