"""/readyz tells the truth: 503 when nothing can be recorded, and a sentence for whatever is not as it should be."""

import shutil
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.records import safety
from frontdesk.kernel.ui import readiness

pytestmark = pytest.mark.django_db


@pytest.fixture
def swept(db):
    notices.sweep_and_deliver(at=timezone.now())


def asked(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_when_all_is_well_it_says_so_in_numbers(client, swept, desk):
    status, said = asked(client)
    assert (status, said["ok"], said["faults"]) == (200, True, [])
    assert said["records"] > 0
    assert said["guards_missing"] == 0
    assert 0 <= said["sweep_age_seconds"] < 60
    assert said["disk_free_mb"] > 0


def test_a_stranger_learns_only_whether(client, swept):
    answer = client.get("/readyz", REMOTE_ADDR="10.0.0.7")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def test_without_a_guard_nothing_can_be_recorded(client, swept):
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON log_entry"
        name = "update" if connection.vendor == "sqlite" else "row"
        cursor.execute(f"DROP TRIGGER guard_log_entry_{name}{on}")
    status, said = asked(client)
    assert (status, said["ok"], said["guards_missing"]) == (503, False, 1)
    assert said["faults"][0].startswith("The database does not guard its records")


def test_what_stands_unsigned_for_long_is_said(client, swept, record, monkeypatch):
    record()
    assert asked(client)[1]["checkpoint_age_seconds"] >= 0
    monkeypatch.setattr(readiness, "UNSIGNED", timedelta(0))
    assert any(said.startswith("Records have stood unsigned for ") for said in asked(client)[1]["warnings"])


def test_settings_that_lose_records_are_faults(client, swept, monkeypatch):
    monkeypatch.setattr(safety, "faults", lambda: ["PostgreSQL's fsync is off and must be on."])
    assert asked(client)[0] == 503


@pytest.mark.parametrize("free, status, said", [(10, 503, "The disk is full"), (500, 200, "The disk is nearly full")])
def test_the_disk(client, swept, monkeypatch, free, status, said):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(0, 0, free * 1_000_000))
    found = asked(client)
    assert found[0] == status
    assert any(sentence.startswith(said) for sentence in found[1]["faults"] + found[1]["warnings"])


def test_a_clockwork_that_stands_still_is_said_but_recording_goes_on(client, swept):
    later = timezone.now() + timedelta(minutes=25)
    said = readiness.state(at=later)
    assert (said["ok"], said["sweep_age_seconds"] >= 1500) == (True, True)
    assert any("Nothing has swept for 25 minutes" in sentence for sentence in said["warnings"])


def test_where_nothing_has_ever_swept_that_is_said(client):
    assert "Nothing has swept yet" in asked(client)[1]["warnings"][0]


def test_a_queue_that_does_not_answer_is_said_at_once(client, swept, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status, said = asked(client)
    assert (status, said["queue"]) == (200, None)
    assert any("The queue does not answer" in sentence for sentence in said["warnings"])


def test_a_backup_that_did_not_come_is_said(client, swept, settings, tmp_path):
    settings.BACKUP_FOLDER = str(tmp_path)
    assert any("There has been no backup" in sentence for sentence in asked(client)[1]["warnings"])
    (tmp_path / f"{timezone.now():frontdesk-%Y%m%dT%H%M%SZ.tar.gz}").write_text("x")
    said = asked(client)[1]
    assert not any("backup" in sentence for sentence in said["warnings"])
    assert said["backup_age_seconds"] < 60


def test_a_database_that_is_gone_is_said(client, monkeypatch):
    def gone(*_):
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(readiness, "_database", gone)
    status, said = asked(client)
    assert (status, said["ok"]) == (503, False)
    assert said["faults"] == ["The database does not answer: connection refused."]
