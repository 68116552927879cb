"""What the log owes to somebody: a matter past its due time (R01)."""

from frontdesk.kernel.notices.obligations import Owed

from .models import Matter


def overdue(at):
    """One per overdue matter, to its owner. A matter that gets a new due time is told anew."""
    rows = (
        Matter.objects.overdue(at)
        .filter(owner__is_active=True)
        .values_list("entry_id", "owner_id", "desk__project_id", "due_at", "entry__serial", "unit_no")
    )
    for entry_id, owner_id, project_id, due_at, serial, unit_no in rows.iterator(chunk_size=2000):
        yield Owed(
            person_id=owner_id,
            project_id=project_id,
            key=f"matter:{entry_id}:overdue:{due_at:%Y%m%d%H%M}",
            kind="matter_overdue",
            subject=f"{serial:04d} {unit_no}".strip(),
            link=f"/log/entries/{entry_id}/",
        )
