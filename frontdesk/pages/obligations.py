"""What is told of several rooms at once: each checkpoint to the project lead, whose mail keeps it outside this system."""

from collections import defaultdict
from datetime import timedelta

from django.urls import reverse

from frontdesk.kernel.notices.obligations import Owed
from frontdesk.kernel.people.models import Posting, Role
from frontdesk.kernel.records import paper
from frontdesk.kernel.records.models import Checkpoint

TOLD_FOR = timedelta(days=7)  # an outage that lasts longer leaves a checkpoint untold; it is in the database still


def checkpoints(at):
    """The short form of every checkpoint of the last days, to those who lead its project (R40)."""
    leads = defaultdict(set)
    held = Posting.objects.at(at).filter(role=Role.PROJECT_LEAD, person__is_active=True)
    for project_id, person_id in held.values_list("project_id", "person_id"):
        leads[project_id].add(person_id)
    rows = Checkpoint.objects.filter(at__gt=at - TOLD_FOR).select_related("chain__desk")
    for checkpoint in rows.order_by("id").iterator(chunk_size=500):
        project_id, code = checkpoint.chain.desk.project_id, paper.short(checkpoint)
        for person_id in leads[project_id]:
            yield Owed(
                person_id=person_id, project_id=project_id, key=f"checkpoint:{checkpoint.pk}", kind="checkpoint",
                subject=code, link=f"{reverse('check_paper')}?code={code}",
            )  # fmt: skip
