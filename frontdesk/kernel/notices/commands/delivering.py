"""The deliverer. Runs in the worker only: mail and HTTP happen in no request and inside no transaction.

At least once: a delivery is claimed by a conditional update that already holds the time of the next try. Of two
deliverers one gets the row; when that one is killed before it could say what came of it, the row comes due again.
"""

import logging
import time
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from frontdesk.kernel.people.models import Posting

from .. import channels
from ..channels import NotSent
from ..models import Delivery, QuietHours, Sweep, Wrong
from ..rules import quiet_until
from .sweeping import sweep

BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
AT_A_TIME = 50
BUDGET = timedelta(seconds=45)  # then the rest waits for the next run, a minute later
PATIENCE = 3  # a channel that failed so often in one run rests until the next
log = logging.getLogger(__name__)


def deliver(*, at):
    """Send what is due, the longest due first; returns how many messages were sent.

    A failure is tried again after 1, 5, 30 minutes and 2 hours, then given up. What is not urgent waits for the end
    of the quiet hours. Robots take some twenty messages a minute, so a channel gets at most its `a_run`.
    """
    run = Run(at)
    while run.has_time() and (batch := run.batch()):
        for delivery in batch:
            if run.has_time() and delivery.channel_id not in run.resting:
                run.take(delivery)
    Sweep.objects.update_or_create(pk=1, defaults={"delivered_at": at})
    return run.sent


class Run:
    """One run of the deliverer: what it has sent, and which channels rest."""

    def __init__(self, at):
        self.at, self.began = at, time.monotonic()
        self.sent, self.handled, self.failed, self.resting = 0, Counter(), Counter(), set()
        self.hours = {}

    def now(self):
        """The moment as it has moved on since the run began: a claim must outlast the sending, however late it is."""
        return self.at + timedelta(seconds=time.monotonic() - self.began)

    def has_time(self):
        return self.now() - self.at < BUDGET

    def batch(self):
        due = Delivery.objects.due(self.at).exclude(channel__in=self.resting)
        return list(due.select_related("notice__person__contact", "notice__project", "channel")[:AT_A_TIME])

    def take(self, delivery):
        until = None if delivery.notice.urgent else self.quiet_until(delivery)
        if until:
            Delivery.objects.waiting().filter(pk=delivery.pk, tries=delivery.tries).update(next_try_at=until)
        elif self.claim(delivery):
            self.send(delivery)

    def quiet_until(self, delivery):
        """A person has the quiet hours of every role held at the project; a group those of the channel's role."""
        notice, channel, now = delivery.notice, delivery.channel, self.now()
        if notice.project_id not in self.hours:
            self.hours[notice.project_id] = list(QuietHours.objects.filter(project=notice.project_id))
        if not (hours := self.hours[notice.project_id]):
            return None
        held = Posting.objects.at(now).filter(person=notice.person_id, project=notice.project_id)
        roles = {channel.role} if channel.is_group else set(held.values_list("role", flat=True))
        return quiet_until(hours, roles, now, ZoneInfo(notice.project.time_zone))

    def claim(self, delivery):
        """Whether this deliverer is the one. Durable: refused inside a transaction, for a claim counts when it is committed."""
        again = self.now() + BACK_OFF[min(delivery.tries, len(BACK_OFF) - 1)]
        mine = Delivery.objects.waiting().filter(pk=delivery.pk, tries=delivery.tries, next_try_at__lte=self.at)
        with transaction.atomic(durable=True):
            return bool(mine.update(tries=F("tries") + 1, next_try_at=again))

    def send(self, delivery):
        channel = delivery.channel
        self.handled[channel.pk] += 1
        try:
            channels.send(delivery, at=self.now())
        except NotSent as no:
            self.note_failure(delivery, no)
        except Exception:
            log.exception("Delivery %s failed.", delivery.pk)
            self.note_failure(delivery, NotSent(Wrong.FAULT))
        else:
            self.sent += 1
            Delivery.objects.filter(pk=delivery.pk).update(
                state=Delivery.State.SENT, sent_at=self.now(), last_error="", last_answer=""
            )
        if self.failed[channel.pk] >= PATIENCE or self.handled[channel.pk] >= channels.a_run(channel):
            self.resting.add(channel.pk)

    def note_failure(self, delivery, no):
        self.failed[delivery.channel_id] += no.blames_channel
        over = no.hopeless or delivery.tries + 1 > len(BACK_OFF)
        Delivery.objects.waiting().filter(pk=delivery.pk).update(
            state=Delivery.State.GAVE_UP if over else Delivery.State.FAILED,
            last_error=no.wrong,
            last_answer=no.answer,
        )


def sweep_and_deliver(*, at):
    """One turn of the clockwork. Returns {"created", "delivered", "open"}: see `sweep` and `deliver`."""
    swept = sweep(at=at)
    return {"created": swept["created"], "delivered": deliver(at=at), "open": swept["open"]}
