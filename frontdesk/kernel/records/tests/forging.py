"""Falsifications by somebody who also knows how seals are made: afterwards everything inside fits again.

The checkpoints inside the database are taken away too, so that only one that was kept outside shows them. The defences must
be down (tampering.tear_down_defences).
"""

from frontdesk.kernel.people.models import Posting
from frontdesk.kernel.records import canonical, catalogue
from frontdesk.kernel.records.models import Chain, Checkpoint, Seal


def recompute(desk_id):
    """Seal all records of a chain anew as they stand now, in their order, without those that are gone."""
    chain = Chain.objects.get(pk=desk_id)
    old = list(Seal.objects.filter(chain=chain).order_by("seq"))
    Seal.objects.filter(chain=chain).delete()
    fresh, prev = [], canonical.GENESIS
    for seal in old:
        record = catalogue.sealed_models()[seal.kind].objects.filter(pk=seal.record_id).first()
        if record is None:
            continue
        seal.seq, seal.prev, seal.body = len(fresh) + 1, prev, record.canonical_body(seal.form)
        seal.hash = prev = canonical.seal_hash(
            chain=chain.key, seq=seal.seq, kind=seal.kind, record_id=seal.record_id, form=seal.form,
            sealed_at=canonical.moment(seal.sealed_at), sealed_by=seal.sealed_by_id, prev=seal.prev, body=seal.body,
        )  # fmt: skip
        fresh.append(seal)
    Seal.objects.bulk_create(fresh)
    last_at = fresh[-1].sealed_at if fresh else None
    Chain.objects.filter(pk=desk_id).update(last_seq=len(fresh), last_hash=prev, last_at=last_at)
    mend()


def mend():
    """Make everything fit that hangs on the seals; a checkpoint cannot be made to, so it goes."""
    Checkpoint.objects.all().delete()
    mend_projections()


def mend_projections():
    for projection in catalogue.projections:
        projection.rebuild()


def rewrite(record, **changes):
    """Change a record and everything that was sealed after it."""
    type(record).objects.filter(pk=record.pk).update(**changes)
    recompute(record.desk_id)


def tear_out(record):
    """Take a record out and close the gap."""
    type(record).objects.filter(pk=record.pk).delete()
    recompute(record.desk_id)


def cut_tail(desk_id, seals):
    """Remove the last seals with their records, and move the head back."""
    gone = list(Seal.objects.filter(chain=desk_id).order_by("-seq")[:seals])
    for seal in gone:
        record = catalogue.sealed_models()[seal.kind].objects.get(pk=seal.record_id)
        for relation in record._meta.related_objects:
            if not hasattr(relation.related_model, "seal_kind"):  # what is only derived from it goes first
                relation.related_model.objects.filter(**{relation.field.name: record}).delete()
        type(record).objects.filter(pk=record.pk).delete()
        Seal.objects.filter(chain=desk_id, seq=seal.seq).delete()
    Posting.objects.filter(changes=None).delete()
    head = Seal.objects.filter(chain=desk_id).order_by("-seq").first()
    Chain.objects.filter(pk=desk_id).update(last_seq=head.seq, last_hash=head.hash, last_at=head.sealed_at)
    mend()


def transplant(record, to_desk):
    """Move a record with its seal to the end of another desk's chain; both chains are made to fit."""
    from_desk = record.desk_id
    last = Chain.objects.get(pk=to_desk).last_seq
    Seal.objects.filter(kind=record.seal_kind, record_id=record.pk).update(chain=to_desk, seq=last + 1)
    for desk in (from_desk, to_desk):
        recompute(desk)


def seal_twice(record):
    """Append a second, well-made seal for a record that has one."""
    seal = Seal.objects.get(kind=record.seal_kind, record_id=record.pk)
    seal.seq = Chain.objects.get(pk=seal.chain_id).last_seq + 1
    Seal.objects.bulk_create([seal])
    recompute(record.desk_id)
