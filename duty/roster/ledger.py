"""The month's hours, and whether the desk is in one of its busy windows (R14, R22, L01–L05)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.kernel.people.models import User

from . import attendance, clocks, grid, shifts
from .models import BusyWindow, DayKind, DutyCase, PlannedShift

DAY_MINUTES = 8 * 60


@dataclass(frozen=True)
class Line:
    """One person's month; times in minutes. over: attended beyond the hours of the month's workdays."""

    person: object
    planned: int
    attended: int
    over: int
    late: int
    absent: int
    late_shifts: int
    rest_shifts: int
    holiday_shifts: int


def month(desk, first):
    """([Line] by name, the minutes of the month's workdays) of a calendar month, given its first day."""
    zone, days = ZoneInfo(desk.project.time_zone), clocks.of(desk).days
    dates = grid.days_of(first)
    begins, ends = (datetime.combine(day, time.min, zone) for day in (dates[0], dates[-1] + timedelta(days=1)))
    planned, kinds = Counter(), {name: Counter() for name in ("late", "rest", "holiday")}
    stood = PlannedShift.objects.filter(desk=desk, date__range=(dates[0], dates[-1]))
    for person, day, code, starts, stops in stood.values_list("person_id", "date", "code", "starts_at", "ends_at"):
        planned[person] += int((stops - starts).total_seconds() // 60)
        kinds["late"][person] += code in {"L", "N"}
        kinds["rest"][person] += days.assumed(day) == DayKind.REST_DAY
        kinds["holiday"][person] += days.assumed(day) == DayKind.HOLIDAY
    attended = attendance.minutes(desk, begins, ends)
    cases = Counter(
        DutyCase.objects.filter(desk=desk, date__range=(dates[0], dates[-1]))
        .order_by()
        .values_list("person_id", "kind")
    )
    target = DAY_MINUTES * sum(days.is_worked(day) for day in dates)
    people = User.objects.filter(pk__in={*planned, *attended, *(person for person, _kind in cases)})
    lines = [
        Line(
            person, planned[person.pk], attended[person.pk], max(0, attended[person.pk] - target),
            cases[person.pk, DutyCase.Kind.LATE], cases[person.pk, DutyCase.Kind.ABSENT],
            kinds["late"][person.pk], kinds["rest"][person.pk], kinds["holiday"][person.pk],
        )
        for person in people.order_by("name_sort", "id")
    ]  # fmt: skip
    return lines, target


def busy_now(desk, at):
    """The busy window that runs at a moment, or None."""
    local = at.astimezone(ZoneInfo(desk.project.time_zone))
    days = clocks.of(desk).days
    for window in shifts.busy_windows(desk):
        daily = window.days == BusyWindow.Days.EVERY
        if window.starts <= local.time() < window.ends and (daily or _is_first_rest_day(days, local.date())):
            return window
    return None


def _is_first_rest_day(days, day):
    """Whether a day is free and the one before it was worked."""
    return not days.is_worked(day) and days.is_worked(day - timedelta(days=1))
