"""Signing: two people, one sheet, both or nothing; refusing; the supervisor's countersignature (R56, R57, A33).

The first signature waits on the handover for a few minutes, as a proof of who saw which digest; nothing is sealed then. The
second one writes the sheet, both signatures and the new owners in one transaction.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from duty.log import commands as log
from duty.log.models import Entry
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.models import Posting, Role
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import attachments, checkpoints, sealing, signing
from frontdesk.kernel.records.models import Attachment, Signature
from frontdesk.kernel.records.proof import Proof

from .. import assembly, rules, turns
from ..models import Handover, Refusal, Sheet, SheetRead
from .work import NOT_YOURS, locked

HALF_LASTS = timedelta(minutes=10)
HALF = ["half_by", "half_at", "half_terminal", "half_digest", "half_stroke"]
Kind, Meaning = Handover.Kind, Signature.Meaning
CHANGED = _("The sheet has changed since it was shown. Nothing was signed; look at it again, then both of you sign.")
CHANGED_FOR_ONE = _("The sheet has changed since it was shown. Nothing was signed; look at it again, then sign.")
LOST = _("The first signature does not hold any more. Nothing was signed; both of you sign again.")


def sign(*, handover_id, digest, proofs, by, at, strokes=None, key=""):
    """Sign a handover with the proofs given now; returns the sheet, or None while the other signature is missing.

    digest: what was on the screen; proofs: fresh proofs of one signer or of both, in any order; strokes: {signer id: (media
    type, bytes)} of what they wrote by hand, for the print. Raises Forbidden or Refused
    and then nothing is signed; a first signature falls when the sheet has changed since, when it is older than ten minutes or
    when its signer is not posted any more. What was signed is covered by a checkpoint at once. R56.
    """
    desk_id = Handover.objects.values_list("desk_id", flat=True).get(pk=handover_id)
    sheet = _sign(desk_id, handover_id, digest, proofs, strokes or {}, by=by, at=at, key=key)
    if sheet:
        checkpoints.write(desk_id, at=at)
    return sheet


def _sign(desk_id, handover_id, digest, proofs, strokes, *, by, at, key):
    with constraints_speak(Sheet), sealing.pen(desk_id, at=at) as pen:
        if sent := pen.sent_before(Sheet, by=by, key=key):
            return sent
        handover = locked(handover_id, by=by, at=pen.at)
        frame = assembly.assemble(handover, pen.at)
        if frame.missing:
            raise Refused(frame.missing[0][1])
        given = _given(handover, proofs)
        why = _falls(pen, handover, frame, digest, given)
        if why is None:
            sheet = _put(pen, frame, given, strokes, by)
            if sheet:
                pen.remember(sheet, by=by, key=key)
            return sheet
        _drop_half(handover)  # and keeps it dropped, whatever is raised below
    raise Refused(why)


def _given(handover, proofs):
    """{signer id: proof} of those given now and before. Raises Refused for a proof of somebody who does not sign here."""
    if not proofs:
        raise Refused(_("Enter at least one password."))
    given = {}
    if handover.half_by_id:
        given[handover.half_by_id] = Proof(handover.half_by_id, handover.half_at, handover.half_terminal)
    for proof in proofs:
        if proof.person_id not in handover.signers:
            raise Refused(_("Only the two who hand over and take over sign this sheet."))
        given[proof.person_id] = proof
    return given


def _falls(pen, handover, frame, digest, given):
    """Why nothing can be signed now although all is filled in, or None."""
    if digest != frame.digest:
        return CHANGED if len(handover.signers) > 1 else CHANGED_FOR_ONE
    for person_id, proof in given.items():
        person = handover.outgoing if person_id == handover.outgoing_id else handover.incoming
        if not rules.may_sign(person, handover.desk.project_id, pen.at):
            return _("%(name)s does not stand duty here any more, so cannot sign.") % {"name": person.name}
        is_half = person_id == handover.half_by_id and proof.at == handover.half_at
        if is_half and (handover.half_digest != frame.digest or pen.clock - proof.at > HALF_LASTS):
            return LOST
    return None


def _drop_half(handover):
    handover.half_by, handover.half_at = None, None
    handover.half_terminal = handover.half_digest = handover.half_stroke = ""
    handover.save(update_fields=HALF)


def _put(pen, frame, given, strokes, by):
    """Seal the sheet with all its signatures, or keep the first one for a while and return None."""
    handover = frame.handover
    if set(given) != set(handover.signers):
        ((person_id, proof),) = given.items()
        handover.half_by_id, handover.half_at, handover.half_terminal = person_id, proof.at, proof.terminal
        handover.half_digest = frame.digest
        handover.half_stroke = attachments.keep(strokes[person_id][1]) if person_id in strokes else ""
        handover.save(update_fields=HALF)
        return None
    sheet = pen.write(
        Sheet(
            handover=handover, kind=handover.kind, from_date=handover.from_date, from_code=handover.from_code,
            to_date=handover.to_date, to_code=handover.to_code, outgoing=handover.outgoing, incoming=handover.incoming,
            witness=handover.witness_name or None, seconds=int((pen.at - handover.started_at).total_seconds()),
            carried=len(frame.items), travelling=frame.travelling, content=frame.content, digest=frame.digest,
        ),
        by=by,
    )  # fmt: skip
    for person, meaning in ((handover.outgoing, Meaning.HAND_OVER), (handover.incoming, Meaning.TAKE_OVER)):
        if person:
            _sign_as(pen, sheet, handover, person, meaning, given[person.pk], strokes)
    for item, result in frame.checks:
        if result and result.photo:
            data = attachments.path_of(result.photo).read_bytes()
            attachments.attach(pen, about=sheet, name=item.name, media_type=result.photo_type, data=data, by=by)
    _hand_on(pen, frame)
    handover.state = Handover.State.SIGNED
    _drop_half(handover)
    handover.save(update_fields=["state"])
    return sheet


def _sign_as(pen, sheet, handover, person, meaning, proof, strokes):
    signed = signing.sign(
        pen, by=person, proof=proof, meaning=meaning, about=sheet, digest=sheet.digest, lasts=HALF_LASTS
    )
    if stroke := strokes.get(person.pk) or _half_stroke(handover, person):
        attachments.attach(pen, about=signed, name="", media_type=stroke[0], data=stroke[1], by=person)


def _half_stroke(handover, person):
    """What the first signer wrote by hand, kept under its hash until now."""
    if person.pk != handover.half_by_id or not handover.half_stroke:
        return None
    return Attachment.MediaType.PNG, attachments.path_of(handover.half_stroke).read_bytes()


def _hand_on(pen, frame):
    """What people of the leaving shift are responsible for goes to whoever takes over, and so does what nobody is. R53."""
    handover, desk = frame.handover, frame.handover.desk
    if handover.incoming is None:
        return
    leaving = _leaving(handover, pen.at)
    posted = set(Posting.objects.at(pen.at).filter(project=desk.project_id).values_list("person_id", flat=True))
    moving = [
        item.entry
        for item in frame.items
        if item.owner and item.owner != handover.incoming_id and (item.owner in leaving or item.owner not in posted)
    ]
    entries = Entry.objects.filter(pk__in=moving).select_related("desk", "matter").order_by("pk")
    log.hand_on(pen, entries=entries, to=handover.incoming, by=handover.incoming)


def _leaving(handover, at):
    """The ids of those who leave with this handover; when the desk opens, of those who closed it."""
    if handover.kind == Kind.OPENING:
        closed = Sheet.objects.filter(desk=handover.desk, kind=Kind.CLOSING).order_by("-id").first()
        date, code, outgoing = (closed.from_date, closed.from_code, closed.outgoing_id) if closed else (None, "", None)
    else:
        date, code, outgoing = handover.from_date, handover.from_code, handover.outgoing_id
    slot = turns.slot_of(handover.desk, date, code, at) if date else None
    return {outgoing, *(slot.people if slot else ())} - {None}


def refuse(*, handover_id, reason, text, by, at, key=""):
    """拒接: one of the two does not sign, with the reason; the supervisor is told at once, the handover stays open. R48, R56."""
    desk_id = Handover.objects.values_list("desk_id", flat=True).get(pk=handover_id)
    with constraints_speak(Refusal), sealing.pen(desk_id, at=at) as pen:
        if sent := pen.sent_before(Refusal, by=by, key=key):
            return sent
        handover = locked(handover_id, by=by, at=pen.at)
        if by.pk not in handover.signers:
            raise Refused(_("Only the two who hand over and take over can refuse to."))
        if reason not in Refusal.Reason.values:
            raise Refused(_("Choose why you do not take over."))
        made = pen.write(Refusal(handover=handover, reason=reason, text=text.strip() or None), by=by)
        _drop_half(handover)
        tell(pen, {Role.SUPERVISOR}, f"refusal:{made.pk}", "handover_refused", str(handover))
        pen.remember(made, by=by, key=key)
    return made


def read_sheet(*, sheet_id, understood, by, at, key=""):
    """Whoever else stands the shift that took over reads the sheet and ticks every item on it. R51, A24."""
    sheet = Sheet.objects.select_related("desk").get(pk=sheet_id)
    if not rules.may_sign(by, sheet.desk.project_id, at):
        raise Forbidden(NOT_YOURS)
    if by.pk in {sheet.outgoing_id, sheet.incoming_id}:
        raise Refused(_("You signed this sheet yourself. Ask another supervisor or the project lead to sign it."))
    if left := set(assembly.carried(sheet)) - set(understood):
        raise Refused(
            _("Items not ticked yet: %(n)s. Read them, ask if something is not clear, and tick them.")
            % {"n": len(left)}
        )
    with constraints_speak(SheetRead), sealing.pen(sheet.desk_id, at=at) as pen:
        if sent := pen.sent_before(SheetRead, by=by, key=key):
            return sent
        if sheet.reads.filter(recorded_by=by).exists():
            raise Refused(_("You have read this sheet already. Nothing more is needed."))
        made = pen.write(SheetRead(sheet=sheet), by=by)
        pen.remember(made, by=by, key=key)
    return made


def countersign(*, sheet_id, proof, by, at):
    """The supervisor signs an opening or closing that nobody witnessed. A23."""
    sheet = Sheet.objects.select_related("desk").get(pk=sheet_id)
    if not rules.may_release(by, sheet.desk.project_id, at):
        raise Forbidden(_("The supervisor signs an opening or closing without a witness."))
    with sealing.pen(sheet.desk_id, at=at) as pen:
        if not awaits_countersignature(sheet):
            raise Refused(_("This sheet waits for no further signature. Nothing more is needed."))
        if by.pk in {sheet.outgoing_id, sheet.incoming_id}:
            raise Refused(_("You signed this sheet yourself. Ask another supervisor or the project lead to sign it."))
        return signing.sign(pen, by=by, proof=proof, meaning=Meaning.REVIEW, about=sheet, digest=sheet.digest)


def awaits_countersignature(sheet):
    """Whether one person alone has signed, without a witness, and no supervisor yet."""
    alone = sheet.kind != Kind.CHANGE and not sheet.witness
    return alone and not signatures_of(sheet).filter(meaning=Meaning.REVIEW).exists()


def signatures_of(sheet):
    return Signature.objects.filter(about_kind=Sheet.seal_kind, about_id=sheet.pk).order_by("id")


def tell(pen, roles, key, kind, subject, link="/handover/", urgent=True):
    """Tell those who hold a role, in the transaction that makes it so."""
    desk = pen.chain.desk
    people = Posting.objects.at(pen.at).filter(project=desk.project_id, role__in=roles, person__is_active=True)
    notices.tell(
        set(people.values_list("person_id", flat=True)), project_id=desk.project_id, key=f"handover:{key}", kind=kind,
        subject=subject, link=link, at=pen.at, urgent=urgent,
    )  # fmt: skip
