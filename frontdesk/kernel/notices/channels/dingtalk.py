"""A group robot of DingTalk 钉钉, signed 加签: the time and its HMAC by the secret stand in the address."""

import base64
import hashlib
import hmac
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from frontdesk.kernel.people.refusal import Refused

from . import webhook

PATH, KEY = "/robot/send", "access_token"


def check(channel):
    webhook.check(channel.address, path=PATH, key=KEY)
    if not channel.secret:
        raise Refused(_("Choose signing (加签) among the robot's security settings, and give the secret shown there."))


def send(channel, message, *, to, at):
    """One text message to the group; raises NotSent."""
    webhook.check_again(channel.address, path=PATH, key=KEY)
    answer = webhook.post(
        signed(channel.address, channel.secret, at=at), {"msgtype": "text", "text": {"content": message.text}}
    )
    webhook.expect_zero(answer, "errcode", "errmsg")


def signed(address, secret, *, at):
    """The address with time in milliseconds and signature, percent-encoded once."""
    timestamp = str(int(at.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{address}&{urlencode({'timestamp': timestamp, 'sign': base64.b64encode(digest).decode()})}"
