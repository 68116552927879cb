"""kill -9 at any moment: what was acknowledged is there, and the book is whole.

KILL_ROUNDS=200 in the environment makes it a long run, whose figures are printed.
"""

import os
import random
import time

import pytest
from django.db import connection

from duty.log.models import Entry
from frontdesk.kernel.records import verify
from tests import cast as casting

from .crowds import acknowledged, recorder
from .test_concurrency import gapless

ROUNDS = int(os.environ.get("KILL_ROUNDS", "3"))


def write_and_be_killed(people, rng):
    """Acknowledgements that two processes gave before both were killed at a random moment."""
    processes = [recorder(people.desk.pk, people.clerk.pk) for _ in range(2)]
    lines = [processes[0].stdout.readline()]  # the moment is counted from the first acknowledgement on
    time.sleep(rng.uniform(0, 0.4))
    for process in processes:
        process.kill()
    for process in processes:
        out, _ = process.communicate()
        lines += out.splitlines(keepends=True)
    return acknowledged(lines)


@pytest.mark.clause("R40")
def test_nothing_acknowledged_is_lost_when_the_writers_are_killed(fresh_database, capsys):
    people = casting.gather(casting.AT)
    rng, known = random.Random(os.environ.get("KILL_SEED")), {}
    for _ in range(ROUNDS):
        known.update({pk: serial for serial, pk in write_and_be_killed(people, rng)})
        connection.close()
        assert verify.verify()[1] == []
    found = dict(Entry.objects.values_list("pk", "serial"))
    assert {pk: found.get(pk) for pk in known} == known
    assert gapless(len(found))
    with capsys.disabled():
        if "KILL_ROUNDS" in os.environ:
            print(f"\n{ROUNDS} kills on {connection.vendor}: {len(known)} acknowledged, {len(found)} there, 0 lost")


def test_the_database_is_set_to_lose_nothing(fresh_database):
    """Asked of the live connection. Whether the server's own disk is synced (`fsync`) is left off for tests only."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
            return
        from frontdesk.kernel.sqlite.base import wal_is_safe

        wanted = ("wal", 2) if wal_is_safe() else ("delete", 3)
        found = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == [*wanted, 1]
