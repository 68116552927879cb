"""Erasing somebody's data because the law demands it: the supervisor asks, the project lead approves, both sign (A18)."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import catalogue, sealing, signing
from frontdesk.kernel.records import erasing as records
from frontdesk.kernel.records.models import Signature
from frontdesk.kernel.search import index

from .. import erasing, obligations, rules
from ..models import Entry, ErasureAnswer, ErasureRequest

MOST = 400  # fields that one request may name
Meaning = Signature.Meaning


def ask_erasure(*, desk, entry_ids, keys, ground, reason, by, at, proof, key=""):
    """申请删除: ask that fields of some entries, and of what is about them, be erased; returns the request.

    entry_ids: of this desk; keys: of the Pieces that these entries hold now, all that is to go. Signed by the supervisor;
    the project lead is told. Nothing is erased yet. Raises Forbidden or Refused. A18.
    """
    with constraints_speak(ErasureRequest), sealing.pen(desk.pk, at=at) as pen:
        if not rules.may_review(by, desk.project_id, pen.at):
            raise Forbidden(_("The supervisor asks for an erasure, the project lead approves it."))
        if sent := pen.sent_before(ErasureRequest, by=by, key=key):
            return sent
        entries = list(Entry.objects.filter(pk__in=entry_ids, desk=desk)[: erasing.MOST])
        held = {piece.key: piece for piece in erasing.pieces(entries)}
        if not keys or not set(keys) <= set(held):
            raise Refused(_("Tick what is to be erased. What somebody else has erased meanwhile stands here no more."))
        if len(keys) > MOST:
            raise Refused(_("These are too many fields for one request. Ask for fewer entries at a time."))
        wanted: dict = {}
        for piece in (held[one] for one in keys):
            wanted.setdefault((piece.record.seal_kind, piece.record.pk), []).append(piece.field)
        content = ErasureRequest.freeze([entry.pk for entry in entries], wanted)
        request = ErasureRequest(ground=ground, reason=reason.strip() or None, content=content)
        request.clean_fields(exclude=["desk", "recorded_by", "recorded_at"])
        pen.write(request, by=by)
        signing.sign(pen, by=by, proof=proof, meaning=Meaning.ASK, about=request, digest=sealing.digest(request))
        notices.tell_owed(obligations.erasures(pen.at, desk_id=desk.pk), at=pen.at)
        pen.remember(request, by=by, key=key)
    return request


def approve_erasure(*, request_id, by, at, proof):
    """Approve and sign: every named field loses its value and its salt in this transaction; the lines, their places and
    their hashes stay. Returns the answer. Raises Forbidden or Refused, then nothing is erased. A18."""
    with _answering(request_id, by, at) as (pen, request):
        answer = pen.write(ErasureAnswer(request=request, approves=True), by=by)
        signing.sign(pen, by=by, proof=proof, meaning=Meaning.APPROVE, about=request, digest=sealing.digest(request))
        for (kind, pk), fields in request.wanted.items():
            record = catalogue.sealed_models()[kind].objects.get(pk=pk)
            records.erase(pen, record, fields=fields, because=request, by=by)
        erasing.settle(list(Entry.objects.filter(pk__in=request.entry_ids).select_related("desk")))
        transaction.on_commit(index.forget)
    return answer


def decline_erasure(*, request_id, note, by, at):
    """Decline, with the reason, which the person concerned may be told. Raises Forbidden or Refused."""
    with _answering(request_id, by, at) as (pen, request):
        return pen.write(ErasureAnswer(request=request, approves=False, note=note.strip() or None), by=by)


@contextmanager
def _answering(request_id, by, at):
    desk_id = ErasureRequest.objects.values_list("desk_id", flat=True).get(pk=request_id)
    with constraints_speak(ErasureAnswer), sealing.pen(desk_id, at=at) as pen:
        request = ErasureRequest.objects.get(pk=request_id)
        if not rules.may_lead(by, pen.chain.desk.project_id, pen.at):
            raise Forbidden(_("The supervisor asks for an erasure, the project lead approves it."))
        if by.pk == request.recorded_by_id:
            raise Refused(_("Somebody else than whoever asked has to answer. Two people erase, never one."))
        if hasattr(request, "answer"):
            raise Refused(_("This request is answered already. Read the answer on its page."))
        yield pen, request
