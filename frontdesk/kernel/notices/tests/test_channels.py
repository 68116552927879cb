"""What each channel says, and how it signs. The signatures were computed by openssl."""

import smtplib
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail as outgoing
from django.utils.translation import gettext_lazy

from frontdesk.kernel.notices import commands, obligations
from frontdesk.kernel.notices.channels import dingtalk, feishu, webhook, wording
from frontdesk.kernel.notices.models import Delivery, Notice, Wrong
from frontdesk.kernel.people.commands import set_contact
from frontdesk.kernel.people.models import Contact
from frontdesk.kernel.people.refusal import Refused

from .conftest import DINGTALK, FEISHU

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, 0, 123456, tzinfo=UTC)


class Told(list):
    answer = {"errcode": 0, "code": 0}


@pytest.fixture
def robots(monkeypatch, desk, lead, at):
    told = Told()
    monkeypatch.setattr(webhook, "post", lambda address, payload: told.append((address, payload)) or told.answer)
    for kind, address in (("dingtalk", DINGTALK), ("feishu", FEISHU)):
        commands.add_channel(project_id=desk.project_id, kind=kind, address=address, secret="SEC+/=", by=lead, at=at)
    return told


def test_the_signature_of_dingtalk_is_encoded_once():
    signed = dingtalk.signed(DINGTALK, "SEC+/=", at=NOON)
    assert signed == f"{DINGTALK}&timestamp=1795406400123&sign=eom6HwqMHJBZgnU6XjZUiGEkDEyAAzVSxwvHmq2Y1Pw%3D"
    query = parse_qs(urlsplit(signed).query, strict_parsing=True)
    assert len(query["sign"][0]) == 44
    assert "%25" not in signed


def test_the_signature_of_feishu_is_made_by_time_and_secret_over_nothing():
    assert feishu.signature("SEC+/=", at=NOON) == {
        "timestamp": "1795406400",
        "sign": "l2hvygO+IIruYLaBNbDMHITrQoxmlsU0nos4u1s8q1k=",
    }


def test_what_each_robot_is_told(robots, robot, owe, clerk, at, settings):
    settings.PUBLIC_URL = "https://desk.example.cn"
    robot()
    owe(clerk, "thing:0", at)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 3
    text = "0001\nhttps://desk.example.cn/log/"
    told = {urlsplit(address).hostname: payload for address, payload in robots}
    assert told["qyapi.weixin.qq.com"] == told["oapi.dingtalk.com"] == {"msgtype": "text", "text": {"content": text}}
    assert told["open.feishu.cn"] == feishu.signature("SEC+/=", at=at) | {"msg_type": "text", "content": {"text": text}}


def test_a_robot_that_refuses_has_not_been_told(robots, owe, clerk, at):
    robots.answer = {"errcode": 310000, "errmsg": "sign not match", "code": 19021, "msg": "sign match fail"}
    owe(clerk, "thing:0", at)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 0
    assert sorted(Delivery.objects.values_list("last_error", "last_answer")) == [
        (Wrong.REFUSED, "19021 sign match fail"),
        (Wrong.REFUSED, "310000 sign not match"),
    ]


def test_mail_goes_to_the_person_in_their_language_with_one_sentence_and_no_link_without_a_public_address(
    owe, mail, clerk, at, settings, monkeypatch
):
    settings.PUBLIC_URL = ""
    monkeypatch.setitem(obligations.sentences, "thing", gettext_lazy("Past its due time: %(subject)s"))
    clerk.language = "en"
    clerk.save()
    owe(clerk, "thing:0", at)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 1
    (message,) = outgoing.outbox
    assert (message.to, message.subject) == (["clerk@example.cn"], "Past its due time: 0001")
    assert message.body == "Past its due time: 0001"


def test_mail_to_somebody_who_left_is_given_up(owe, mail, clerk, at):
    owe(clerk, "thing:0", at)
    commands.sweep(at=at)
    clerk.is_active = False
    clerk.save()
    assert commands.deliver(at=at) == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error) == (Delivery.State.GAVE_UP, Wrong.NO_ADDRESS)


@pytest.mark.parametrize(
    ("raised", "wrong", "answer"),
    [
        (smtplib.SMTPRecipientsRefused({"clerk@example.cn": (550, b"clerk@example.cn unknown")}), Wrong.REFUSED, "550"),
        (smtplib.SMTPAuthenticationError(535, b"who"), Wrong.REFUSED, "535"),
        (TimeoutError(), Wrong.SLOW, ""),
        (ConnectionRefusedError(), Wrong.UNREACHABLE, ""),
        (smtplib.SMTPServerDisconnected(), Wrong.UNREACHABLE, ""),
    ],
)
def test_a_mail_server_that_fails_is_tried_again_and_no_address_is_kept(
    owe, mail, clerk, at, monkeypatch, raised, wrong, answer
):
    def send(self):
        raise raised

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    owe(clerk, "thing:0", at)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error, delivery.last_answer) == (Delivery.State.FAILED, wrong, answer)


@pytest.mark.clause("R45")
@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("0001 8-1-1203", "0001 8-1-1203"),
        ("0001 8-1-1203 13800001234", "0001 8-1-1203 ****"),
        ("138-0000-1234 / 138 0000 1234", "**** / ****"),
        ("+8613800001234", "+****"),
        ("057188880000", "****"),
        ("2026-12-01 09:30", "2026-12-01 09:30"),
        ("a\r\nBcc: evil@example.cn", "a Bcc: evil@example.cn"),
    ],
)
def test_outside_nobody_reads_a_telephone_number(subject, said):
    assert wording.of(Notice(kind="thing", subject=subject, link="/")).sentence == said


def test_a_test_message_goes_through_the_outbox_once_a_minute_and_at_any_hour(robot, post, lead, desk, at):
    channel = robot(minimum="urgent")
    for _ in range(3):
        commands.send_test(channel_id=channel.pk, by=lead, at=at)
    assert commands.deliver(at=at) == 1
    assert Notice.objects.get().read_at == at
    commands.switch_channel(channel_id=channel.pk, active=False, by=lead, at=at)
    with pytest.raises(Refused):
        commands.send_test(channel_id=channel.pk, by=lead, at=at)


def test_a_test_of_mail_needs_an_address_of_one_s_own(mail, lead, clerk, at):
    with pytest.raises(Refused):
        commands.send_test(channel_id=mail.pk, by=lead, at=at)


def test_an_address_is_kept_with_its_history_and_a_wrong_one_is_refused(clerk):
    set_contact(email=" a@example.cn ", mobile="138 0000 1234", by=clerk)
    set_contact(email="", mobile="", by=clerk)
    contact = Contact.objects.get()
    assert (contact.email, contact.history.count()) == ("", 2)
    for email, mobile in [
        ("nobody", ""),
        ("a@b", ""),
        ("", "call me"),
        ("", "1" * 30),
        ("a@example.cn\nBcc: b@c.cn", ""),
    ]:
        with pytest.raises(Refused):
            set_contact(email=email, mobile=mobile, by=clerk)
