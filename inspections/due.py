"""The inspections that are owed: derived from days, changes of shift and settings, and never typed by anybody (R59, A27, A28).

What was not done by its time is missed, and stays so; an inspection that is made later that day stands beside it as late.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from duty.roster import clocks
from handover import turns

from .days import DAY, at_clock, between, local
from .known import Known
from .models import Inspection, InspectionSettings, OffDuty

REMIND_AT, DUE_AT = time(9), time(9, 30)
BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=30)  # the window round a change of shift
Kind, Handovers = Inspection.Kind, InspectionSettings.Handovers


class State(models.TextChoices):
    UPCOMING = "upcoming", _("not yet due")
    DUE = "due", _("due")
    DONE = "done", _("done in time")
    LATE = "late", _("missed, done late")
    MISSED = "missed", _("missed, not inspected")
    EXCUSED = "excused", _("no supervisor on duty")


@dataclass(frozen=True)
class Task:
    """One inspection that is owed. inspection: the one that settles it, or None; off: the OffDuty of its day, or None."""

    kind: str
    day: date
    due_from: datetime
    due_to: datetime
    state: str
    inspection: Inspection | None = None
    off: OffDuty | None = None

    @property
    def state_label(self):
        return State(self.state).label

    @property
    def kind_label(self):
        return Kind(self.kind).label

    @property
    def key(self):
        return f"{self.kind}:{self.due_to:%Y%m%d%H%M}"

    @property
    def is_missed(self):
        return self.state in {State.LATE, State.MISSED}

    @property
    def is_open(self):
        """Whether somebody still ought to make it: due now, or missed and not caught up with."""
        return self.state in {State.DUE, State.MISSED}


def tasks(desk, first, last, at, known=None):
    """[Task] of the days from `first` to `last`, in order, as they stand at a moment.

    known: what is on record about these days, where it was read for many desks at once.
    """
    table, known = clocks.of(desk), known or Known([desk], first, last)
    began, until = known.first_owed(desk, table), min(last, local(table, at))
    days = [day for day in between(first, until) if began and day >= began and table.serves(day)]
    made, off = known.inspections, known.off
    found = [_daily(table, day, made[desk.pk, Kind.DAILY, day], off.get((desk.pk, day)), at) for day in days]
    wanted = {day: known.settings(desk.project_id, at_clock(table, day, time.min)).handover_inspections for day in days}
    days = [day for day in days if wanted[day] != Handovers.NONE]
    for day, moments in _changes(desk, table, days).items():
        inspected = made[desk.pk, Kind.HANDOVER, day]
        found += _at_changes(wanted[day], day, moments, inspected, off.get((desk.pk, day)), at)
    return sorted(found, key=lambda task: (task.day, task.due_to, task.kind))


def _daily(table, day, made, off, at):
    due_from, due_to = at_clock(table, day, time.min), at_clock(table, day, DUE_AT)
    in_time = [one for one in made if one.recorded_at <= due_to]
    return _task(Kind.DAILY, day, due_from, due_to, in_time, made, off, at)


def _at_changes(wanted, day, moments, made, off, at):
    """The tasks of a day's changes of shift: one each, or one for all of them."""
    windows = [(moment - BEFORE, moment + AFTER) for moment in moments]
    inside = {window: [one for one in made if window[0] <= one.recorded_at <= window[1]] for window in windows}
    if wanted == Handovers.ONE:
        due_from, due_to = windows[0][0], windows[-1][1]
        in_time = [one for some in inside.values() for one in some]
        yield _task(
            Kind.HANDOVER, day, due_from, due_to, in_time, [one for one in made if one.recorded_at > due_to], off, at
        )
        return
    for number, window in enumerate(windows):
        until = windows[number + 1][0] if number + 1 < len(windows) else None
        later = [one for one in made if one.recorded_at > window[1] and (until is None or one.recorded_at < until)]
        yield _task(Kind.HANDOVER, day, *window, inside[window], later, off, at)


def _task(kind, day, due_from, due_to, in_time, later, off, at):
    if in_time:
        state, inspection = State.DONE, in_time[0]
    elif off and off.recorded_at <= due_to:
        state, inspection = State.EXCUSED, None
    elif at <= due_to:
        state, inspection = (State.DUE if at >= due_from else State.UPCOMING), None
    else:
        state, inspection = (State.LATE, later[0]) if later else (State.MISSED, None)
    return Task(kind, day, due_from, due_to, state, inspection, off)


def _changes(desk, table, days):
    """{day: moments at which the desk changes hands from one shift to the next} of those days that have any."""
    wanted, found = set(days), defaultdict(set)
    middles = [start + DAY for start in between(days[0], days[-1])[::3]] if days else []
    for middle, around in turns.around_days(desk, middles).items():
        # The turns round a day reach two days to each side; those of the outermost do not know what came before or after.
        for turn in around:
            day = local(table, turn.at)
            if turn.kind == turns.Kind.CHANGE and day in wanted and abs(day - middle) <= DAY:
                found[day].add(turn.at.astimezone(UTC))
    return {day: sorted(moments) for day, moments in sorted(found.items())}
