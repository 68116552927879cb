"""Obligations that a test puts there, channels, and a post office that keeps what would have gone out."""

import pytest

from frontdesk.kernel.notices import channels, commands, obligations
from frontdesk.kernel.notices.channels import NotSent
from frontdesk.kernel.notices.models import Wrong
from frontdesk.kernel.people.commands import set_contact

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec33e42541b09b08551f"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/3d3d7f1e-aaaa-bbbb-cccc-2f1e0a9d8c7b"


@pytest.fixture
def sources(monkeypatch):
    """The declared sources, which a test fills; those of the apps are gone."""
    monkeypatch.setattr(obligations, "sources", mine := [])
    return mine


@pytest.fixture
def owe(sources, desk):
    """owe(person, "thing:1", since, urgent=False): from then on it is owed."""
    lines = []
    sources.append(lambda at: [line for since, line in lines if at >= since])

    def owe(person, key, since, *, urgent=False, subject="0001"):
        lines.append((since, obligations.Owed(person.pk, desk.project_id, key, "thing", subject, "/log/", urgent)))

    return owe


class PostOffice:
    """In the place of `channels.send`: `sent` holds (kind, person, key); while `closed`, nothing is taken."""

    def __init__(self):
        self.sent, self.tried, self.closed = [], 0, None

    def __call__(self, delivery, *, at):
        self.tried += 1
        if self.closed:
            raise self.closed
        self.sent.append((delivery.channel.kind, delivery.notice.person.username, delivery.notice.key))

    def close(self, wrong=Wrong.UNREACHABLE, answer="", **more):
        self.closed = NotSent(wrong, answer, **more)


@pytest.fixture
def post(monkeypatch):
    monkeypatch.setattr(channels, "send", office := PostOffice())
    return office


@pytest.fixture
def robot(desk, lead, at):
    """robot(role="", minimum="all") → a WeCom robot of the desk's project."""

    def robot(key="0" * 8, **more):
        address = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}"
        return commands.add_channel(
            project_id=desk.project_id, kind="wecom", address=address, by=lead, at=at, **more
        )  # fmt: skip

    return robot


@pytest.fixture
def mail(desk, lead, clerk, at, settings):
    """Mail is switched on, and the clerk has given an address."""
    settings.EMAIL_HOST = "mail.example.cn"
    set_contact(email="clerk@example.cn", mobile="", by=clerk)
    return commands.add_channel(project_id=desk.project_id, kind="mail", by=lead, at=at)
