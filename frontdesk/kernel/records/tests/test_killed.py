"""kill -9 at any moment: what was acknowledged is there, and the book is whole.

bin/prove kill makes it a long run. KILL_SEED in the environment repeats one.
"""

import os
import random
import time

import pytest
from django.db import connection

from duty.log.models import Entry
from frontdesk.kernel.records import verify
from frontdesk.kernel.sqlite.base import wal_is_safe
from tests import cast as casting

from .crowds import acknowledged, recorder
from .test_concurrency import gapless


def write_and_be_killed(people, rng, longest):
    """Acknowledgements that two processes gave before both were killed at a random moment."""
    processes = [recorder(people.desk.pk, people.clerk.pk) for _ in range(2)]
    lines = [processes[0].stdout.readline()]  # the moment is counted from the first acknowledgement on
    time.sleep(rng.uniform(0, longest))
    for process in processes:
        process.kill()
    for process in processes:
        out, _ = process.communicate()
        lines += out.splitlines(keepends=True)
    return acknowledged(lines)


@pytest.mark.clause("R40")
def test_nothing_acknowledged_is_lost_when_the_writers_are_killed(fresh_database, size, figure):
    people = casting.gather(casting.AT)
    rng, known = random.Random(os.environ.get("KILL_SEED")), {}
    rounds = size(3, 200)
    for _ in range(rounds):
        known.update({pk: serial for serial, pk in write_and_be_killed(people, rng, size(0.4, 1.2))})
        connection.close()
        assert verify.verify()[1] == []
    found = dict(Entry.objects.values_list("pk", "serial"))
    lost = [pk for pk, serial in known.items() if found.get(pk) != serial]
    figure("kill", rounds=rounds, acknowledged=len(known), lost=len(lost))
    assert lost == []
    assert gapless(len(found))


def test_the_database_is_set_to_lose_nothing(fresh_database, request, figure):
    """Asked of the live connection. Whether PostgreSQL syncs its files is switched off in bin/test only, for speed."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            asked = ["synchronous_commit"] + ["fsync", "full_page_writes"] * request.config.option.durable
            found = [cursor.execute(f"SHOW {name}").fetchone()[0] for name in asked]
            wanted = ["on"] * len(asked)
        else:
            asked = ["journal_mode", "synchronous", "foreign_keys"]
            found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
            wanted = [*(("wal", 2) if wal_is_safe() else ("delete", 3)), 1]
    figure("kill", durable=len(asked))
    assert found == wanted
