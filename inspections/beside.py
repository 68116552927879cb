"""What supervision adds to pages of apps below, and to the workbench: what is owed, the day's points, who has inspected what."""

from dataclasses import dataclass

from duty.roster import clocks

from . import days, due, onduty, reading, shifts
from .models import Inspection, Rectification
from .rules import INSPECTORS, READERS, TOLD

LOOK_BACK = 7  # days whose reading is owed
OWED = {due.State.DUE, due.State.MISSED, due.State.UPCOMING}


@dataclass(frozen=True)
class Owed:
    """What somebody who supervises owes today: inspections, days to read, findings past their day."""

    tasks: list
    days: list
    overdue: int
    may_inspect: bool


def owed(request):
    """The Owed of whoever asks; None for somebody who does not supervise, or owes nothing."""
    if not request.roles & INSPECTORS:
        return None
    desk, today = request.desk, days.local(clocks.of(request.desk), request.at)
    tasks = [task for task in due.tasks(desk, today, today, request.at) if task.state in OWED]
    states = reading.states(desk, today - days.DAY * LOOK_BACK, today - days.DAY, request.at)
    unread = [held for held in states if held.state in {reading.State.UNREAD, reading.State.PARTLY}][-3:]
    overdue = Rectification.objects.filter(desk=desk).overdue(today).count()
    return Owed(tasks, unread[::-1], overdue, may_inspect=True) if tasks or unread or overdue else None


def points(request, _about=None):
    """The day's points that somebody on duty has not ticked yet (R60)."""
    if not request.roles & TOLD:
        return None
    today = days.local(clocks.of(request.desk), request.at)
    notices = list(onduty.unticked(request.desk, request.user, today).order_by("id"))
    return ("inspections/_notices.html", {"notices": notices}) if notices else None


def checks_of_sheet(request, sheet):
    """Who has inspected a handover, or the shift it handed over, and when; for the supervisor a way to do so (R03)."""
    day, code = (sheet.from_date, sheet.from_code) if sheet.from_date else (sheet.to_date, sheet.to_code)
    return _checked(request, Inspection.objects.of_sheet(sheet), day, [code] if day else [])


def checks_of_day(request, day):
    """Who has inspected on a day, or one of its shifts later; for the supervisor a way to do so (R03)."""
    codes = shifts.of_day(request.desk, day, request.at) if request.roles & INSPECTORS else ()
    return _checked(request, Inspection.objects.of_day(request.desk.pk, day), day, codes)


def _checked(request, rows, day, codes):
    """That a shift was spot-checked may be seen by everybody at the desk; what was found, by those who supervise."""
    reads = bool(request.roles & READERS)
    found = list(
        (rows if reads else rows.filter(kind=Inspection.Kind.SPOT)).select_related("recorded_by").order_by("id")
    )
    codes = codes if request.roles & INSPECTORS else ()
    if not (found or codes):
        return None
    return "inspections/_checked.html", {"inspections": found, "may_open": reads, "day": day, "codes": codes}
