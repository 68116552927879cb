"""Setting up the shifts, service hours and busy windows of a desk, and changing them."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history, settings_cache
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak, refused

from .. import rules
from ..models import BusyWindow, DayKind, Outcome, ServiceHours, ShiftType
from .attendance import DEFAULT_OUTCOMES

DEFAULT_SHIFTS = [("E", "早班", time(8), time(16)), ("L", "晚班", time(14), time(22))]
EVERY, FIRST_REST = BusyWindow.Days.EVERY, BusyWindow.Days.FIRST_REST_DAY
DEFAULT_WINDOWS = [
    (EVERY, time(8), time(9, 30)),
    (EVERY, time(11, 30), time(13)),
    (EVERY, time(17), time(19, 30)),
    (FIRST_REST, time(10), time(12)),
]
MOST_SHIFTS = 12


def set_up_desk(*, desk, shifts=DEFAULT_SHIFTS, opens=time(8), closes=time(22)):
    """Give a new desk its shift types [(code, name, local start, end)], hours, busy windows, and its project outcomes.

    The defaults are those of A01 and A08: service from 8:00 to 22:00. R13, R14, R48.
    """
    for code, name, starts, ends in shifts:
        ShiftType(desk=desk, code=code, name=name, starts=starts, ends=ends).save()
    for kind in DayKind:
        ServiceHours(desk=desk, day_kind=kind, opens=opens, closes=closes).save()
    for days, starts, ends in DEFAULT_WINDOWS:
        BusyWindow(desk=desk, days=days, starts=starts, ends=ends).save()
    if not Outcome.objects.filter(project=desk.project_id).exists():
        for name in DEFAULT_OUTCOMES:
            Outcome(project_id=desk.project_id, name=name).save()


def change_shift(*, desk, code, name, starts, ends, break_minutes, people, by, at):
    """Set a shift type of the desk, new or known by its code. Approved months keep the times they were approved with. R13."""
    _must_plan(by, desk, at)
    with constraints_speak(ShiftType), transaction.atomic():
        shift = ShiftType.objects.filter(desk=desk, code=code).first() or ShiftType(desk=desk, code=code)
        if shift.pk is None and ShiftType.objects.filter(desk=desk).count() >= MOST_SHIFTS:
            raise Refused(
                _("A desk has at most %(most)s shifts. Change one that nobody stands any more.") % {"most": MOST_SHIFTS}
            )
        shift.name, shift.starts, shift.ends = name.strip(), starts, ends
        shift.break_minutes, shift.people = break_minutes, people
        if shift.starts == shift.ends:
            raise Refused(_("A shift ends at another time than it starts. Look at the two times."))
        _save(shift, ShiftType, by, at)
        settings_cache.changed(desk.project_id)
    return shift


def add_busy_window(*, desk, days, starts, ends, by, at):
    """Put a busy window into the desk's table. R14, A08."""
    _must_plan(by, desk, at)
    with constraints_speak(BusyWindow), transaction.atomic():
        _save(BusyWindow(desk=desk, days=days, starts=starts, ends=ends), BusyWindow, by, at)
        settings_cache.changed(desk.project_id)


def remove_busy_window(*, window_id, by, at):
    """Take a busy window out; its history stays."""
    window = BusyWindow.objects.select_related("desk").get(pk=window_id)
    _must_plan(by, window.desk, at)
    with transaction.atomic():
        history.delete(window, by=by, at=at)
        settings_cache.changed(window.desk.project_id)


def _save(row, model, by, at):
    try:
        row.clean_fields(exclude=["desk"])
    except ValidationError as wrong:
        raise refused(wrong, model) from None
    history.save(row, by=by, at=at)


def _must_plan(by, desk, at):
    if not rules.may_plan(by, desk.project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead change this."))
