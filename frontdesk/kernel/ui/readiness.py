"""The truth about this system, in numbers and in words: whether it can record, and what else wants somebody's attention."""

import shutil
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Sum

from frontdesk.kernel.backups import commands as backups
from frontdesk.kernel.notices.models import Delivery, Sweep
from frontdesk.kernel.notices.rules import STALE
from frontdesk.kernel.records import checkpoints, guards, keys, safety
from frontdesk.kernel.records.models import Chain

FULL, NEARLY_FULL = 50, 1000  # megabytes that are free
BACKUP_LATE = timedelta(hours=30)
UNSIGNED = timedelta(hours=30)  # a desk signs at least once a day: when it closes, or is read


def state(*, at):
    """{"ok", "faults": [sentences], "warnings": [sentences], and numbers; None where nothing is known}.

    ok is false, and faults say why, when nothing can be recorded here. Warnings are for whoever looks after it.
    """
    faults, warnings, numbers = [], [], {}
    for ask in (_disk, _database, _signed, _clockwork, _queue, _backup):
        try:
            ask(at, faults, warnings, numbers)
        except DatabaseError as wrong:
            faults.append(f"The database does not answer: {str(wrong).strip().splitlines()[0]}.")
            break
    return {"ok": not faults, "faults": faults, "warnings": warnings, **numbers}


def _disk(at, faults, warnings, numbers):
    free = numbers["disk_free_mb"] = shutil.disk_usage(settings.HOME).free // 1_000_000
    if free < FULL:
        faults.append(f"The disk is full: {free} MB are free where {settings.HOME} is.")
    elif free < NEARLY_FULL:
        warnings.append(f"The disk is nearly full: {free} MB are free where {settings.HOME} is.")


def _database(at, faults, warnings, numbers):
    numbers["records"] = Chain.objects.aggregate(Sum("last_seq"))["last_seq__sum"] or 0
    missing = guards.missing()
    numbers["guards_missing"] = len(missing)
    if missing:
        faults.append(str(guards.GuardsMissing(missing)))
    faults += safety.faults()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool")
            if cursor.fetchone()[0]:
                faults.append("The database takes no changes: it is a standby or set to read only.")


def _signed(at, faults, warnings, numbers):
    age = checkpoints.age(at)
    numbers["checkpoint_age_seconds"] = int(age.total_seconds())
    if why := keys.trouble():
        warnings.append(f"No checkpoint can be signed. {why}")
    elif age > UNSIGNED:
        hours = numbers["checkpoint_age_seconds"] // 3600
        warnings.append(f"Records have stood unsigned for {hours} hours: is the desk handed over, are its days read?")


def _clockwork(at, faults, warnings, numbers):
    swept = Sweep.objects.filter(pk=1).first()
    numbers["sweep_age_seconds"] = _age(swept and swept.at, at)
    numbers["deliver_age_seconds"] = _age(swept and swept.delivered_at, at)
    numbers["outbox_waiting"] = Delivery.objects.due(at).count()
    if swept is None or swept.at is None:
        warnings.append("Nothing has swept yet: is a worker running?")
    elif at - swept.at > STALE:
        minutes = numbers["sweep_age_seconds"] // 60
        warnings.append(f"Nothing has swept for {minutes} minutes: deadlines are noticed late. Is a worker running?")
    elif swept.faults:
        warnings.append(f"{swept.faults} sources of deadlines could not be asked in the last sweep; the log says why.")


def _queue(at, faults, warnings, numbers):
    """How many messages wait. Nobody waits for the broker: it has half a second."""
    try:
        if settings.REDIS_URL:
            with redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5) as broker:
                numbers["queue"] = sum(broker.llen(name) for name in settings.QUEUES)
        else:
            numbers["queue"] = sum(1 for _ in (settings.HOME / "queue").glob("*.msg"))
    except (redis.RedisError, OSError) as wrong:
        numbers["queue"] = None
        warnings.append(f"The queue does not answer ({wrong}): drafts and notices wait for it; recording goes on.")


def _backup(at, faults, warnings, numbers):
    if not settings.BACKUP_FOLDER:
        return
    newest = backups.newest()
    numbers["backup_age_seconds"] = _age(newest, at)
    if newest is None or at - newest > BACKUP_LATE:
        hours = "" if newest is None else f" for {numbers['backup_age_seconds'] // 3600} hours"
        warnings.append(f"There has been no backup{hours}; the worker's log says why.")


def _age(moment, at):
    return None if moment is None else int((at - moment).total_seconds())
