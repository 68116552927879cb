"""Disposing of a volume whose time is over: asked by one, approved by another, carried out by the worker (R43).

What was personal in the volume's records is erased with its salts, and its files are deleted. Lines, seals and commitments
stay: the chain is as whole as before. The certificate is sealed last, when nothing is left to do.
"""

import logging

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.refusal import Refused, constraints_speak
from frontdesk.kernel.records import erasing as records
from frontdesk.kernel.records import sealing, signing
from frontdesk.kernel.records.models import Attachment, Signature
from frontdesk.kernel.search import index

from .. import erasing, obligations, rules, volumes
from ..models import DisposalCertificate, Entry, Matter, VolumeStep
from .volumes import running_from, take

Kind, Meaning = VolumeStep.Kind, Signature.Meaning
BATCH = 200  # records emptied under one lock, so that nobody at the desk waits for long
NO_LEAD = _("The supervisor asks for a disposal, the project lead approves it.")
log = logging.getLogger(__name__)


def ask_disposal(*, book_id, reason, by, at, proof, key=""):
    """申请销毁: ask, with the reason and a signature, that a volume be disposed of; the lead is told. Returns the step.

    Raises Forbidden or Refused: up to and including the last day of its time, with a hold, with an open matter. R43, A19.
    """
    step = VolumeStep(kind=Kind.ASKED, text=reason)

    def check(standing, pen):
        if standing.asked:
            raise Refused(_("Disposal of this volume is asked for already. The project lead answers it."))
        _must_be_due(standing, pen)

    def and_then(standing, pen):
        signing.sign(pen, by=by, proof=proof, meaning=Meaning.ASK, about=step, digest=sealing.digest(step))
        notices.tell_owed(obligations.disposals(pen.at, desk_id=pen.chain.desk_id), at=pen.at)

    return take(book_id, step, by=by, at=at, key=key, check=check, and_then=and_then, forbidden=NO_LEAD)


def decline_disposal(*, book_id, reason, by, at, key=""):
    """Decline, with the reason; the volume stays as it is."""
    return _answer(book_id, Kind.DECLINED, by=by, at=at, key=key, text=reason)


def approve_disposal(*, book_id, by, at, proof, key=""):
    """批准销毁: approve and sign; the worker then carries it out. Two different people, always. R43.

    Raises Forbidden or Refused: what stood against asking for it stands against it now.
    """
    return _answer(book_id, Kind.APPROVED, by=by, at=at, key=key, proof=proof)


def _answer(book_id, kind, *, by, at, key, text="", proof=None):
    step = VolumeStep(kind=kind, text=text)

    def check(standing, pen):
        if not standing.asked:
            raise Refused(_("Nobody has asked for the disposal of this volume. The supervisor asks first."))
        if by.pk == standing.asked.recorded_by_id:
            raise Refused(
                _("Somebody else than whoever asked has to answer. Two people dispose of a volume, never one.")
            )
        if kind == Kind.APPROVED:
            _must_be_due(standing, pen)
        step.answers = standing.asked

    def and_then(standing, pen):
        if proof:
            about = standing.asked
            signing.sign(pen, by=by, proof=proof, meaning=Meaning.APPROVE, about=about, digest=sealing.digest(about))

    return take(
        book_id, step, by=by, at=at, key=key, check=check, and_then=and_then, may=rules.may_lead, forbidden=NO_LEAD
    )


def _must_be_due(standing, pen):
    if standing.hold:
        raise Refused(_("Its disposal is on hold. The project lead lifts the hold first."))
    day = volumes.today(pen.chain.desk, pen.at)
    if day < standing.due_from:
        said = _("This volume has to be kept until the end of %(day)s.")
        raise Refused(said % {"day": standing.kept_until.isoformat()})
    if Matter.objects.open().filter(entry__book=standing.book).exists():
        raise Refused(_("A matter of this volume is still open. Close it first."))


def carry_out_disposals(*, at):
    """Empty what was approved, batch by batch, and seal the certificates; part of the worker's task. Returns how many.

    May be cut off anywhere: what is left is found again by the next run.
    """
    clock, done = running_from(at), 0
    approved = VolumeStep.objects.filter(kind=Kind.APPROVED, book__certificate=None)
    for step in approved.select_related("answers", "recorded_by", "book").order_by("id"):
        try:
            _carry_out(step, clock)
            done += 1
        except Exception:  # one volume does not stop the others, nor the next run
            log.exception("The disposal of %s was not finished.", step.book)
    return done


def _carry_out(step, clock):
    book = step.book
    for rows in volumes.records_of(book):
        for pen, batch in _batches(rows, book, clock):
            for record in batch:
                records.erase(pen, record, fields=erasing.filled(record), because=step.answers, by=step.recorded_by)
    for _pen, batch in _batches(Entry.objects.filter(book=book).select_related("desk"), book, clock):
        erasing.settle(batch)
    index.forget()
    for part in volumes.parts:
        if part.forget:
            part.forget(book)
    for exported in book.files.all():
        volumes.path_of(exported).unlink(missing_ok=True)
    _certify(step, clock())


def _batches(rows, book, clock):
    """Yield (pen, records) until all rows were seen, each batch in a transaction of its own; the desk works on in between."""
    last: int | None = 0
    while last is not None:
        with sealing.pen(book.desk_id, at=clock()) as pen:
            batch = list(rows.order_by("pk").filter(pk__gt=last)[:BATCH])
            yield pen, batch
        last = batch[-1].pk if batch else None


def _certify(step, at):
    with constraints_speak(DisposalCertificate), sealing.pen(step.desk_id, at=at) as pen:
        standing = volumes.standing(step.book)
        if standing.state == volumes.DISPOSED:  # another worker was quicker
            return
        closing = standing.closing
        emptied = records.under(step.answers)
        pen.write(
            DisposalCertificate(
                book=step.book, number=closing.number, first_serial=closing.first_serial, last_serial=closing.last_serial,
                final_hash=closing.final_hash, closed_on=closing.closed_on, kept_until=standing.kept_until,
                asked_by=step.answers.recorded_by, asked_at=step.answers.recorded_at, approved_by=step.recorded_by,
                approved_at=step.recorded_at, records=emptied.count(),
                files=emptied.filter(about_kind=Attachment.seal_kind).count() + step.book.files.count(),
            ),
            by=step.recorded_by,
        )  # fmt: skip
