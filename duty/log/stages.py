"""Which stages of a matter are still to come, and by when: pure questions over a matter's columns.

On site is asked of whoever goes to a place; elsewhere the same target is that of the first reply, which any step is.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import Matter, State

GOES_THERE = ("REP", "INC", "HLP", "SEC")
NAMES = {
    "accept": _("accept"),
    "arrive": _("be on site"),
    "reply": _("first reply"),
    "contain": _("contain"),
    "solve": _("result"),
    "call_back": _("call back"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    code: str
    by: datetime

    @property
    def name(self):
        return NAMES[self.code]


def pending(category, matter):
    """The Stages not reached yet, soonest first. matter: a Matter or a plain row with its columns."""
    if matter.state == State.CLOSED:
        return []
    if matter.state == State.CALL_BACK:
        return [Stage("call_back", matter.due_at)]
    found = [Stage("solve", matter.due_at)]
    waits_for_acceptance = matter.state == State.NEW or (matter.dispatched_at and not matter.accepted_at)
    if matter.accept_by and waits_for_acceptance and not (matter.arrived_at or matter.finished_at):
        found.append(Stage("accept", matter.accept_by))
    if matter.arrive_by and not (matter.arrived_at or matter.finished_at):
        if category in GOES_THERE:
            found.append(Stage("arrive", matter.arrive_by))
        elif matter.state == State.NEW:
            found.append(Stage("reply", matter.arrive_by))
    if matter.contain_by and matter.incident_at and not matter.contained_at:
        found.append(Stage("contain", matter.contain_by))
    return sorted(found, key=lambda stage: stage.by)


WORKED_ON = Q(state__in=[State.NEW, State.IN_PROGRESS])
NOT_THERE = Q(arrived_at=None, finished_at=None)


def missed(stage, at):
    """The matters whose acceptance, arrival (or first reply) or containment is overdue; the same rule, asked of the database."""
    conditions = {
        "accept": NOT_THERE
        & Q(accept_by__lt=at)
        & (Q(state=State.NEW) | Q(dispatched_at__isnull=False, accepted_at=None)),
        "arrive": NOT_THERE & Q(arrive_by__lt=at) & (Q(entry__category__in=GOES_THERE) | Q(state=State.NEW)),
        "contain": Q(contain_by__lt=at, incident_at__isnull=False, contained_at=None),
    }
    return Matter.objects.filter(WORKED_ON, conditions[stage])
