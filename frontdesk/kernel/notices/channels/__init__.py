"""The ways out of the house. Each module of this package checks and sends for one kind of channel.

What leaves says one sentence and where to read on: no names of people, no telephone numbers. The sentence is the
declaring app's, whose subjects hold none (obligations.Owed); `wording` blots out what looks like a number all the same.
"""

import math

from django.conf import settings
from django.utils import translation

from ..models import Channel
from . import dingtalk, feishu, mail, wecom, wording
from .errors import NotSent

__all__ = ["NotSent", "a_run", "check", "send"]

KINDS = {
    Channel.Kind.MAIL: mail,
    Channel.Kind.WECOM: wecom,
    Channel.Kind.DINGTALK: dingtalk,
    Channel.Kind.FEISHU: feishu,
}


def check(channel):
    """Raises Refused with what is wrong of a channel that is about to be saved."""
    if channel.kind in KINDS:
        KINDS[channel.kind].check(channel)


def send(delivery, *, at):
    """Send one delivery, within some ten seconds; raises NotSent. A group is spoken to in the house's language."""
    person = delivery.notice.person
    with translation.override(settings.LANGUAGE_CODE if delivery.channel.is_group else person.language):
        KINDS[delivery.channel.kind].send(delivery.channel, wording.of(delivery.notice), to=person, at=at)


def a_run(channel):
    """How many messages a channel takes in one run of the deliverer."""
    return 15 if channel.is_group else math.inf  # their makers allow some twenty a minute, then block for ten
