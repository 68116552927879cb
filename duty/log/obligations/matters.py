"""Time that runs: half of it, four fifths, all of it; stages that were missed; matters at which nobody does anything."""

from django.db.models import Q

from frontdesk.kernel.notices.obligations import Owed
from frontdesk.kernel.people.models import Role

from .. import stages
from ..models import Matter
from .audience import Audience

BATCH = 2000
ABOUT = ("entry_id", "owner_id", "desk__project_id", "entry__serial", "unit_no", "priority")


def owed(to, *, project_id, entry_id, stage, about, kind, link="", urgent=False):
    """An Owed for each person in `to`. about: (serial, unit); stage: what makes the key unique."""
    serial, unit = about
    for person_id in to:
        yield Owed(
            person_id=person_id, project_id=project_id, key=f"matter:{entry_id}:{stage}", kind=kind,
            subject=f"{serial:04d} {unit}".strip(), link=link or f"/log/entries/{entry_id}/", urgent=urgent,
        )  # fmt: skip


def time_running(at):
    """50, 80 and 100 % of the time to the result (or to the call-back): to the owner, the latest stage that is reached.

    A matter that gets a new due time is told anew; while it is paused nobody is reminded.
    """
    audience = Audience(at)
    rows = (
        Matter.objects.open()
        .filter(Q(half_at__lte=at) | Q(due_at__lte=at))
        .exclude(paused_until__gt=at)
        .values_list(*ABOUT, "due_at", "most_at")
    )
    for entry_id, owner_id, project_id, serial, unit, priority, due_at, most_at in rows.iterator(chunk_size=BATCH):
        over, nearly = due_at < at, most_at is not None and most_at <= at
        stage = "overdue" if over else "most" if nearly else "half"
        to = audience.owner(owner_id, project_id)
        if over and priority in {"P1", "P2"}:
            to = to | audience.holders(project_id, Role.SUPERVISOR)
        yield from owed(
            to, project_id=project_id, entry_id=entry_id, stage=f"{stage}:{due_at:%Y%m%d%H%M}", about=(serial, unit),
            kind=f"matter_{stage}", urgent=over and priority == "P1",
        )  # fmt: skip


def missed_stages(at):
    """Not accepted or not on site in time: the owner and the supervisor; not contained: the supervisor and the lead."""
    audience = Audience(at)
    for stage in ("accept", "arrive", "contain"):
        rows = stages.missed(stage, at).exclude(paused_until__gt=at).values_list(*ABOUT, f"{stage}_by")
        for entry_id, owner_id, project_id, serial, unit, priority, by in rows.iterator(chunk_size=BATCH):
            if stage == "contain":
                to, urgent = audience.holders(project_id, Role.SUPERVISOR, Role.PROJECT_LEAD), True
            else:
                urgent = priority in {"P1", "P2"}
                to = audience.owner(owner_id, project_id)
                to = to | audience.holders(project_id, Role.SUPERVISOR) if urgent else to
            yield from owed(
                to, project_id=project_id, entry_id=entry_id, stage=f"{stage}:{by:%Y%m%d%H%M}", about=(serial, unit),
                kind=f"matter_{stage}", urgent=urgent,
            )  # fmt: skip


def unowned(at):
    """An open matter whose owner does not work here any more: the supervisor, once for each who left it. R01."""
    audience = Audience(at)
    rows = Matter.objects.unowned(at).values_list(*ABOUT)
    for entry_id, owner_id, project_id, serial, unit, _ in rows.iterator(chunk_size=BATCH):
        yield from owed(
            audience.holders(project_id, Role.SUPERVISOR), project_id=project_id, entry_id=entry_id,
            stage=f"unowned:{owner_id}", about=(serial, unit), kind="matter_unowned", link="/matters/?show=unowned",
        )  # fmt: skip


def left_lying(at):
    """Nothing was done for longer than the priority allows: the owner, once for each such silence."""
    audience = Audience(at)
    rows = Matter.objects.stale(at).values_list(*ABOUT, "stale_at")
    for entry_id, owner_id, project_id, serial, unit, _, since in rows.iterator(chunk_size=BATCH):
        yield from owed(
            audience.owner(owner_id, project_id), project_id=project_id, entry_id=entry_id,
            stage=f"stale:{since:%Y%m%d%H%M}", about=(serial, unit), kind="matter_stale",
        )  # fmt: skip
