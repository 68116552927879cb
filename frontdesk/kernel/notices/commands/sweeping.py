"""The sweep. It may run twice, late, or after a day's outage: everybody is still told exactly once per stage."""

import logging

from django.db import transaction
from django.db.models import Q

from frontdesk.kernel.records import sealing

from .. import obligations
from ..models import Notice, Sweep
from ..rules import STALE, stands_still
from .outbox import put_out

BATCH = 500
log = logging.getLogger(__name__)


def sweep(*, at):
    """Turn what is owed at a moment into notices; also seal what waited for the clock. Sends nothing outside.

    Returns {"created", "open"}: new notices, and obligations that are due now. A source that fails is
    logged and counted in Sweep.faults; it does not silence the others.
    """
    sealing.seal_waiting(at=at)
    faults = _establish_facts(at)
    owed, unasked = _ask_everybody(at)
    faults += unasked
    created = 0
    lines = sorted({(line.key, line.person_id): line for line in owed}.items())
    for start in range(0, len(lines), BATCH):
        batch = dict(lines[start : start + BATCH])
        if unknown := _without_known(batch):
            created += _tell_under_lock(unknown, at)
    Sweep.objects.update_or_create(pk=1, defaults={"at": at, "created": created, "open": len(owed), "faults": faults})
    return {"created": created, "open": len(owed)}


def _establish_facts(at):
    faults = 0
    for fact in obligations.facts:
        try:
            fact(at)
        except Exception:
            log.exception("What %s establishes could not be written.", getattr(fact, "__module__", fact))
            faults += 1
    return faults


def _ask_everybody(at):
    owed, faults = [], 0
    for source in obligations.sources:
        try:
            owed += source(at)
        except Exception:
            log.exception("What %s owes could not be asked.", getattr(source, "__module__", source))
            faults += 1
    return owed, faults


def _without_known(lines):
    """lines: {(key, person_id): Owed}. Asks by key alone, which the index begins with."""
    known = set(Notice.objects.filter(key__in={key for key, _person in lines}).values_list("key", "person_id"))
    return {told: line for told, line in lines.items() if told not in known}


@transaction.atomic
def _tell_under_lock(lines, at):
    """Two sweeps at once take turns, so that each counts only what it created."""
    Sweep.objects.select_for_update().get_or_create(pk=1)
    fresh = _without_known(lines)
    _write(fresh, at)
    return len(fresh)


def _write(lines, at):
    """Insert notices and their deliveries. Always in the order of the keys: writers who meet wait, and never for each other."""
    if not lines:
        return
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=line.person_id, project_id=line.project_id, key=line.key, kind=line.kind,
                subject=line.subject[:120], link=line.link, urgent=line.urgent, at=at,
            )
            for line in lines.values()
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    written = Notice.objects.filter(key__in={key for key, _person in lines}).order_by("id")
    put_out([notice for notice in written if (notice.key, notice.person_id) in lines], at=at)


@transaction.atomic(savepoint=False)
def tell(people, *, project_id, key, kind, subject, link, at, urgent=False):
    """Tell people something at once, inside the transaction of the command that makes it so; returns nothing.

    people: users or their ids. The rest as in `obligations.Owed`: a sweep that later finds the same key owed
    tells nobody twice. One insert for all of them; no broker and no network, whatever channels there are.
    """
    ids = sorted({getattr(person, "pk", person) for person in people})
    tell_owed([obligations.Owed(person_id, project_id, key, kind, subject, link, urgent) for person_id in ids], at=at)


@transaction.atomic(savepoint=False)
def tell_owed(lines, *, at):
    """Tell what a source owes at once, inside the transaction of the command that makes it so; the sweep finds it told."""
    _write(_without_known({(line.key, line.person_id): line for line in lines}), at)


def sweep_if_nobody_did(*, at):
    """What a page view calls: sweeps only when nothing else has for ten minutes, and only one page view at a time.

    Sends nothing outside, since somebody waits for the page. Returns what `sweep` does, or None.
    """
    if not stands_still(Sweep.row().at, at=at):
        return None
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - STALE) | Q(claimed_at__gt=at + STALE)
    return sweep(at=at) if Sweep.objects.filter(free, pk=1).update(claimed_at=at) else None


def mark_read(*, by, at):
    """Everything told to somebody so far has been seen."""
    return Notice.objects.filter(person=by, read_at=None).update(read_at=at)


def open_notice(*, notice_id, by, at):
    """One notice has been seen by the person whom it told; returns it. Raises Notice.DoesNotExist for anybody else."""
    notice = Notice.objects.get(pk=notice_id, person=by)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
    return notice
