"""The sweep. It may run twice, late, or after a day's outage: everybody is still told exactly once per stage."""

from datetime import timedelta

from django.db import transaction

from frontdesk.kernel.records import sealing

from . import obligations
from .models import Notice, Sweep

BATCH = 500
STALE = timedelta(minutes=10)


def sweep(*, at):
    """Turn what is owed at a moment into notices; also seal what waited for the clock.

    Returns {"created", "delivered", "open"}: new notices, those sent outside, obligations that are due now.
    """
    sealing.seal_waiting(at=at)
    owed = [line for source in obligations.sources for line in source(at)]
    created = 0
    for start in range(0, len(owed), BATCH):
        created += _tell(owed[start : start + BATCH], at)
    Sweep.objects.update_or_create(pk=1, defaults={"at": at, "created": created, "open": len(owed)})
    return {"created": created, "delivered": 0, "open": len(owed)}


@transaction.atomic
def _tell(lines, at):
    known = set(
        Notice.objects.filter(
            person__in={line.person_id for line in lines}, key__in={line.key for line in lines}
        ).values_list("person_id", "key")
    )
    fresh = {(line.person_id, line.key): line for line in lines if (line.person_id, line.key) not in known}
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=line.person_id, project_id=line.project_id, key=line.key, kind=line.kind,
                subject=line.subject, link=line.link, at=at,
            )
            for line in fresh.values()
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(fresh)


def sweep_if_nobody_did(*, at):
    """What a page view calls: sweeps only when nothing else has for ten minutes."""
    last = Sweep.objects.filter(pk=1).values_list("at", flat=True).first()
    return sweep(at=at) if last is None or at - last > STALE else None


def mark_read(*, by, at):
    """Everything told to somebody so far has been seen."""
    return Notice.objects.filter(person=by, read_at=None).update(read_at=at)
