"""The life of a volume after its month: closing it, its custodian, a hold on its disposal (R42, R43)."""

import time
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history, settings_cache
from frontdesk.kernel.people.models import Project
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import is_posted
from frontdesk.kernel.records import sealing, signing
from frontdesk.kernel.records.models import Seal, Signature

from .. import rules, volumes
from ..models import ArchiveSettings, Entry, LogBook, VolumeClosed, VolumeExport, VolumeStep

Kind = VolumeStep.Kind
NOT_CLOSED = _("This volume is not closed yet. Close it first.")
GONE = _(
    "This volume is disposed of, or is being disposed of: nothing about it can be changed any more. Read its certificate."
)
KEEPER = _("The supervisor closes a volume and says who keeps it.")
NO_HOLD = _("The supervisor and the project lead put a disposal on hold.")
NO_LIFT = _("A hold is lifted by the project lead. Ask them to do it on this page.")


def close_book(*, book_id, custodian, place, by, at, proof, key=""):
    """封存: close the volume of a past month, and sign; returns the closing. From then on no entry comes into it.

    custodian: somebody posted at the project; place: where it is kept. Its files are asked for in the same transaction. What
    is noted or corrected about its entries later is an addendum, and reads as one. Raises Forbidden or Refused. R42.
    """
    with constraints_speak(VolumeClosed), sealing.pen(_desk_of(book_id), at=at) as pen:
        desk = pen.chain.desk
        if not rules.may_review(by, desk.project_id, pen.at):
            raise Forbidden(KEEPER)
        if sent := pen.sent_before(VolumeClosed, by=by, key=key):
            return sent
        book = LogBook.objects.select_related("closing").get(pk=book_id)
        day = volumes.today(desk, pen.at)
        if hasattr(book, "closing"):
            raise Refused(_("This volume is closed already. What comes later is a note or a correction."))
        if day < volumes.following(book.month):
            raise Refused(_("The month is not over. Its volume can be closed from the first day after it."))
        if not pen.seals_at_once or pen.chain.has_waiting:
            raise Refused(_("Some records still wait for their seal. Close the volume once they have it."))
        _must_be_posted(custodian, desk, pen.at)
        first = Entry.objects.filter(book=book).order_by("serial").first()
        counts = volumes.counts(book)
        closing = VolumeClosed(
            book=book, number=book.number, first_serial=first.serial, last_serial=book.last_serial,
            from_seq=Seal.objects.get(kind=Entry.seal_kind, record_id=first.pk).seq, to_seq=pen.chain.last_seq,
            final_hash=pen.chain.last_hash, entries=counts["entries"], notes=counts["notes"],
            corrections=counts["corrections"], handovers=counts.get("handovers", 0), custodian=custodian, place=place.strip(),
            closed_on=day, keep_years=volumes.keep_years(desk.project),
        )  # fmt: skip
        closing.clean_fields(exclude=["desk", "recorded_by", "recorded_at", "book", "custodian"])
        pen.write(closing, by=by)
        digest = sealing.digest(closing)
        signing.sign(pen, by=by, proof=proof, meaning=Signature.Meaning.ARCHIVE, about=closing, digest=digest)
        for media_type in volumes.makers:
            VolumeExport.objects.create(book=book, media_type=media_type, asked_by=by, asked_at=pen.at)
        pen.remember(closing, by=by, key=key)
    return closing


def change_custodian(*, book_id, custodian, place, by, at, text="", key=""):
    """移交保管: another custodian or place from now on. R42."""
    step = VolumeStep(kind=Kind.MOVED, custodian=custodian, place=place.strip(), text=text)

    def check(standing, pen):
        _must_be_posted(custodian, pen.chain.desk, pen.at)
        if (standing.custodian, standing.place) == (custodian, step.place):
            raise Refused(_("This is where the volume is kept already. Nothing was written."))

    return take(book_id, step, by=by, at=at, key=key, check=check)


def hold(*, book_id, reason, by, at, key=""):
    """暂停销毁: nobody disposes of the volume until the hold is lifted. R43."""

    def check(standing, pen):
        if standing.hold:
            raise Refused(_("Its disposal is on hold already. Nothing more is needed."))

    step = VolumeStep(kind=Kind.HELD, text=reason)
    return take(book_id, step, by=by, at=at, key=key, check=check, may=rules.may_instruct, forbidden=NO_HOLD)


def lift_hold(*, book_id, reason, by, at, key=""):
    """Lift the hold: the project lead alone. R43."""

    def check(standing, pen):
        if not standing.hold:
            raise Refused(_("Its disposal is not on hold, so there is nothing to lift."))

    step = VolumeStep(kind=Kind.LIFTED, text=reason)
    return take(book_id, step, by=by, at=at, key=key, check=check, may=rules.may_lead, forbidden=NO_LIFT)


def take(book_id, step, *, by, at, key="", check, may=rules.may_review, forbidden=KEEPER, and_then=None):
    """Write a step of a closed volume; returns it, and the same one when the form is sent twice.

    check(standing, pen): asked under the lock, raises Refused; and_then(standing, pen): with the step sealed.
    """
    with constraints_speak(VolumeStep), sealing.pen(_desk_of(book_id), at=at) as pen:
        if not may(by, pen.chain.desk.project_id, pen.at):
            raise Forbidden(forbidden)
        if sent := pen.sent_before(VolumeStep, by=by, key=key):
            return sent
        standing = volumes.standing(LogBook.objects.get(pk=book_id))
        if standing.state == volumes.OPEN:
            raise Refused(NOT_CLOSED)
        if standing.state in {volumes.DISPOSING, volumes.DISPOSED}:
            raise Refused(GONE)
        check(standing, pen)
        step.book, step.text = standing.book, (step.text or "").strip() or None
        step.clean_fields(exclude=["desk", "recorded_by", "recorded_at", "book", "custodian", "answers"])
        pen.write(step, by=by)
        if and_then:
            and_then(standing, pen)
        pen.remember(step, by=by, key=key)
    return step


def set_keep_years(*, project_id, years, by, at):
    """How long volumes are kept from their closing on: three years at least. The history keeps who set it. R43."""
    if not rules.may_lead(by, project_id, at):
        raise Forbidden(_("How long volumes are kept is set by the project lead."))
    with constraints_speak(ArchiveSettings), transaction.atomic():
        kept = ArchiveSettings.objects.select_for_update().filter(project_id=project_id).first()
        kept = kept or ArchiveSettings(project=Project.objects.get(pk=project_id))
        kept.keep_years = years
        history.save(kept, by=by, at=at)
        settings_cache.changed(project_id)
    return kept


def running_from(at):
    """A clock for work that takes a while: called, it gives the moment it is, counted on from `at`."""
    began = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - began)


def _desk_of(book_id):
    return LogBook.objects.values_list("desk_id", flat=True).get(pk=book_id)


def _must_be_posted(custodian, desk, at):
    if not is_posted(custodian, desk.project_id, at):
        raise Refused(_("Whoever keeps the volume has to be posted at this project. Choose somebody who is."))
