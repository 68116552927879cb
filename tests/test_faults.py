"""What breaks under load, with real servers: recording goes on or fails with a clear page; nothing acknowledged is lost (R40).

The clockwork's own faults are in test_deadlines.py, a clock that steps in kernel/records/tests/test_clock.py, a process killed in
the middle of a transaction in test_killed.py there, a rolling restart in bin/production-check.
"""

import contextlib
import json
import os
import resource
import signal
import time
import uuid

import psycopg
import pytest
import redis
from django.db import connection

from benchmarks import appending, generate, processes, server
from duty.log.models import Entry
from frontdesk.kernel.records.verify import verify
from tests import production_check as production

pytestmark = [pytest.mark.prove, pytest.mark.clause("R40")]
CLEAR = "没有任何改动"  # what the page says: nothing was changed
MANY = 100


@pytest.fixture
def house():
    """The production set on this machine, with three clerks' browsers that are signed in."""
    if connection.vendor == "sqlite":
        pytest.skip("the production set has PostgreSQL")
    with contextlib.ExitStack() as stack:
        house = production.Production(stack)
        house.set_up()
        password = house.manage("shell", "-v", "0", "-c", production.FOUND).stdout.strip()
        house.ports = production.free_ports(2)
        for port in house.ports:
            house.start_web(port)
        house.workers = house.start_workers()
        house.browsers = [production.Browser(house.ports) for _number in range(3)]
        for browser in house.browsers:
            assert browser.sign_in("clerk-check", password) == 302
        yield house


def backends(house):
    """The processes of PostgreSQL that serve the house."""
    with psycopg.connect(house.owner, autocommit=True) as asking:
        rows = asking.execute("SELECT pid FROM pg_stat_activity WHERE usename = 'frontdesk_app'")
        return [pid for (pid,) in rows.fetchall()]


def postgres_crashes(house):
    """A backend killed: PostgreSQL ends all others, recovers from its journal, and starts anew."""
    os.kill(backends(house)[0], signal.SIGKILL)


def valkey_goes(house):
    with contextlib.suppress(redis.exceptions.ConnectionError):
        redis.from_url(house.broker).shutdown(nosave=True)


def web_is_killed(house):
    """With all that it was answering; the other one serves, and a new one comes."""
    port = house.ports[0]
    os.killpg(house.web[port].pid, signal.SIGKILL)
    house.web[port].wait()
    house.start_web(port)


def workers_are_killed(house):
    for worker in house.workers:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    house.workers = house.start_workers()


def test_whatever_breaks_under_load_nothing_acknowledged_is_lost(house, figure):
    """What is answered meanwhile is a page that says that nothing was changed, or nothing at all; then recording goes on."""
    acknowledged, faults = [], 0
    for fault, excused in [
        (workers_are_killed, ()),
        (web_is_killed, ("RemoteDisconnected", "ConnectionResetError", "IncompleteRead")),
        (postgres_crashes, (500, 503)),
        (valkey_goes, ()),  # last, because it does not come back
    ]:
        keys, wrong = production.under_load(house.browsers, lambda fault=fault: (fault(house), time.sleep(3)))
        print(fault.__name__, len(keys), wrong)
        unexcused = [
            one for one in wrong if one not in excused and not str(one).startswith(tuple(map(str, excused)) or "-")
        ]
        assert not unexcused, (fault.__name__, unexcused)
        deadline = time.monotonic() + 60
        while (again := house.browsers[0].log())[1] != 302:
            assert time.monotonic() < deadline, "recording did not go on"
            time.sleep(0.5)
        acknowledged += [*keys, again[0]]
        faults += 1
    lost = production.not_in_the_book(house, acknowledged)
    done = json.loads(house.manage("records", "verify", "--json").stdout)
    figure("faults", faults=faults, acknowledged=len(acknowledged), lost=len(lost))
    assert acknowledged
    assert not lost
    assert done["ok"], done


def test_a_disk_that_is_full_says_so_and_afterwards_recording_goes_on(fresh_database, figure):
    """SQLite: no file of the server may grow any more. Reading goes on; a form that is sent says that nothing was changed."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL runs as a user whose limits we may not set")
    clerk = generate.found("faults")[1]
    with server.running() as make_client, contextlib.closing(make_client()) as client:
        client.sign_in(clerk.username)
        assert log_many(client) == (302, "")
        full = os.path.getsize(connection.settings_dict["NAME"])
        limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes.family(client.pid)}
        for pid, (_soft, hard) in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (full, hard))
        status, text = log_many(client)
        written = Entry.objects.count()
        assert (status, CLEAR in text) == (500, True), text
        assert client.get("/log/")[0] == 200
        for pid, limit in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
        assert log_many(client) == (302, "")
    assert Entry.objects.count() == written + MANY
    assert not verify()[1]
    figure("faults", faults=1, acknowledged=Entry.objects.count(), lost=0)


def log_many(client):
    """(status, page) of the first call that was not taken down, or of the last one that was."""
    for _number in range(MANY):
        client.cookies.pop("messages", None)
        status, page = client.post("/log/new/", {**appending.FIELDS, "key": str(uuid.uuid4())})
        if status != 302:
            return status, page.decode()
    return status, ""
