"""By when a matter should be done: a default for each category and priority, counted from its recording.

The regulation says only 及时 (promptly); these are the trade's usual figures (R01, R19).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS = {
    ("INC", "P1"): 24, ("INC", "P2"): 24,
    ("REP", "P1"): 24, ("REP", "P2"): 24, ("REP", "P3"): 72, ("REP", "P4"): 168,
    ("CMP", "P1"): 24, ("CMP", "P2"): 72, ("CMP", "P3"): 72, ("CMP", "P4"): 168,
    ("HLP", "P1"): 2, ("HLP", "P2"): 8, ("SEC", "P1"): 2, ("SEC", "P2"): 8,
    ("ENQ", "P4"): 48, ("SUG", "P4"): 168, ("PRA", "P4"): 24, ("SVC", "P4"): 72, ("REG", "P4"): 8, ("INT", "P3"): 24,
}  # fmt: skip
BY_PRIORITY = {"P1": 24, "P2": 24, "P3": 72, "P4": 168}
CALL_BACK = frozenset({("REP", "P1"), ("REP", "P2"), ("CMP", "P1"), ("CMP", "P2"), ("CMP", "P3"), ("INC", "P1")})


@dataclass(frozen=True)
class Due:
    accept_by: datetime | None
    arrive_by: datetime | None
    contain_by: datetime | None
    solve_by: datetime
    half_at: datetime
    most_at: datetime
    call_back_hours: int | None
    call_back_percent: int
    clock: str = "24h"

    def columns(self):
        return {
            "accept_by": self.accept_by, "arrive_by": self.arrive_by, "contain_by": self.contain_by,
            "due_at": self.solve_by, "half_at": self.half_at, "most_at": self.most_at,
        }  # fmt: skip


class Timetable:
    def add(self, clock, start, minutes):
        return start + timedelta(minutes=minutes)

    def left(self, clock, now, due):
        return (due - now) / timedelta(minutes=1)


def timetable(desk, at):
    return Timetable()


def reckon(*, desk, category, priority, at, grade="", appointed_at=None, timetable=None):
    solve = at + timedelta(hours=HOURS.get((category, priority), BY_PRIORITY[priority]))
    urgent = priority in {"P1", "P2"}
    return Due(
        accept_by=at + timedelta(minutes=10 if urgent else 120),
        arrive_by=at + timedelta(minutes=15 if priority == "P1" else 30) if urgent else None,
        contain_by=at + timedelta(minutes=15) if category == "INC" else None,
        solve_by=solve,
        half_at=at + (solve - at) * 0.5,
        most_at=at + (solve - at) * 0.8,
        call_back_hours=24 if (category, priority) in CALL_BACK else None,
        call_back_percent=100 if (category, priority) in CALL_BACK else 0,
    )


def due_at(category, priority, recorded_at):
    """The moment by which a matter should be solved."""
    return recorded_at + timedelta(hours=HOURS.get((category, priority), BY_PRIORITY[priority]))


def wants_call_back(category, priority, grade=""):
    """Whether every matter of this sort is called back before it counts as done."""
    return (category, priority) in CALL_BACK
