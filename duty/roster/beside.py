"""What the roster adds to the workbench: the month that waits for somebody's hand (R09)."""

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.kernel.people.models import Role

from . import clocks
from .commands.months import deadline
from .models import Roster
from .obligations import REMIND_FROM_DAY, month_after

STEPS = {Roster.State.DRAFT, Roster.State.DRAFTED, Roster.State.REVIEWED}


@dataclass(frozen=True)
class Waiting:
    """A month that waits. state: of its roster, None where it is not begun; due_at: when it is late, None for an approval."""

    month: date
    state: str | None
    due_at: datetime | None = None


def waiting(desk, roles, at):
    """For the lead, what is submitted; for the supervisor, next month's until it is: from the 20th, or once it is begun."""
    found = []
    if Role.PROJECT_LEAD in roles:
        rows = Roster.objects.filter(desk=desk, state=Roster.State.SUBMITTED).order_by("month")
        found = [Waiting(roster.month, roster.state) for roster in rows]
    if Role.SUPERVISOR in roles:
        today = at.astimezone(clocks.of(desk).zone).date()
        month = month_after(today)
        state = Roster.objects.filter(desk=desk, month=month).values_list("state", flat=True).first()
        if state in STEPS or (state is None and today.day >= REMIND_FROM_DAY):
            found.append(Waiting(month, state, deadline(month, desk.project.time_zone)))
    return found
