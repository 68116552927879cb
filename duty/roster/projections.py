"""What follows from the newest approved version of each month: its state and the planned shifts."""

from django.db import transaction

from frontdesk.kernel.records.catalogue import Projection

from .commands.months import STATES, plan, planned_rows
from .models import PlannedShift, Roster, RosterVersion


def faults():
    """Rosters and planned shifts that do not say what steps and versions say."""
    for roster in Roster.objects.select_related("desk__project"):
        step = roster.steps.order_by("-id").first()
        if roster.state != (STATES[step.kind] if step else Roster.State.DRAFT):
            yield "roster.roster", roster.pk, "its state is not that of its last step"
        newest = roster.versions.order_by("-version").first()
        if roster.version != (newest.version if newest else 0):
            yield "roster.roster", roster.pk, "its version is not the newest one"
        wanted = {_key(row) for row in planned_rows(roster, newest.grid)} if newest else set()
        if {_key(row) for row in PlannedShift.objects.filter(roster=roster)} != wanted:
            yield "roster.planned", roster.pk, "its planned shifts are not those of the newest version"


def _key(row):
    return row.person_id, row.date, row.code, row.starts_at, row.ends_at


@transaction.atomic
def rebuild():
    count = 0
    for roster in Roster.objects.select_related("desk__project"):
        step = roster.steps.order_by("-id").first()
        newest = RosterVersion.objects.filter(roster=roster).order_by("-version").first()
        roster.state = STATES[step.kind] if step else Roster.State.DRAFT
        roster.version = newest.version if newest else 0
        roster.save(update_fields=["state", "version"])
        if newest:
            count += plan(roster, newest.grid)
    return count


PLANNED = Projection("planned shifts", faults, rebuild)
