"""A drill that asks for confirmation, and a post that could not be reached (R34)."""

from collections import Counter
from datetime import timedelta

from frontdesk.kernel.notices.obligations import Owed
from frontdesk.kernel.people.models import Role

from ..models import ContactAttempt, Drill, DrillAnswer, OnCallPost
from ..on_call import ANSWER_DRILL_WITHIN, FAILURES, LATELY
from .audience import Audience

OPEN_FOR = timedelta(days=1)


def _owed(to, project_id, key, kind, subject):
    for person_id in filter(None, to):
        yield Owed(person_id, project_id, key, kind, str(subject), "/on-call/", True)


def drills(at):
    """Asked: each holder. Not confirmed in half an hour: the deputy and the supervisor."""
    rows = Drill.objects.filter(recorded_at__lte=at, recorded_at__gt=at - OPEN_FOR).select_related("desk")
    audience = Audience(at)
    for drill in rows:
        project_id = drill.desk.project_id
        answered = set(DrillAnswer.objects.filter(drill=drill).values_list("kind", flat=True))
        for post in OnCallPost.objects.filter(project_id=project_id).exclude(kind__in=answered):
            key = f"drill:{drill.pk}:{post.kind}"
            yield from _owed([post.holder_id], project_id, f"{key}:asked", "drill_asked", post.get_kind_display())
            if drill.recorded_at + ANSWER_DRILL_WITHIN <= at:
                to = {post.deputy_id, *audience.holders(project_id, Role.SUPERVISOR)}
                yield from _owed(to, project_id, f"{key}:silent", "drill_silent", post.get_kind_display())


def unreachable(at):
    """Two attempts in vain within an hour: the supervisor is told that the deputy is rung."""
    failed = ContactAttempt.objects.filter(recorded_at__gt=at - LATELY, recorded_at__lte=at).exclude(
        outcome=ContactAttempt.Outcome.REACHED
    )
    counts, last = Counter(), {}
    for project_id, kind, person_id, pk in failed.order_by("id").values_list(
        "desk__project_id", "kind", "person_id", "pk"
    ):
        counts[project_id, kind, person_id] += 1
        if counts[project_id, kind, person_id] == FAILURES:
            last[project_id, kind, person_id] = pk
    audience = Audience(at)
    for (project_id, kind, person_id), pk in last.items():
        to = audience.holders(project_id, Role.SUPERVISOR, Role.PROJECT_LEAD) - {person_id}
        yield from _owed(to, project_id, f"unreachable:{pk}", "unreachable", OnCallPost.Kind(kind).label)
