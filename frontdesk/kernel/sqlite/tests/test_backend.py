"""Every connection syncs fully, and whoever wants to write gets their turn."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, close_old_connections, connection, connections, transaction

from frontdesk.kernel.people.models import User
from frontdesk.kernel.records.tests.crowds import at_once
from frontdesk.kernel.sqlite.base import wal_is_safe

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="this is about SQLite")
PRAGMAS = ("journal_mode", "synchronous", "foreign_keys")


def pragmas():
    with connection.cursor() as cursor:
        return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS]


def turns_held():
    """How many turns to write this process holds; and nobody is left standing in the queue."""
    links = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
    assert not any(link.endswith(".queue") for link in links)
    return sum(link.endswith(".turn") for link in links)


@pytest.mark.parametrize(
    "version, safe",
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 44, 9), True), ((3, 45, 0), False),
        ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 0), False), ((3, 51, 2), False), ((3, 51, 3), True),
        ((3, 52, 0), True), ((4, 0, 0), True),
    ],
)  # fmt: skip
def test_the_write_ahead_log_is_used_only_where_it_is_safe(version, safe):
    assert wal_is_safe(version) is safe


def test_every_connection_syncs_fully_and_minds_foreign_keys(fresh_database):
    wanted = ["wal", 2, 1] if wal_is_safe() else ["delete", 3, 1]
    results, errors = at_once(4, lambda number: pragmas())
    assert (results, errors) == ([wanted] * 4, [])
    connection.close()
    assert pragmas() == wanted


def test_a_connection_is_kept_from_one_request_to_the_next(fresh_database):
    User.objects.exists()
    kept = connection.connection
    close_old_connections()
    User.objects.exists()
    assert connection.connection is kept


@pytest.mark.parametrize("write", [False, True], ids=["read", "write"])
def test_a_file_that_was_put_in_the_place_of_another_is_the_database_from_the_next_request_on(
    fresh_database, tmp_path, write
):
    path, other = Path(connection.settings_dict["NAME"]), tmp_path / "other.sqlite3"
    User.objects.create_user("before", "before")
    connection.close()
    shutil.copy(path, other)
    User.objects.create_user("lost", "lost")
    os.replace(other, path)
    close_old_connections()  # as Django does when a request begins
    with transaction.atomic() if write else contextlib.nullcontext():
        assert list(User.objects.values_list("username", flat=True)) == ["before"]
        if write:
            User.objects.create_user("after", "after")
    connection.close()
    assert User.objects.count() == 1 + write


def test_a_transaction_begins_with_the_right_to_write(fresh_database):
    connection.ensure_connection()
    assert connection.transaction_mode == "IMMEDIATE"


def test_a_dangling_reference_is_refused(fresh_database):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO people_desk (name, project_id) VALUES ('x', 999)")


def _names():
    return User.objects.count()


def test_the_turn_is_given_up_however_a_transaction_ends(fresh_database):
    with transaction.atomic():
        assert turns_held() == 1
        with transaction.atomic():
            assert turns_held() == 1
    assert turns_held() == 0
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    assert turns_held() == 0
    with transaction.atomic():
        transaction.set_rollback(True)
    assert turns_held() == 0
    transaction.set_autocommit(False)
    assert _names() == 0
    connection.close()
    assert turns_held() == 0


def test_readers_do_not_queue(fresh_database):
    with transaction.atomic():
        User.objects.create_user("writer", "writer")
        results, errors = at_once(3, lambda number: _names())
    assert (results, errors) == ([0, 0, 0], [])


def test_writers_take_turns_and_nobody_is_starved(fresh_database):
    """Six write without a pause for two seconds: all get their share."""
    stop = time.monotonic() + 2.5

    def work(number):
        done = 0
        while time.monotonic() < stop:
            with transaction.atomic():
                User.objects.filter(pk=number).update(staff_no=str(done))
                time.sleep(0.002)
            done += 1
        return done

    shares, errors = at_once(6, work)
    assert errors == []
    assert min(shares) > sum(shares) / 6 / 3, shares


def test_the_turn_of_somebody_killed_goes_to_the_next(fresh_database):
    hold = (
        "import django; django.setup()\nfrom django.db import transaction\nimport time\n"
        "with transaction.atomic():\n    print('held', flush=True)\n    time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)
    assert holder.stdout.readline() == "held\n"
    killer, began = threading.Timer(0.3, holder.kill), time.monotonic()
    killer.start()
    with transaction.atomic():
        User.objects.create_user("next", "next")
    waited = time.monotonic() - began
    holder.communicate()
    assert 0.2 < waited < 5
    assert _names() == 1


def test_the_queue_is_nobody_elses_to_read(fresh_database):
    with transaction.atomic():
        pass
    database = connections["default"].settings_dict["NAME"]
    assert [Path(f"{database}.{name}").stat().st_mode & 0o777 for name in ("queue", "turn")] == [0o600, 0o600]
