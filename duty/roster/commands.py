"""Setting up the shifts of a desk."""

from datetime import time

from .models import ShiftType

DEFAULT_SHIFTS = [("E", "早班", time(8), time(16)), ("L", "晚班", time(14), time(22))]


def set_up_shifts(*, desk, shifts=DEFAULT_SHIFTS):
    """Give a new desk its shift types: [(code, name, local start, local end)]. A01: service from 8:00 to 22:00."""
    for code, name, starts, ends in shifts:
        ShiftType(desk=desk, code=code, name=name, starts=starts, ends=ends).save()
