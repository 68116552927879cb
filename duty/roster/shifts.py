"""The shift types and busy windows of a desk, which every page and every entry asks for: read once until they change.

Clause 4-1-B (2–3): R13, R14.
"""

from frontdesk.kernel.people import settings_cache

from .models import BusyWindow, ShiftType


def of(desk):
    """[ShiftType] of a desk (with its project), by their start. Not to be altered."""
    return settings_cache.get(
        desk.project, f"shifts {desk.pk}", lambda: list(ShiftType.objects.filter(desk=desk).order_by("starts", "id"))
    )


def names(desk):
    """{code: name}"""
    return {shift.code: shift.name for shift in of(desk)}


def running_at(desk, clock):
    """The shift type on duty at a local time of day, the later one where two overlap; None when unstaffed.

    The incoming shift takes over in the quarter of an hour before it starts, so in an overlap it leads.
    """
    running = [shift for shift in of(desk) if shift.covers(clock)]
    return min(running, key=lambda shift: shift.minutes_since_start(clock), default=None)


def busy_windows(desk):
    """[BusyWindow] of a desk. Not to be altered."""
    return settings_cache.get(
        desk.project, f"busy windows {desk.pk}", lambda: list(BusyWindow.objects.filter(desk=desk))
    )
