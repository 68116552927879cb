"""The broker may be gone: nobody who works at the desk waits for it, and nothing is lost (R37's spirit for deadlines)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from kombu.connection import Connection

from frontdesk.celery import SWEEP, app, sweep_at_once
from frontdesk.kernel.notices import channels, commands
from frontdesk.kernel.notices.models import Delivery, Notice
from frontdesk.kernel.notices.tasks import sweep

PUBLISHING = re.compile(r"\.(delay|apply_async|send_task)\(")


class Touched(BaseException):
    """Somebody wanted the broker or the network; nothing may catch this."""


@pytest.fixture
def cut_off(monkeypatch):
    def touched(*args, **kwargs):
        raise Touched

    monkeypatch.setattr(Connection, "connect", touched)
    monkeypatch.setattr(Connection, "default_channel", property(touched))
    monkeypatch.setattr(type(app), "send_task", touched)
    monkeypatch.setattr(channels, "send", touched)


@pytest.mark.django_db
def test_with_the_broker_gone_pages_sweep_and_commands_tell(cut_off, client_of, owe, robot, clerk, desk, record, at):
    robot()
    owe(clerk, "thing:0", at)
    with pytest.raises(Touched):
        sweep.delay()
    client = client_of(clerk)
    assert client.get("/").status_code == 200
    commands.tell([clerk], project_id=desk.project_id, key="k", kind="thing", subject="", link="/", at=at)
    answer = client.post("/log/new/", {"channel": "call", "category": "ENQ", "description": "问停车费"})
    assert answer.status_code == 302
    assert set(Notice.objects.values_list("key", flat=True)) == {"thing:0", "k"}
    assert Delivery.objects.waiting().count() == 2


def test_nothing_is_published_but_by_the_clock_a_worker_that_starts_and_a_draft_that_is_asked_for():
    """The last after the commit, without retrying, and with the beat behind it (duty/roster/tests/test_drafts.py)."""
    root = Path(settings.BASE_DIR)
    found = {
        str(path.relative_to(root))
        for folder in ("frontdesk", "duty")
        for path in (root / folder).rglob("*.py")
        if "tests" not in path.parts and PUBLISHING.search(path.read_text())
    }
    assert found == {"frontdesk/celery.py", "frontdesk/kernel/bells.py"}


def test_a_worker_that_starts_sweeps_at_once(monkeypatch):
    sent = []
    monkeypatch.setattr(app, "send_task", sent.append)
    sweep_at_once(sender=None)
    assert sent == [SWEEP] == [sweep.name]


@pytest.mark.django_db
def test_the_task_sweeps_and_delivers(owe, robot, post, clerk, at, now):
    robot()
    owe(clerk, "thing:0", at)
    sweep()
    assert len(post.sent) == 1
