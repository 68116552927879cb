"""A month to be drafted, as plain data.

Days are counted from 0; times are minutes from midnight of the day a shift begins, so that an end may pass 1440.
"""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

MINUTES = 60
DAY = 24 * MINUTES
WEEK = 7
BUTLER, DESK_CLERK = "butler", "desk_clerk"
WORKDAY, REST_DAY, HOLIDAY = "W", "R", "H"
LATE_SHIFTS = frozenset("LN")
FREE = ""


@dataclass(frozen=True)
class Day:
    """A date, whether it is a workday (make-up workdays too), rest day or statutory holiday, and {shift: people}."""

    date: datetime.date
    kind: str
    demand: dict[str, int]


@dataclass(frozen=True)
class Shift:
    code: str
    starts: int
    ends: int
    paid: int = 8 * MINUTES

    def gap_to(self, later, days):
        """Minutes free between this shift and `later`, which begins so many days on."""
        return days * DAY + later.starts - self.ends


@dataclass(frozen=True)
class Counts:
    """Shifts since the year began: late, on rest days, on statutory holidays."""

    late: int = 0
    rest: int = 0
    hol: int = 0


@dataclass(frozen=True)
class Person:
    """Somebody who may stand duty. Wishes are (day, weight) and (day, shift code, weight)."""

    id: int | str
    role: str
    name: str = ""
    leave: frozenset[int] = frozenset()
    no_shifts: frozenset[str] = frozenset()
    want_off: tuple[tuple[int, int], ...] = ()
    want_shift: tuple[tuple[int, str, int], ...] = ()
    previous: tuple[str, ...] = (FREE,) * WEEK
    so_far: Counts = field(default_factory=Counts)

    @property
    def is_butler(self):
        return self.role == BUTLER

    def __str__(self):
        return self.name or str(self.id)


@dataclass(frozen=True)
class Instance:
    """pinned: {(person id, day): shift code, or "" for a day off}; the draft never moves them."""

    name: str
    days: tuple[Day, ...]
    shifts: dict[str, Shift]
    staff: tuple[Person, ...]
    month: str = ""
    pinned: dict[tuple[int | str, int], str] = field(default_factory=dict)

    @cached_property
    def workdays(self):
        return sum(day.kind == WORKDAY for day in self.days)

    @cached_property
    def span(self):
        return range(len(self.days))

    def demanded(self):
        """(day, shift code, people) of every shift that is to be staffed."""
        return [(d, code, n) for d, day in enumerate(self.days) for code, n in day.demand.items() if n]

    def runs(self, day, code):
        """Whether a shift takes place that day: nobody is put on one that nobody asked for."""
        return self.days[day].demand.get(code, 0) > 0

    def may(self, person, day, code):
        """Whether somebody may stand a shift as far as leave and forbidden shifts go."""
        return day not in person.leave and code not in person.no_shifts and self.runs(day, code)

    def weeks(self):
        """Monday–Sunday weeks that lie wholly in the month and the seven days before it, as day ranges from -7 on."""
        first = self.days[0].date
        monday = -WEEK + (WEEK - (first - datetime.timedelta(WEEK)).weekday()) % WEEK
        starts = range(monday, len(self.days) - WEEK + 1, WEEK)
        return [range(start, start + WEEK) for start in starts if start > -WEEK]

    def as_dict(self):
        """The form that reading.read takes."""
        return {
            "name": self.name,
            "month": self.month,
            "days": [{"date": d.date.isoformat(), "kind": d.kind, "demand": dict(d.demand)} for d in self.days],
            "shifts": {
                s.code: {"start": _hours(s.starts), "end": _hours(s.ends), "paid_hours": _hours(s.paid)}
                for s in self.shifts.values()
            },
            "staff": [_person(person) for person in self.staff],
            "pinned": [[person, day, code] for (person, day), code in self.pinned.items()],
        }


def _hours(minutes):
    return minutes // MINUTES if minutes % MINUTES == 0 else minutes / MINUTES


def _person(person):
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "leave": sorted(person.leave),
        "no_shifts": sorted(person.no_shifts),
        "want_off": [list(wish) for wish in person.want_off],
        "want_shift": [list(wish) for wish in person.want_shift],
        "previous_7_days": [code or None for code in person.previous],
        "year_to_date": {"late": person.so_far.late, "rest": person.so_far.rest, "hol": person.so_far.hol},
    }
