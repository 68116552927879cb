"""A group robot of Feishu 飞书, signed 签名校验: the time and its HMAC stand in the message."""

import base64
import hashlib
import hmac

from django.utils.translation import gettext as _

from frontdesk.kernel.people.refusal import Refused

from . import webhook

PATH = "/open-apis/bot/v2/hook/"


def check(channel):
    webhook.check(channel.address, path=PATH)
    if not channel.secret:
        raise Refused(
            _("Switch on signing (签名校验) among the robot's security settings, and give the key shown there.")
        )


def send(channel, message, *, to, at):
    """One text message to the group; raises NotSent."""
    webhook.check_again(channel.address, path=PATH)
    text = {"msg_type": "text", "content": {"text": message.text}}
    answer = webhook.post(channel.address, signature(channel.secret, at=at) | text)
    webhook.expect_zero(answer, "code" if "code" in answer else "StatusCode", "msg")


def signature(secret, *, at):
    """{"timestamp", "sign"}: here the time (in seconds) and the secret are the key, and what is signed is nothing."""
    timestamp = str(int(at.timestamp()))
    digest = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}
