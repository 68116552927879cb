"""The day at a glance: who stands which shift, how many lines each hour has, when the desk changed hands (R07, R22)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from duty.log import hours
from duty.roster import clocks
from duty.roster import shifts as shift_types
from duty.roster.models import PlannedShift
from frontdesk.kernel.ui import drawing
from handover.models import Sheet
from inspections import days

EARLIEST, LATEST = 8, 22  # shown at least; more where something happened


@dataclass(frozen=True)
class Shift:
    """A shift of the day with the names of those who stand it."""

    code: str
    name: str
    starts_at: datetime
    ends_at: datetime
    people: tuple

    @property
    def shade(self):
        return f"code-{self.code}"

    @property
    def label(self):
        return f"{self.code} {self.name} {'、'.join(self.people)}"


@dataclass(frozen=True)
class Today:
    """entries: {local hour: number}; handovers: the sheets that were signed."""

    day: date
    at: datetime
    zone: object
    shifts: list
    entries: dict
    handovers: list

    def hour(self, moment):
        """A moment as an hour of this day with its fraction; of the next day 24 and more."""
        local = moment.astimezone(self.zone)
        return 24 * (local.date() - self.day).days + local.hour + local.minute / 60

    @property
    def rows(self):
        """[(hour, entries)] of the hours in which anything was written."""
        return sorted(self.entries.items())

    @property
    def picture(self):
        first = int(min([EARLIEST, *self.entries, *(self.hour(one.starts_at) for one in self.shifts)]))
        last = int(max([LATEST, *(hour + 1 for hour in self.entries)]))
        spans = [(one.shade, one.label, self.hour(one.starts_at), self.hour(one.ends_at)) for one in self.shifts]
        marks = [(self.hour(sheet.recorded_at), f"⇄ {self._clock(sheet.recorded_at)}") for sheet in self.handovers]
        return drawing.timeline(
            "today", _("Today's shifts"), self.in_words, (max(0, first), min(24, last)), spans=spans, counts=self.entries,
            marks=marks, now=self.hour(self.at),
        )  # fmt: skip

    @property
    def in_words(self):
        """What the picture shows, in one sentence."""
        shifts = [
            f"{one.code} {self._clock(one.starts_at)}–{self._clock(one.ends_at)} {'、'.join(one.people)}"
            for one in self.shifts
        ]
        said = {"shifts": _("; ").join(shifts) or "—", "n": sum(self.entries.values()), "m": len(self.handovers)}
        return _("%(shifts)s. Entries: %(n)s. Handovers signed: %(m)s.") % said

    def _clock(self, moment):
        return f"{moment.astimezone(self.zone):%H:%M}"


def of(desk, at):
    """The Today of a desk. A fixed number of questions, each bounded by the day."""
    table = clocks.of(desk)
    day = days.local(table, at)
    begins, ends = days.bounds(table, day)
    counted = hours.of(desk, day, day)
    signed = Sheet.objects.filter(desk=desk, recorded_at__gte=begins, recorded_at__lt=ends).order_by("id")
    return Today(
        day, at, table.zone, _shifts(desk, begins, ends),
        {hour: number for (_weekday, hour), number in counted.counts.items()}, list(signed.only("kind", "recorded_at")),
    )  # fmt: skip


def _shifts(desk, begins, ends):
    planned = PlannedShift.objects.filter(desk=desk, starts_at__gte=begins, starts_at__lt=ends)
    found = {}
    rows = planned.order_by("starts_at", "code", "person__name_sort")
    for code, starts_at, ends_at, name in rows.values_list("code", "starts_at", "ends_at", "person__name"):
        found.setdefault((code, starts_at, ends_at), []).append(name)
    names = shift_types.names(desk)
    return [Shift(code, names.get(code, ""), starts, stops, tuple(who)) for (code, starts, stops), who in found.items()]
