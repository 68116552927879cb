"""The three clocks on which target times run.

`24h` always runs; `desk` runs while the desk is open; `wd` runs on workdays from midnight to midnight, so that one
workday from Friday 15:00 is Monday 15:00. Without any service hours `desk` runs always: a promise that never falls due would
be worse.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import settings_cache

from .days import Days
from .models import ServiceHours

AHEAD = 400  # days that are looked through at most
MINUTE = timedelta(minutes=1)


class Clock(StrEnum):
    ALWAYS = "24h"
    DESK = "desk"
    WORKDAYS = "wd"


CLOCKS = [(Clock.ALWAYS, _("always")), (Clock.DESK, _("in service hours")), (Clock.WORKDAYS, _("on workdays"))]


@dataclass(frozen=True)
class Timetable:
    """A desk's hours and days. hours: {kind of day: (opens, closes)}, local times; a kind that is missing is closed."""

    zone: ZoneInfo
    hours: dict
    days: Days

    def add(self, clock, start, minutes):
        """The moment at which so many minutes of a clock have run since `start` (aware; so is the answer)."""
        left = timedelta(minutes=minutes)
        for begins, ends in self._windows(clock, start):
            if ends - begins >= left:
                return begins + left
            left -= ends - begins
        return start + left

    def left(self, clock, now, due):
        """Minutes of a clock between two moments; negative when `due` has passed."""
        if due < now:
            return -self.left(clock, due, now)
        run = timedelta(0)
        for begins, ends in self._windows(clock, now):
            if begins >= due:
                break
            run += min(ends, due) - begins
        return run / MINUTE

    def serves(self, day):
        """Whether the desk is open at all on a day; without any service hours it is open on every one."""
        opens, closes = self.hours.get(self.days.assumed(day), (time.min, time.min))
        return opens < closes or not self._has_hours()

    def _has_hours(self):
        return any(opens < closes for opens, closes in self.hours.values())

    def _windows(self, clock, start):
        """(begins, ends) of the spans in which a clock runs, from `start` on."""
        if clock == Clock.ALWAYS or (clock == Clock.DESK and not self._has_hours()):
            yield start, datetime.max.replace(tzinfo=start.tzinfo) - timedelta(days=2)
            return
        today = start.astimezone(self.zone).date()
        for ahead in range(AHEAD):
            day = today + timedelta(days=ahead)
            begins, ends = self._span(clock, day)
            if ends > start and begins < ends:
                yield max(begins, start), ends

    def _span(self, clock, day):
        if clock == Clock.WORKDAYS:
            ends = self._at(day + timedelta(days=1), time.min)
            return (self._at(day, time.min) if self.days.is_worked(day) else ends), ends
        opens, closes = self.hours.get(self.days.assumed(day), (time.min, time.min))
        return self._at(day, opens), self._at(day, closes)

    def _at(self, day, clock):
        return datetime.combine(day, clock, self.zone)


def of(desk):
    """The timetable of a desk (with its project). Read once for each change of the project's settings."""

    def read():
        rows = ServiceHours.objects.filter(desk=desk).values_list("day_kind", "opens", "closes")
        hours = {kind: (opens, closes) for kind, opens, closes in rows}
        return Timetable(ZoneInfo(desk.project.time_zone), hours, Days.of(desk.project_id))

    return settings_cache.get(desk.project, f"timetable:{desk.pk}", read)
