"""Which addresses a robot may have: refused when saved, with a sentence that says what to do, and again when sent."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from frontdesk.kernel.notices import channels, commands
from frontdesk.kernel.notices.channels import NotSent, webhook
from frontdesk.kernel.notices.models import Channel, Delivery, Wrong
from frontdesk.kernel.people.refusal import Forbidden, Refused

from .conftest import DINGTALK, FEISHU, WECOM

pytestmark = pytest.mark.django_db
KEY = "/cgi-bin/webhook/send?key=00000000"


@pytest.fixture
def add(desk, lead, at):
    def add(address, kind="wecom", secret="", by=lead):
        return commands.add_channel(project_id=desk.project_id, kind=kind, address=address, secret=secret, by=by, at=at)

    return add


@pytest.mark.parametrize(
    ("kind", "address", "secret"), [("wecom", WECOM, ""), ("dingtalk", DINGTALK, "SEC1"), ("feishu", FEISHU, "s")]
)
def test_a_robot_s_own_address_is_taken(add, kind, address, secret):
    channel = add(f" {address} ", kind, secret)
    assert (channel.address, channel.active, channel.hint[-4:]) == (address, True, address[-4:])


REFUSED = {
    f"http://qyapi.weixin.qq.com{KEY}": "https://",
    f"ftp://qyapi.weixin.qq.com{KEY}": "https://",
    f"//qyapi.weixin.qq.com{KEY}": "https://",
    "file:///etc/passwd": "https://",
    f"https://qyapi.weixin.qq.com@10.0.0.1{KEY}": "user name",
    "https://qyapi.weixin.qq.com@10.0.0.1/": "user name",
    f"https://user:word@qyapi.weixin.qq.com{KEY}": "user name",
    f"https://qyapi.weixin.qq.com:443{KEY}": "port",
    f"https://qyapi.weixin.qq.com:8080{KEY}": "port",
    f"https://qyapi.weixin.qq.com:{KEY}": "port",
    f"https://qyapi.weixin.qq.com:99999999{KEY}": "no address",
    f"https://qyapi.weixin.qq.com:x{KEY}": "no address",
    f"https://[::1{KEY}": "no address",
    f"https://127.0.0.1{KEY}": "go only to",
    f"https://2130706433{KEY}": "go only to",
    f"https://[::1]{KEY}": "go only to",
    f"https://169.254.169.254{KEY}": "go only to",
    f"https://localhost{KEY}": "go only to",
    f"https://qyapi.weixin.qq.com.{KEY}": "go only to",
    f"https://qyapi.weixin.qq.com.evil.example{KEY}": "go only to",
    f"https://evil.example/?u=qyapi.weixin.qq.com{KEY}": "go only to",
    f"https://%71yapi.weixin.qq.com{KEY}": "go only to",
    f"https:///qyapi.weixin.qq.com{KEY}": "go only to",
    "https:": "go only to",
    f"https://qyapi.weixin.qq.com\\@10.0.0.1{KEY}": "plain letters",
    f"https://qyapi.weixin.qq。com{KEY}": "plain letters",
    f"https://qyаpi.weixin.qq.com{KEY}": "plain letters",  # a Cyrillic а
    f"https://qyapi.weixin.qq.com{KEY}\r\nHost: evil.example": "plain letters",
    f"https://qyapi.weixin.qq.com\t{KEY}": "plain letters",
    f"https://qyapi.weixin.qq.com{KEY}\0": "plain letters",
    f"https://10.0.0.1#@qyapi.weixin.qq.com{KEY}": "go only to",
    f"https://qyapi.weixin.qq.com{KEY}#x": "such a robot",
    f"https://qyapi.weixin.qq.com{KEY}#": "such a robot",
    f"https://qyapi.weixin.qq.com{KEY}&key=11111111": "such a robot",
    f"https://qyapi.weixin.qq.com{KEY}&debug=1": "such a robot",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=": "such a robot",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send": "such a robot",
    "https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=00000000": "such a robot",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send/../../x?key=00000000": "such a robot",
    DINGTALK: "such a robot",
    FEISHU: "such a robot",
    WECOM + "0" * 300: "too long",
    "": "plain letters",
    "微信": "plain letters",
}


@pytest.mark.parametrize("address", REFUSED, ids=range(len(REFUSED)))
def test_every_other_address_is_refused_with_a_sentence(add, address):
    with translation.override("en"), pytest.raises(Refused, match=REFUSED[address]):
        add(address)
    assert Channel.objects.count() == 0


@pytest.mark.parametrize("address", [FEISHU + "/../../x", FEISHU + "?a=b", FEISHU[:45], FEISHU.replace("v2", "v1")])
def test_a_feishu_address_is_its_key_and_nothing_more(add, address):
    with pytest.raises(Refused):
        add(address, "feishu", "secret")


@pytest.mark.parametrize(
    ("kind", "address", "secret"), [("dingtalk", DINGTALK, ""), ("feishu", FEISHU, ""), ("wecom", WECOM, "s")]
)
def test_robots_that_sign_need_their_secret_and_wecom_has_none(add, kind, address, secret):
    with pytest.raises(Refused):
        add(address, kind, secret)


def test_a_message_is_not_sent_when_the_host_is_not_allowed_any_more_or_the_row_was_changed(
    owe, robot, clerk, at, settings, monkeypatch
):
    monkeypatch.setattr(webhook, "post", None)
    channel = robot()
    settings.NOTICE_HOSTS = ["open.feishu.cn"]
    owe(clerk, "thing:0", at)
    assert commands.sweep_and_deliver(at=at)["delivered"] == 0
    assert Delivery.objects.get().last_error == Wrong.ADDRESS
    settings.NOTICE_HOSTS = ["qyapi.weixin.qq.com"]
    Channel.objects.filter(pk=channel.pk).update(address="https://10.0.0.1/")
    delivery = Delivery.objects.select_related("channel").get()
    with pytest.raises(NotSent):
        channels.send(delivery, at=at)


def test_the_allow_list_may_name_other_hosts(add, settings):
    settings.NOTICE_HOSTS = ["wecom.example.cn"]
    assert add(f"https://wecom.example.cn{KEY}").pk
    with pytest.raises(Refused):
        add(WECOM)


def test_the_history_has_neither_address_nor_secret(add):
    channel = add(DINGTALK, "dingtalk", "SEC-secret")
    kept = channel.history.get()
    assert not hasattr(kept, "secret")
    assert not hasattr(kept, "address")
    assert kept.hint == f"oapi.dingtalk.com …{DINGTALK[-4:]}"


def test_the_same_robot_is_there_once(add):
    add(WECOM)
    with pytest.raises(Refused, match=".+"):
        add(WECOM)


def test_only_those_who_lead_the_project_keep_its_channels(add, clerk, auditor, stranger):
    for somebody in (clerk, auditor, stranger):
        with pytest.raises(Forbidden):
            add(WECOM, by=somebody)


@pytest.mark.parametrize(
    "wrong", [{"kind": "mail", "address": WECOM}, {"kind": "wecom", "address": ""}, {"kind": "mail", "secret": "s"}]
)
def test_the_database_refuses_a_mail_channel_with_an_address_and_a_robot_without(desk, wrong):
    channel = Channel(project_id=desk.project_id, **wrong)
    with pytest.raises(ValidationError):
        channel.full_clean()
    with transaction.atomic(), pytest.raises(IntegrityError):
        channel.save()


def test_mail_needs_a_mail_server(desk, lead, at, settings):
    settings.EMAIL_HOST = ""
    with pytest.raises(Refused, match="EMAIL_HOST"):
        commands.add_channel(project_id=desk.project_id, kind="mail", by=lead, at=at)
