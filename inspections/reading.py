"""A day's book as the supervisor reads it, and how far it has been read (R46, R47, A27, A30).

What belongs to a day is what was written on it: entries, steps and corrections, also those about earlier lines, and the
handovers signed then. All of it is sealed; the digest that a reader signs is made of those seals, in the order of the book.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duty.log import book, hours
from duty.log.models import Correction, Entry, Note
from duty.roster import clocks
from frontdesk.kernel.records.models import Seal
from handover.models import Sheet

from .days import DAY, at_clock, between, bounds, local
from .due import DUE_AT
from .known import FAR, Known

# What is read, and the column of a reading that holds the newest of it.
READ = {"last_entry": Entry, "last_note": Note, "last_correction": Correction, "last_sheet": Sheet}


class State(models.TextChoices):
    READ = "read", _("read and signed")
    PARTLY = "partly", _("partly read")
    UNREAD = "unread", _("not read")
    NOTHING = "nothing", _("nothing to read")


@dataclass(frozen=True)
class Written:
    """What was written on a day: {column: ids}, oldest first, and the digest of it all."""

    ids: dict
    digest: str

    @property
    def count(self):
        return sum(map(len, self.ids.values()))

    @property
    def newest(self):
        """The columns of a reading that has seen all of it."""
        return {column: max(ids, default=0) for column, ids in self.ids.items()}

    def new_since(self, seen):
        """How many of them a reading has not seen. seen: a DailyReading or None."""
        return sum(pk > (getattr(seen, column) if seen else 0) for column, ids in self.ids.items() for pk in ids)


@dataclass
class DayState:
    """How a day stands. due_at: until when it should have been read, moved on where nobody supervised; off: the OffDuty that
    moved it or that was noted too late; readings: oldest first."""

    day: date
    state: str
    due_at: datetime
    readings: list = field(default_factory=list)
    off: list = field(default_factory=list)
    is_over: bool = True

    @property
    def state_label(self):
        return State(self.state).label

    @property
    def last(self):
        return self.readings[-1] if self.readings else None

    @property
    def is_late(self):
        """Whether its first reading came after the deadline."""
        return bool(self.readings) and self.readings[0].recorded_at > self.due_at

    def is_owed(self, at):
        """Whether somebody should have read it, or the rest of it, by now."""
        return self.state in {State.UNREAD, State.PARTLY} and self.is_over and at > self.due_at


def written(desk, day):
    """The Written of a desk's local day."""
    starts, ends = bounds(clocks.of(desk), day)
    ids, seals = {}, []
    for column, model in READ.items():
        rows = model.objects.filter(desk=desk, recorded_at__gte=starts, recorded_at__lt=ends)
        found = Seal.objects.filter(kind=model.seal_kind, record_id__in=rows.order_by().values("pk"))
        lines = list(found.order_by("seq").values_list("seq", "record_id", "hash"))
        ids[column] = [pk for _seq, pk, _hash in lines]
        seals += lines
    told = "".join(f"\n{one}" for _seq, _pk, one in sorted(seals))
    return Written(ids, hashlib.sha256(f"front desk day 1\n{desk.pk}\n{day}{told}".encode()).hexdigest())


def states(desk, first, last, at, known=None):
    """[DayState] of the days from `first` to `last` on which the desk was open or something was written, oldest first.

    A fixed number of queries, however many days and however long the book. known: what is on record about these days, where
    it was read for many desks at once.
    """
    table, known = clocks.of(desk), known or Known([desk], first, last)
    today, began = local(table, at), known.first_owed(desk, table)
    if began is None:
        return []
    days = between(first, min(last, today))
    readings = {day: known.readings[desk.pk, day] for day in days if (desk.pk, day) in known.readings}
    off = {day: one for (desk_id, day), one in known.off.items() if desk_id == desk.pk}
    wrote = _written_on(desk, [day for day in days if day == today or not table.serves(day)])
    partly = _partly_read(desk, table, readings)
    found = []
    for day in days:
        read = readings.get(day, [])
        if not read and not (day >= began and (table.serves(day) or day in wrote)):
            continue
        if read:
            state = State.PARTLY if day in partly else State.READ
        else:
            state = State.NOTHING if day == today and day not in wrote else State.UNREAD
        due_at, moved = deadline(table, day, off)
        found.append(DayState(day, state, due_at, read, moved, is_over=day < today))
    return found


def state_of(desk, day, at):
    """The DayState of one day; None where nothing is owed and nothing was written."""
    return next(iter(states(desk, day, day, at)), None)


def deadline(table, day, off):
    """(until when a day should be read, the OffDuty days in between): 9:30 of the next day on which the desk is open and somebody
    supervises. off: {date: OffDuty}; one that was noted after 9:30 moves nothing, and stands beside it."""
    passed = []
    for ahead in range(1, FAR + 1):
        due_at = at_clock(table, day + DAY * ahead, DUE_AT)
        if not table.serves(day + DAY * ahead):
            continue
        if away := off.get(day + DAY * ahead):
            passed.append(away)
        if away is None or away.recorded_at > due_at:
            return due_at, passed
    return due_at, passed


def _written_on(desk, days):
    """Those of some days (in order) on which an entry was written."""
    written = hours.written(desk, days[0], days[-1]) if days else ()
    return {hour.date() for hour, _number in written} & set(days)


def _partly_read(desk, table, readings):
    """The days of which something was written after their last reading.

    Only a day that was read before it ended can be one of them: the book's time never runs backwards.
    """
    early = {day: some[-1] for day, some in readings.items() if some[-1].recorded_at < bounds(table, day)[1]}
    found = set()
    for column, model in READ.items() if early else ():
        newer = reduce(or_, (_after(table, day, column, one) for day, one in early.items()))
        moments = model.objects.filter(newer, desk=desk).values_list("recorded_at", flat=True)
        found |= {local(table, moment) for moment in moments}
    return found


def _after(table, day, column, seen):
    return Q(pk__gt=getattr(seen, column), recorded_at__gte=seen.recorded_at, recorded_at__lt=bounds(table, day)[1])


@dataclass
class Page:
    """A day's book on the screen: its lines, earlier lines with what was written about them, the handovers. new: how many
    records no reading has seen; later: the entry to go on from, where the day has more lines than one page."""

    lines: list
    earlier: list
    sheets: list
    written: Written
    new: int
    later: int | None

    @property
    def first_new(self):
        """The id of the first line with something new, or None."""
        if not self.new:
            return None
        steps = ((line, [*line.notes, *line.corrections]) for line in [*self.lines, *self.earlier])
        return next((line.id for line, said in steps if line.is_new or any(one["is_new"] for one in said)), None)


LINES = 200


def page(desk, day, seen, *, after=None):
    """The Page of a day. seen: its last DailyReading or None."""
    all_of_it = written(desk, day)
    ids = [pk for pk in all_of_it.ids["last_entry"] if pk > (after or 0)]
    touched = set(Note.objects.filter(pk__in=all_of_it.ids["last_note"]).values_list("entry_id", flat=True))
    touched |= set(
        Correction.objects.filter(pk__in=all_of_it.ids["last_correction"]).values_list("entry_id", flat=True)
    )
    earlier = [] if after else sorted(touched - set(all_of_it.ids["last_entry"]))
    lines = book.of_ids(ids[:LINES])
    older = book.of_ids(earlier)
    for line in older:
        line.notes = [note for note in line.notes if note["id"] in all_of_it.ids["last_note"]]
    for line in [*lines, *older]:
        _mark(line, all_of_it, seen)
    sheets = list(Sheet.objects.filter(pk__in=all_of_it.ids["last_sheet"]).select_related("outgoing", "incoming"))
    for sheet in sheets:
        sheet.is_new = seen is not None and sheet.pk > seen.last_sheet
    return Page(
        lines, older, sheets[::-1], all_of_it, all_of_it.new_since(seen) if seen else 0,
        later=ids[LINES - 1] if len(ids) > LINES else None,
    )  # fmt: skip


def _mark(line, all_of_it, seen):
    """Mark what is new since the last reading; on a day that nobody has read yet nothing stands out."""
    if seen is None:
        return
    line.is_new = line.id in all_of_it.ids["last_entry"] and line.id > seen.last_entry
    for note in line.notes:
        note["is_new"] = note["id"] in all_of_it.ids["last_note"] and note["id"] > seen.last_note
    for fix in line.corrections:
        fix["is_new"] = fix["id"] in all_of_it.ids["last_correction"] and fix["id"] > seen.last_correction
