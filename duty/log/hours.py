"""When the desk is busy: entries by weekday and hour, so that busy windows are set from facts (R14, A08)."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr

from duty.roster import clocks

from .models import Entry

HOUR, MINUTE = 13, 16  # characters of '2026-11-23 02:05'
BUSY = 1.3  # an hour is busy from so many times the usual number on


@dataclass(frozen=True)
class Hours:
    """Entries between two days, both included. counts: {(weekday, hour): number}, weekday 0 a Monday, local hours."""

    first: date
    last: date
    counts: Counter

    @property
    def all(self):
        return self.counts.total()

    @property
    def most(self):
        return max(self.counts.values(), default=0)

    @property
    def span(self):
        """The hours from the first to the last in which anything was written, in order."""
        hours = [hour for _day, hour in self.counts]
        return range(min(hours), max(hours) + 1) if hours else range(0)

    @property
    def rows(self):
        """[(hour, [number of each weekday], their sum)]"""
        rows = [(hour, [self.counts[day, hour] for day in range(7)]) for hour in self.span]
        return [(hour, numbers, sum(numbers)) for hour, numbers in rows]

    @property
    def busy(self):
        """[(from, until)] of the stretches of the day, as local hours, in which clearly more is written than usual."""
        rows, found = self.rows, []
        usual = self.all / len(rows) if rows else 0
        for hour, _numbers, number in rows:
            if number < usual * BUSY:
                continue
            if found and found[-1][1] == hour:
                found[-1] = (found[-1][0], hour + 1)
            else:
                found.append((hour, hour + 1))
        return [(time(begins), time(min(ends, 23), 0 if ends < 24 else 59)) for begins, ends in found]


def of(desk, first, last):
    """The Hours of a desk (with its project) between two local days."""
    counts = Counter()
    for local, number in written(desk, first, last):
        counts[local.weekday(), local.hour] += number
    return Hours(first, last, counts)


def written(desk, first, last):
    """[(local hour, number of entries)] between two local days, both included. One question, answered from an index alone."""
    zone = clocks.of(desk).zone
    begins, ends = (datetime.combine(day, time.min, zone) for day in (first, last + timedelta(days=1)))
    rows = Entry.objects.filter(desk=desk, recorded_at__gte=begins, recorded_at__lt=ends)
    # Both databases write a moment alike, in UTC; where local hours do not begin with those of UTC, minutes are asked for.
    length = HOUR if not begins.utcoffset() % timedelta(hours=1) else MINUTE
    moments = rows.annotate(moment=Substr(Cast("recorded_at", CharField()), 1, length)).order_by()
    return [
        (datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(zone), number)
        for moment, number in moments.values_list("moment").annotate(Count("id"))
    ]
