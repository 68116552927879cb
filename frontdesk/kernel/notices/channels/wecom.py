"""A group robot 群机器人 of WeCom 企业微信. The key in its address is all that it asks for."""

from django.utils.translation import gettext as _

from frontdesk.kernel.people.refusal import Refused

from . import webhook

PATH, KEY = "/cgi-bin/webhook/send", "key"


def check(channel):
    webhook.check(channel.address, path=PATH, key=KEY)
    if channel.secret:
        raise Refused(_("A WeCom robot has no secret. Leave it empty; the key in the address is its secret."))


def send(channel, message, *, to, at):
    """One text message to the group; raises NotSent."""
    webhook.check_again(channel.address, path=PATH, key=KEY)
    answer = webhook.post(channel.address, {"msgtype": "text", "text": {"content": message.text}})
    webhook.expect_zero(answer, "errcode", "errmsg")
