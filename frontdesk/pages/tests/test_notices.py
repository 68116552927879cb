"""Channels and quiet hours on the screen, and whether the clockwork runs."""

from datetime import timedelta

import pytest

from frontdesk.kernel.notices import channels, commands
from frontdesk.kernel.notices.channels import NotSent
from frontdesk.kernel.notices.models import Channel, Delivery, QuietHours, Wrong

pytestmark = pytest.mark.django_db
PAGE = "/settings/notices/"
ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec33e42541b09b08551f"
ROBOT = {"kind": "dingtalk", "address": ADDRESS, "secret": "SEC-very-secret", "role": "", "minimum": "all"}


@pytest.fixture
def page(client_of, supervisor):
    return client_of(supervisor)


def text(client):
    return client.get(PAGE).content.decode()


def test_a_robot_is_added_and_neither_its_address_nor_its_secret_is_shown_again(page):
    assert page.post(PAGE, ROBOT).status_code == 302
    shown = text(page)
    assert "钉钉" in shown
    assert "oapi.dingtalk.com …551f" in shown
    assert ROBOT["secret"] not in shown
    assert ADDRESS.split("=")[1] not in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": "http://oapi.dingtalk.com/robot/send?access_token=00000000"}, "https://"),
        ({"address": "https://oapi.dingtalk.com@10.0.0.1/"}, "用户名"),
        ({"address": "https://10.0.0.1/robot/send?access_token=00000000"}, "oapi.dingtalk.com"),
        ({"address": "x" * 1999}, "太长"),
        ({"address": "x" * 5000}, ""),
        ({"address": ""}, "复制"),
        ({"secret": ""}, "加签"),
        ({"secret": "x" * 101}, ""),
        ({"kind": "mail"}, "EMAIL_HOST"),
        ({"kind": "fax"}, ""),
        ({"role": "king"}, ""),
        ({"minimum": "none"}, ""),
    ],
)
def test_a_wrong_channel_is_refused_with_a_sentence_and_nothing_is_kept(page, settings, wrong, said):
    settings.EMAIL_HOST = ""
    answer = page.post(PAGE, {**ROBOT, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ROBOT["secret"] not in answer.content.decode()
    assert Channel.objects.count() == 0


def test_a_test_message_waits_in_the_outbox_and_the_page_says_what_came_of_it(page, monkeypatch, at):
    page.post(PAGE, ROBOT)
    pk = Channel.objects.get().pk
    monkeypatch.setattr(channels, "send", None)  # the request sends nothing itself
    assert page.post(f"{PAGE}{pk}/test/").status_code == 302
    page.post(f"{PAGE}{pk}/test/")
    assert Delivery.objects.get().state == Delivery.State.QUEUED

    def refuse(delivery, *, at):
        raise NotSent(Wrong.REFUSED, "310000 <sign> not match")

    monkeypatch.setattr(channels, "send", refuse)
    commands.deliver(at=at + timedelta(hours=1))
    shown = text(page)
    assert "服务器拒收了这条消息" in shown
    assert "310000 &lt;sign&gt; not match" in shown


def test_what_failed_in_the_same_way_is_said_once_with_its_number(page, clerk, desk, monkeypatch, at):
    def refuse(delivery, *, at):
        raise NotSent(Wrong.SLOW)

    monkeypatch.setattr(channels, "send", refuse)
    page.post(PAGE, ROBOT)
    for number in range(3):
        commands.tell([clerk], project_id=desk.project_id, key=f"k{number}", kind="k", subject="", link="/", at=at)
    commands.deliver(at=at)
    shown = text(page)
    assert shown.count("服务器没有及时回复") == 1
    assert "×3" in shown


def test_a_channel_is_switched_off_and_on_again(page):
    page.post(PAGE, ROBOT)
    channel = Channel.objects.get()
    for active in ("0", "1"):
        assert page.post(f"{PAGE}{channel.pk}/switch/", {"active": active}).status_code == 302
        channel.refresh_from_db()
        assert channel.active == (active == "1")
    assert channel.history.count() == 3
    page.post(f"{PAGE}{channel.pk}/switch/", {"active": "0"})
    page.post(f"{PAGE}{channel.pk}/test/")
    assert Delivery.objects.count() == 0


def test_quiet_hours_are_set_once_for_each_and_removed(page):
    night = {"role": "", "starts": "22:00", "ends": "07:30"}
    assert page.post(f"{PAGE}quiet/", night).status_code == 302
    assert "22:00" in text(page)
    for wrong in (
        night,
        {**night, "role": "butler", "ends": "22:00"},
        {**night, "ends": "25:00"},
        {},
        {"role": "king"},
    ):
        assert page.post(f"{PAGE}quiet/", wrong).status_code == 422
    hours = QuietHours.objects.get()
    assert page.post(f"{PAGE}quiet/{hours.pk}/end/").status_code == 302
    assert QuietHours.objects.count() == 0


def test_the_page_says_whether_the_clockwork_runs(page, at):
    assert "后台任务已有十分钟没有运行" in text(page)
    commands.sweep_and_deliver(at=at + timedelta(minutes=55))
    assert "运行正常" in text(page)
    commands.sweep(at=at + timedelta(hours=1))
    commands.deliver(at=at)
    assert "后台任务已有十分钟没有运行" in text(page)


@pytest.mark.clause("R02", "R44")
def test_another_project_s_channels_are_not_there(page, client_of, stranger, lead, desk, at):
    page.post(PAGE, ROBOT)
    page.post(f"{PAGE}quiet/", {"role": "", "starts": "22:00", "ends": "07:30"})
    channel, hours, theirs = Channel.objects.get(), QuietHours.objects.get(), client_of(stranger)
    assert "551f" not in text(theirs)
    assert theirs.post(f"{PAGE}{channel.pk}/switch/").status_code == 404
    assert theirs.post(f"{PAGE}{channel.pk}/test/").status_code == 404
    assert theirs.post(f"{PAGE}quiet/{hours.pk}/end/").status_code == 404
    channel.refresh_from_db()
    assert channel.active
