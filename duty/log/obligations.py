"""What the log owes to somebody: a matter past its due time (R01)."""

from collections import defaultdict

from frontdesk.kernel.notices.obligations import Owed
from frontdesk.kernel.people.models import Posting, Role

from .models import Matter


def overdue(at):
    """One per overdue matter, to its owner; without an owner who still works here, to the supervisors.

    A matter that gets a new due time is told anew.
    """
    posted, supervisors = set(), defaultdict(set)
    rows = Posting.objects.at(at).filter(person__is_active=True).values_list("person_id", "project_id", "role")
    for person_id, project_id, role in rows:
        posted.add((person_id, project_id))
        if role == Role.SUPERVISOR:
            supervisors[project_id].add(person_id)
    matters = Matter.objects.overdue(at).values_list(
        "entry_id", "owner_id", "desk__project_id", "due_at", "entry__serial", "unit_no"
    )
    for entry_id, owner_id, project_id, due_at, serial, unit_no in matters.iterator(chunk_size=2000):
        for person_id in {owner_id} if (owner_id, project_id) in posted else supervisors[project_id]:
            yield Owed(
                person_id=person_id,
                project_id=project_id,
                key=f"matter:{entry_id}:overdue:{due_at:%Y%m%d%H%M}",
                kind="matter_overdue",
                subject=f"{serial:04d} {unit_no}".strip(),
                link=f"/log/entries/{entry_id}/",
            )
