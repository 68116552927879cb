"""Setting up the shifts and the service hours of a desk."""

from datetime import time

from ..models import DayKind, ServiceHours, ShiftType

DEFAULT_SHIFTS = [("E", "早班", time(8), time(16)), ("L", "晚班", time(14), time(22))]


def set_up_hours(*, desk, opens=time(8), closes=time(22)):
    """Give a new desk its service hours, the same on every kind of day. A01: from 8:00 to 22:00. R13."""
    for kind in DayKind:
        ServiceHours(desk=desk, day_kind=kind, opens=opens, closes=closes).save()


def set_up_shifts(*, desk, shifts=DEFAULT_SHIFTS):
    """Give a new desk its shift types: [(code, name, local start, local end)]. A01: service from 8:00 to 22:00."""
    for code, name, starts, ends in shifts:
        ShiftType(desk=desk, code=code, name=name, starts=starts, ends=ends).save()
