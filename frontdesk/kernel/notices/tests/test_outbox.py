"""What is told in the system goes outside too: by whom it concerns, when they are awake, at least once, and not for ever."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from frontdesk.kernel.notices import commands
from frontdesk.kernel.notices.models import Delivery, Notice, QuietHours, Wrong
from frontdesk.kernel.notices.rules import quiet_until
from frontdesk.kernel.people.models import Role

pytestmark = pytest.mark.django_db
State = Delivery.State


def minutes(number):
    return timedelta(minutes=number)


def test_a_notice_and_its_deliveries_are_one_transaction(owe, robot, mail, clerk, at, monkeypatch):
    robot()
    owe(clerk, "thing:0", at)
    with monkeypatch.context() as patch:
        patch.setattr(Delivery.objects, "bulk_create", None)
        with pytest.raises(TypeError):
            commands.sweep(at=at)
    assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)
    commands.sweep(at=at)
    assert sorted(Delivery.objects.values_list("channel__kind", "state")) == [("mail", "queued"), ("wecom", "queued")]


def test_sweeping_and_telling_send_nothing(owe, robot, mail, post, desk, clerk, at):
    robot()
    owe(clerk, "thing:0", at)
    commands.sweep_if_nobody_did(at=at)
    commands.tell([clerk], project_id=desk.project_id, key="k", kind="thing", subject="", link="/", at=at)
    assert (post.tried, Delivery.objects.waiting().count()) == (0, 4)


def test_what_is_due_is_sent_once(owe, robot, mail, post, clerk, at):
    robot()
    owe(clerk, "thing:0", at)
    assert commands.sweep_and_deliver(at=at) == {"created": 1, "delivered": 2, "open": 1}
    assert commands.sweep_and_deliver(at=at) == {"created": 0, "delivered": 0, "open": 1}
    assert sorted(post.sent) == [("mail", "clerk", "thing:0"), ("wecom", "clerk", "thing:0")]
    assert set(Delivery.objects.exclude(sent_at=None).values_list("state", "tries")) == {(State.SENT, 1)}


def test_a_group_hears_once_what_five_people_are_told(owe, robot, mail, post, clerk, butler, lead, at):
    robot()
    for person in (clerk, butler, lead):
        owe(person, "thing:0", at)
    commands.sweep_and_deliver(at=at)
    assert sorted(kind for kind, _, _ in post.sent) == ["mail", "wecom"]  # of the three one gave an address
    owe(clerk, "thing:1", at)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 2


def test_somebody_told_later_of_the_same_thing_does_not_make_the_group_hear_it_again(owe, robot, post, clerk, lead, at):
    robot()
    owe(clerk, "thing:0", at)
    commands.sweep_and_deliver(at=at)
    owe(lead, "thing:0", at + minutes(30))
    assert commands.sweep_and_deliver(at=at + minutes(30)) == {"created": 1, "delivered": 0, "open": 2}


def test_a_channel_takes_the_notices_of_its_role_and_of_its_weight(owe, robot, post, clerk, supervisor, at):
    robot("a" * 8, role=Role.SUPERVISOR)
    robot("b" * 8, minimum="urgent")
    owe(clerk, "clerk", at)
    owe(supervisor, "supervisor", at)
    owe(clerk, "urgent", at, urgent=True)
    commands.sweep_and_deliver(at=at)
    sent = Delivery.objects.filter(state=State.SENT).values_list("channel__hint", "notice__key")
    assert sorted((hint[-1], key) for hint, key in sent) == [("a", "supervisor"), ("a", "urgent"), ("b", "urgent")]


def test_another_project_s_channel_is_not_used(owe, post, cast, clerk, at):
    address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000"
    project_id = cast.other_desk.project_id
    commands.add_channel(project_id=project_id, kind="wecom", address=address, by=cast.stranger, at=at)
    owe(clerk, "thing:0", at, urgent=True)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 0


def test_a_failure_is_tried_again_after_1_5_30_and_120_minutes_and_then_given_up(owe, robot, post, clerk, at):
    robot()
    owe(clerk, "thing:0", at)
    post.close(Wrong.REFUSED, "93000 invalid\nwebhook url")
    moment, waits = at, []
    commands.sweep_and_deliver(at=moment)
    while (delivery := Delivery.objects.get()).state == State.FAILED:
        wait = (delivery.next_try_at - moment).total_seconds()
        waits.append(round(wait / 60))
        assert commands.deliver(at=moment + minutes(waits[-1]) - timedelta(seconds=10)) == 0
        assert Delivery.objects.get().tries == delivery.tries
        moment = delivery.next_try_at
        commands.deliver(at=moment)
    assert waits == [1, 5, 30, 120]
    assert (delivery.state, delivery.tries, post.tried) == (State.GAVE_UP, 5, 5)
    assert (delivery.last_error, delivery.last_answer) == (Wrong.REFUSED, "93000 invalid webhook url")
    assert commands.deliver(at=moment + timedelta(days=30)) == 0


def test_after_an_outage_the_message_still_goes_out(owe, robot, post, clerk, at):
    robot()
    owe(clerk, "thing:0", at)
    post.close()
    commands.sweep_and_deliver(at=at)
    post.closed = None
    assert commands.deliver(at=at + minutes(2)) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error, delivery.tries) == (State.SENT, "", 2)


def test_a_deliverer_that_was_killed_while_sending_leaves_the_message_to_the_next(owe, robot, post, clerk, at):
    robot()
    owe(clerk, "thing:0", at)
    post.closed = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        commands.sweep_and_deliver(at=at)
    post.closed = None
    assert commands.deliver(at=at) == 0
    assert commands.deliver(at=at + minutes(2)) == 1


def test_a_fault_in_one_message_holds_up_no_other(owe, robot, post, clerk, at, caplog, monkeypatch):
    robot("a" * 8)
    robot("b" * 8, role=Role.DESK_CLERK)
    owe(clerk, "thing:0", at)
    post.closed = ZeroDivisionError()
    commands.sweep_and_deliver(at=at)
    assert set(Delivery.objects.values_list("state", "last_error")) == {(State.FAILED, Wrong.FAULT)}


def test_a_channel_that_fails_rests_until_the_next_run_and_the_others_go_on(owe, robot, mail, post, clerk, at):
    robot()
    for number in range(8):
        owe(clerk, f"thing:{number}", at)
    commands.sweep(at=at)
    mails = Delivery.objects.filter(channel=mail)
    mails.update(next_try_at=at - minutes(1))
    post.close()
    commands.deliver(at=at)
    assert post.tried == 6  # three of each
    post.closed = None
    assert commands.deliver(at=at + timedelta(seconds=30)) == 10


def test_a_robot_gets_no_more_a_run_than_its_maker_allows(owe, robot, mail, post, clerk, at):
    robot()
    for number in range(40):
        owe(clerk, f"thing:{number:02d}", at)
    commands.sweep(at=at)
    runs = [commands.deliver(at=at + timedelta(seconds=n)) for n in range(4)]
    assert runs == [40 + 15, 15, 10, 0]


def test_a_run_ends_in_time_for_the_next(owe, mail, post, clerk, at, monkeypatch):
    for number in range(5):
        owe(clerk, f"thing:{number}", at)
    commands.sweep(at=at)
    monkeypatch.setattr(commands.delivering, "BUDGET", timedelta(0))
    assert commands.deliver(at=at) == 0


def test_nothing_is_sent_inside_a_transaction(owe, robot, post, clerk, at, monkeypatch):
    robot()
    owe(clerk, "thing:0", at)
    commands.sweep(at=at)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        commands.deliver(at=at)
    assert post.tried == 0


def test_switching_a_channel_off_gives_up_what_waits(owe, robot, post, clerk, lead, at):
    channel = robot()
    owe(clerk, "thing:0", at)
    commands.sweep(at=at)
    commands.switch_channel(channel_id=channel.pk, active=False, by=lead, at=at)
    owe(clerk, "thing:1", at)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 0
    assert set(Delivery.objects.values_list("state", "last_error")) == {(State.GAVE_UP, Wrong.OFF)}
    commands.switch_channel(channel_id=channel.pk, active=True, by=lead, at=at)
    owe(clerk, "thing:2", at)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 1


def test_in_quiet_hours_only_what_is_urgent_goes_out_and_the_rest_when_they_end(
    owe, robot, mail, post, clerk, lead, desk, at
):
    """It is 10:05 on a Monday, in the project's own time."""
    robot()
    commands.set_quiet_hours(project_id=desk.project_id, starts=time(22), ends=time(7, 30), by=lead, at=at)
    night = at + timedelta(hours=14)
    owe(clerk, "thing:0", night)
    owe(clerk, "fire", night, urgent=True)
    assert commands.sweep_and_deliver(at=night) == {"created": 2, "delivered": 2, "open": 2}
    assert {key for _, _, key in post.sent} == {"fire"}
    morning = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert set(Delivery.objects.waiting().values_list("next_try_at", "tries")) == {(morning, 0)}
    assert commands.deliver(at=morning - minutes(1)) == 0
    assert commands.deliver(at=morning) == 2


def test_quiet_hours_of_a_role_are_those_of_its_holders_and_of_its_groups(
    owe, robot, mail, post, clerk, supervisor, lead, desk, at
):
    robot("a" * 8)
    robot("b" * 8, role=Role.DESK_CLERK)
    commands.set_quiet_hours(
        project_id=desk.project_id, role=Role.DESK_CLERK, starts=time(9), ends=time(11), by=lead, at=at
    )
    owe(clerk, "thing:0", at)
    commands.sweep_and_deliver(at=at)
    assert [kind for kind, _, _ in post.sent] == ["wecom"]
    assert Delivery.objects.get(state=State.SENT).channel.hint[-1] == "a"


@pytest.mark.parametrize(
    ("spans", "roles", "clock", "until"),
    [
        (["22:00-07:30"], set(), "21:59", None),
        (["22:00-07:30"], set(), "22:00", "24 07:30"),
        (["22:00-07:30"], set(), "07:29", "23 07:30"),
        (["22:00-07:30"], set(), "07:30", None),
        (["12:00-14:00"], set(), "12:00", "23 14:00"),
        (["12:00-14:00"], set(), "14:00", None),
        (["22:00-07:30", "butler 07:00-09:00"], {"butler"}, "23:00", "24 09:00"),
        (["22:00-07:30", "butler 07:00-09:00"], {"desk_clerk"}, "23:00", "24 07:30"),
        ([], {"butler"}, "03:00", None),
    ],
)
def test_until_when_it_is_quiet(spans, roles, clock, until, at):
    zone = ZoneInfo("Asia/Shanghai")
    hours = []
    for span in spans:
        role, _, span = span.rpartition(" ")
        starts, ends = map(time.fromisoformat, span.split("-"))
        hours.append(QuietHours(role=role, starts=starts, ends=ends))
    moment = datetime.combine(datetime(2026, 11, 23), time.fromisoformat(clock), tzinfo=zone)  # noqa: DTZ001
    found = quiet_until(hours, roles, moment, zone)
    assert (found and f"{found:%d %H:%M}") == until


def test_hours_that_leave_no_gap_do_not_hold_up_the_deliverer(at):
    hours = [QuietHours(starts=time(8), ends=time(20)), QuietHours(starts=time(20), ends=time(8))]
    assert quiet_until(hours, set(), at, ZoneInfo("Asia/Shanghai")) > at
