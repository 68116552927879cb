"""The pen: how anything gets into the book.

    with sealing.pen(desk_id, at=at) as pen:
        pen.write(Entry(...), by=user)

One transaction: the desk's chain is locked, so there is one order; each record is inserted and
sealed; the head moves. Nothing slow belongs inside.
"""

import hashlib
import time
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.refusal import Refused

from . import canonical, form_keys
from .catalogue import sealed_models
from .models import Chain, ClockStep, Seal, Submission, Waiting

QUEUE = 0x5EA1  # the advisory locks of this software
STEP_NOTED = timedelta(seconds=2)
STEP_DISBELIEVED = timedelta(minutes=5)


def start_chain(desk):
    """Give a new desk its chain; harmless when it has one."""
    return Chain.objects.get_or_create(desk=desk)[0]


@contextmanager
def pen(desk_id, *, at):
    """Lock a desk's chain for one transaction and yield the pen that writes into it.

    at: aware datetime, the server's clock before waiting for the lock. The book's time never runs
    backwards: `pen.at` is `at` or the time of the last record, whichever is later; `pen.clock` is `at`.
    """
    began = time.monotonic()
    with transaction.atomic():
        _queue_up(desk_id)
        # The desk and its project come along in the same query: every command asks for them under the lock.
        locked = Chain.objects.select_for_update(of=("self",)).select_related("desk__project")
        chain = locked.get(desk_id=desk_id)
        waited = timedelta(seconds=time.monotonic() - began)
        held = Pen(chain, at=at, now=at + waited)
        yield held
        held.lift()


def _queue_up(desk_id):
    """PostgreSQL gives a row lock to whoever asks at the right moment, but an advisory lock to the first in the queue."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [QUEUE, desk_id])


class SentOtherwise(Refused):
    """The form has made its record already, from something else than what is sent now."""


class Pen:
    def __init__(self, chain, *, at, now):
        self.chain = chain
        self.at = max(at, chain.last_at) if chain.last_at else at
        self.clock = at
        self._behind = (chain.last_at - now) if chain.last_at else timedelta(0)
        self._clock_looked_at = False

    @property
    def seals_at_once(self):
        """Whether the clock can be believed; else what is written waits for its seal."""
        return self._behind <= STEP_DISBELIEVED

    def write(self, record, *, by):
        """Insert a sealed record and its seal; returns the record."""
        if not self._clock_looked_at:
            self._look_at_clock(by)
        record.desk_id = self.chain.desk_id
        record.recorded_at = self.at
        record.recorded_by = by
        record.say_nothing_one_way()
        record.add_salts()
        record.save(force_insert=True)
        if not self.seals_at_once:
            Waiting.objects.create(chain=self.chain, kind=record.seal_kind, record_id=record.pk)
            self.chain.has_waiting = True
        else:
            self._seal(record, by.pk)
        return record

    def sent_before(self, model, *, by, key):
        """The record that this form already made for this person, or None. key: the form's own, '' for none.

        Raises SentOtherwise when a key of form_keys.of_sent made a record from something else: that was not written.
        """
        if not key:
            return None
        form, said = form_keys.parts(key)
        sent = Submission.objects.filter(person=by, form=model.seal_kind, key__in=[form, key])
        known = sent.first()
        if known is None:
            return None
        if known.said == said or known.key == key:  # the version before kept both in one, and may still be running
            return model.objects.get(pk=known.record_id)
        raise SentOtherwise(
            _(
                "This form was saved already, with other words. Look at what was saved; to save this as well, save again."
            )
        )

    def remember(self, record, *, by, key):
        """Keep that this form made this record, in the same transaction."""
        if key:
            form, said = form_keys.parts(key)
            Submission.objects.create(person=by, form=record.seal_kind, key=form, said=said, record_id=record.pk)

    def _look_at_clock(self, by):
        self._clock_looked_at = True
        if self._behind > STEP_NOTED:
            self.write(ClockStep(clock_said=self.clock, book_said=self.chain.last_at), by=by)
        if self.chain.has_waiting and self._behind <= timedelta(0):
            self.seal_waiting()

    def seal_waiting(self):
        """Seal what was written while the clock could not be believed, in the order it was written."""
        waiting = list(self.chain.waiting.order_by("id"))
        for line in waiting:
            record = sealed_models()[line.kind].objects.get(pk=line.record_id)
            self._seal(record, record.recorded_by_id)
        self.chain.waiting.all().delete()
        self.chain.has_waiting = False
        return len(waiting)

    def _seal(self, record, by_id):
        chain = self.chain
        form = record.newest_form()
        seal = Seal(
            chain=chain,
            seq=chain.last_seq + 1,
            kind=record.seal_kind,
            record_id=record.pk,
            form=form,
            body=record.canonical_body(form),
            prev=chain.last_hash,
            sealed_at=self.at,
            sealed_by_id=by_id,
        )
        seal.hash = canonical.seal_hash(
            chain=chain.key,
            seq=seal.seq,
            kind=seal.kind,
            record_id=seal.record_id,
            form=form,
            sealed_at=canonical.moment(seal.sealed_at),
            sealed_by=by_id,
            prev=seal.prev,
            body=seal.body,
        )
        seal.save(force_insert=True)
        chain.last_seq, chain.last_hash, chain.last_at = seal.seq, seal.hash, seal.sealed_at

    def lift(self):
        """Keep the head; the transaction ends after this."""
        self.chain.save(update_fields=["last_seq", "last_hash", "last_at", "has_waiting"])


def seal_waiting(*, at):
    """Seal everything that still waits, on every chain; called by the sweep. Returns how many."""
    done = 0
    for desk_id in Chain.objects.filter(has_waiting=True).order_by("desk_id").values_list("desk_id", flat=True):
        with pen(desk_id, at=at) as held:
            if held.at == at:
                done += held.seal_waiting()
    return done


def digest(record):
    """SHA-256 hex of a record's canonical body: what a signature is put under."""
    return hashlib.sha256(record.canonical_body(record.newest_form()).encode()).hexdigest()
