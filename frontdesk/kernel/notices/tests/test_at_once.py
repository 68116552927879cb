"""Two workers, two beats, a page view in between: still one notice, still one message. Commits are real here."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from django.conf import settings

from duty.log import commands as log
from duty.roster.models import DutyCase
from frontdesk.kernel.notices import channels, commands, obligations
from frontdesk.kernel.notices.models import Delivery, Notice, Sweep
from frontdesk.kernel.records.tests.crowds import at_once
from tests import cast as casting

ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000"


@pytest.fixture
def people(fresh_database, monkeypatch):
    people = casting.gather(casting.AT)
    project_id = people.desk.project_id
    commands.add_channel(project_id=project_id, kind="wecom", address=ROBOT, by=people.lead, at=casting.AT)
    return people


@pytest.fixture
def owed(people, monkeypatch):
    """Many things for two people; each asker gets them in another order."""

    def line(person, number):
        return obligations.Owed(person.pk, people.desk.project_id, f"thing:{number}", "thing", "", "/")

    lines = {line(person, number) for person in (people.clerk, people.butler) for number in range(600)}
    monkeypatch.setattr(obligations, "sources", [lambda at: list(lines)])
    return lines


def test_sweeps_at_once_tell_everybody_once_and_count_only_what_is_theirs(owed, monkeypatch):
    results, errors = at_once(4, lambda number: commands.sweep(at=casting.AT))
    assert errors == []
    assert sum(result["created"] for result in results) == len(owed) == Notice.objects.count()
    assert Delivery.objects.count() == 600
    assert Sweep.objects.count() == 1


def test_a_command_that_tells_while_others_sweep_tells_once(people, owed):
    def work(number):
        if number:
            return commands.sweep(at=casting.AT)["created"]
        for key in range(0, 600, 50):
            commands.tell(
                [people.clerk, people.butler], project_id=people.desk.project_id, key=f"thing:{key}", kind="thing",
                subject="", link="/", at=casting.AT,
            )  # fmt: skip
        return 0

    assert at_once(3, work)[1] == []
    assert Notice.objects.count() == len(owed)
    assert Delivery.objects.count() == 600


def test_page_views_at_once_sweep_once(owed):
    results, errors = at_once(5, lambda number: commands.sweep_if_nobody_did(at=casting.AT))
    assert errors == []
    assert [result["created"] for result in results if result] == [len(owed)]


def test_deliverers_at_once_send_each_message_once(owed, monkeypatch):
    sent = []

    def send(delivery, *, at):
        time.sleep(0.002)
        sent.append(delivery.pk)

    monkeypatch.setattr(channels, "send", send)
    monkeypatch.setattr(channels, "a_run", lambda channel: 60)
    commands.sweep(at=casting.AT)
    results, errors = at_once(4, lambda number: commands.deliver(at=casting.AT))
    assert errors == []
    assert (len(sent), len(set(sent))) == (sum(results), sum(results))
    assert set(sent) == set(Delivery.objects.filter(state="sent").values_list("pk", flat=True))


@pytest.mark.clause("R09")
def test_two_beats_at_once_on_the_26th_tell_of_the_missing_roster_once_and_seal_one_breach(people):
    people.desk.project.channels.update(active=False)
    beat = datetime(2026, 11, 25, 16, 1, tzinfo=UTC)  # a minute past midnight at the project
    assert at_once(2, lambda number: commands.sweep(at=beat))[1] == []
    here = Notice.objects.filter(project=people.desk.project_id, kind="roster_late")
    told = here.values_list("person__username", flat=True)
    assert sorted(told) == ["lead", "supervisor"]
    assert DutyCase.objects.filter(desk=people.desk, kind="roster_late").count() == 1


@pytest.mark.clause("R59", "R46")
def test_two_beats_at_once_at_9_31_tell_of_the_missed_inspection_and_the_unread_day_once(people):
    people.desk.project.channels.update(active=False)
    beat = datetime(2026, 11, 24, 1, 31, tzinfo=UTC)
    for kind in ("inspection_missed", "day_unread_overdue"):
        assert at_once(2, lambda number: commands.sweep(at=beat))[1] == []
        told = Notice.objects.filter(project=people.desk.project_id, kind=kind).values_list("key", "person__username")
        assert len(told) == len(set(told)) > 0
        assert "supervisor" in {name for _key, name in told}


@pytest.mark.clause("R01")
def test_processes_at_once_tell_of_an_overdue_matter_once(people):
    """Three workers that start together after an outage. Nothing goes out: there is no robot here."""
    people.desk.project.channels.update(active=False)
    intake = log.Intake(channel="call", category="SEC", priority="P1", description="北门有人翻墙", place="北门")
    log.record_entry(desk_id=people.desk.pk, intake=intake, by=people.clerk, at=casting.AT)
    told_at_once = list(Notice.objects.all())
    later = casting.AT.replace(hour=20).isoformat()
    command = [sys.executable, "-W", "ignore", "manage.py", "sweep", "--json", "--at", later]
    workers = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], said
    before = {notice.pk for notice in told_at_once}
    assert sum(json.loads(out)["created"] for out, _ in said) == Notice.objects.exclude(pk__in=before).count() > 0
    overdue = Notice.objects.filter(kind="matter_overdue").values_list("person__username", flat=True)
    assert sorted(overdue) == ["clerk", "supervisor"]
