"""Deadlines are noticed, once."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext_lazy, override

from frontdesk.kernel.notices import commands, obligations
from frontdesk.kernel.notices.models import Notice, Sweep

pytestmark = pytest.mark.django_db


def test_what_is_owed_is_told_once_however_often_is_swept(owe, at, clerk):
    owe(clerk, "thing:0", at)
    assert commands.sweep(at=at)["created"] == 1
    assert [commands.sweep(at=at + timedelta(minutes=n))["created"] for n in range(3)] == [0, 0, 0]
    assert list(Notice.objects.values_list("person", "key")) == [(clerk.pk, "thing:0")]


@pytest.mark.clause("R09")
@pytest.mark.clause("R59")
def test_each_stage_of_an_obligation_is_told_once(owe, at, clerk, supervisor):
    """Such as: a reminder at nine, missed at half past, then the lead."""
    owe(clerk, "inspection:1:remind", at)
    owe(clerk, "inspection:1:missed", at + timedelta(minutes=30), urgent=True)
    owe(supervisor, "inspection:1:missed", at + timedelta(minutes=30), urgent=True)
    assert [commands.sweep(at=at + timedelta(minutes=n))["created"] for n in (0, 10, 29, 30, 31, 900)] == [
        1,
        0,
        0,
        2,
        0,
        0,
    ]
    assert set(Notice.objects.filter(urgent=True).values_list("person", flat=True)) == {clerk.pk, supervisor.pk}


def test_a_late_sweep_catches_up(owe, at, clerk):
    owe(clerk, "thing:0", at)
    owe(clerk, "thing:1", at + timedelta(hours=1))
    assert commands.sweep(at=at - timedelta(minutes=1))["created"] == 0
    assert commands.sweep(at=at + timedelta(days=1)) == {"created": 2, "open": 2}


def test_many_batches_of_which_some_lines_are_known(owe, at, clerk, butler, monkeypatch):
    monkeypatch.setattr(commands.sweeping, "BATCH", 7)
    for number in range(0, 40, 3):
        owe(clerk, f"thing:{number}", at)
    assert commands.sweep(at=at)["created"] == 14
    for number in range(40):
        for person in (clerk, butler):
            owe(person, f"thing:{number}", at)
    assert commands.sweep(at=at)["created"] == 80 - 14
    assert Notice.objects.count() == 80


def test_a_source_that_fails_does_not_silence_the_others(owe, sources, at, clerk, caplog):
    def broken(at):
        yield obligations.Owed(clerk.pk, 1, "x" * 121, "thing", "", "/")

    sources.insert(0, broken)
    owe(clerk, "thing:0", at)
    assert commands.sweep(at=at)["created"] == 1
    assert Sweep.objects.get().faults == 1
    assert "could not be asked" in caplog.text


@pytest.mark.parametrize("link", ["//evil.example/", "https://evil.example/", "", "log/", "/" + "x" * 200])
def test_a_notice_leads_into_the_house(link, desk, clerk):
    with pytest.raises(ValueError, match="link into the house"):
        obligations.Owed(clerk.pk, desk.project_id, "k", "thing", "", link)


def test_a_page_view_sweeps_only_when_nothing_else_did(owe, at):
    assert commands.sweep_if_nobody_did(at=at) is not None
    assert commands.sweep_if_nobody_did(at=at + timedelta(minutes=9)) is None
    assert commands.sweep_if_nobody_did(at=at + timedelta(minutes=11)) is not None
    assert Sweep.objects.get().at == at + timedelta(minutes=11)


def test_one_page_view_takes_it_upon_itself_and_the_others_do_not_wait_for_it(owe, at):
    commands.sweep(at=at)
    later = at + timedelta(minutes=30)
    Sweep.objects.update(claimed_at=later - timedelta(seconds=2))
    assert commands.sweep_if_nobody_did(at=later) is None
    assert commands.sweep_if_nobody_did(at=later + timedelta(minutes=11)) is not None  # that one never came back


def test_a_sweep_for_tomorrow_does_not_keep_today_s_pages_from_sweeping(owe, at):
    commands.sweep(at=at + timedelta(days=1))
    assert commands.sweep_if_nobody_did(at=at) is not None


def told(desk, people, at, key="roster:2026-12:returned"):
    commands.tell(people, project_id=desk.project_id, key=key, kind="thing", subject="2026-12", link="/roster/", at=at)


def test_what_a_command_told_at_once_the_sweep_does_not_tell_again(owe, desk, clerk, butler, supervisor, at):
    told(desk, [clerk, butler.pk], at)
    told(desk, [clerk], at)
    for person in (clerk, butler, supervisor):
        owe(person, "roster:2026-12:returned", at)
    assert commands.sweep(at=at)["created"] == 1
    assert Notice.objects.filter(key="roster:2026-12:returned").count() == 3


def test_telling_costs_one_insert_whatever_the_number_of_people(
    desk, clerk, butler, lead, at, django_assert_num_queries
):
    with django_assert_num_queries(4):  # what is known, the insert, the new ids, the channels
        told(desk, [clerk, butler, lead], at)
    with django_assert_num_queries(1):
        told(desk, [clerk, butler, lead], at)


def test_a_kind_has_its_sentence_from_its_app_and_an_unknown_one_says_its_subject(monkeypatch):
    monkeypatch.setattr(obligations, "sentences", {})
    obligations.say("late", gettext_lazy("Past its due time: %(subject)s"))
    notice = Notice(kind="late", subject="0001 100%")
    with override("en"):
        assert notice.sentence == "Past its due time: 0001 100%"
    with override("zh-hans"):
        assert notice.sentence.endswith("0001 100%")
        assert not notice.sentence.startswith("Past")
    assert Notice(kind="nobody knows", subject="0001 100%").sentence == "0001 100%"


def test_the_command_says_what_was_created_delivered_and_is_open(owe, robot, post, clerk, at, capsys):
    robot()
    owe(clerk, "thing:0", at)
    call_command("sweep", "--at", at.isoformat(), "--json")
    assert json.loads(capsys.readouterr().out) == {"created": 1, "delivered": 1, "open": 1}
    call_command("sweep", "--at", at.isoformat())
    assert capsys.readouterr().out == "created 0, delivered 0, open 1\n"
    with pytest.raises(CommandError, match="write it like"):
        call_command("sweep", "--at", "yesterday")
