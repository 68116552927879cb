"""Whoever also recomputes the seals is seen by a checkpoint that was kept outside, and by nothing else."""

from datetime import timedelta

import pytest
from django.db import transaction

from duty.log import commands as log
from duty.log.models import Entry
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import Chain, Seal, Signature

from . import forging, small_book

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]


@pytest.fixture
def kept(book):
    """The heads as they were written down outside, while all was well."""
    return verify.heads()


def first(kept):
    return (verify.verify(checkpoints=kept, limit=1)[1] or [None])[0]


def place(desk, seq):
    seal = Seal.objects.get(chain=desk.pk, seq=seq)
    return desk.pk, seq, seal.kind, seal.record_id


def test_a_checkpoint_agrees_with_the_book_it_was_taken_from(kept):
    assert first(kept) is None


def test_a_checkpoint_agrees_with_the_book_that_grew_since(kept, cast, book):
    small_book.write(cast, book + timedelta(hours=1), entries=1)
    assert first(kept) is None


def test_a_chain_recomputed_as_a_whole_is_seen(kept, defenceless, desk):
    forging.rewrite(Entry.objects.first(), place="别处")
    assert verify.verify()[1] == []
    fault = first(kept)
    assert (fault.desk, fault.seq, fault.kind, fault.record_id) == place(desk, kept[0]["size"])
    assert fault.why == "its seal is not the one that the checkpoint outside names"


def test_a_record_torn_out_of_a_recomputed_chain_is_seen(kept, defenceless, desk):
    forging.tear_out(Signature.objects.first())
    assert verify.verify()[1] == []
    fault = first(kept)
    assert (fault.desk, fault.seq) == (desk.pk, kept[0]["size"])
    assert fault.why.endswith("the tail is cut")


@pytest.mark.parametrize("seals", [1, 2, 9])
def test_a_cut_tail_is_seen(kept, defenceless, desk, seals):
    forging.cut_tail(desk.pk, seals)
    assert verify.verify()[1] == []
    fault = first(kept)
    assert (fault.desk, fault.seq) == (desk.pk, kept[0]["size"] - seals + 1)
    assert fault.why.endswith("the tail is cut")


def test_a_cut_tail_that_grew_again_is_seen(kept, defenceless, cast, desk, book):
    forging.cut_tail(desk.pk, 1)
    small_book.write(cast, book, entries=2)
    assert verify.verify()[1] == []
    fault = first(kept)
    assert (fault.desk, fault.seq, fault.kind, fault.record_id) == place(desk, kept[0]["size"])


def test_an_old_copy_put_back_is_seen(book, cast, desk):
    old = Chain.objects.get(pk=desk.pk).last_seq
    with transaction.atomic():
        small_book.write(cast, book + timedelta(hours=1))
        newer = verify.heads()
        transaction.set_rollback(True)  # the copy from before is back
    assert verify.verify()[1] == []
    fault = first(newer)
    assert (fault.desk, fault.seq) == (desk.pk, old + 1)


def test_a_checkpoint_of_a_chain_that_is_gone_is_seen(book):
    fault = first([{"chain": "f" * 32, "size": 3, "head": "0" * 64}])
    assert (fault.kind, fault.seq) == ("checkpoint", 3)


def test_two_checkpoints_of_one_size_must_both_agree(kept, desk):
    assert first([{**kept[0], "head": "0" * 64}, *kept]).seq == kept[0]["size"]
    assert first([*kept, {**kept[0], "head": "0" * 64}]).seq == kept[0]["size"]


@pytest.mark.clause("R56")
def test_a_signature_moved_to_another_desks_chain_is_seen_even_without_a_checkpoint(defenceless, other_desk):
    signature = Signature.objects.first()
    forging.transplant(signature, other_desk.pk)
    fault = first(())
    assert (fault.desk, fault.kind, fault.record_id) == (other_desk.pk, "records.signature", signature.pk)


@pytest.mark.clause("R56")
def test_a_signature_rewritten_for_another_desk_is_seen_by_a_checkpoint(kept, defenceless, other_desk):
    signature = Signature.objects.first()
    Signature.objects.filter(pk=signature.pk).update(desk=other_desk.pk)
    forging.transplant(signature, other_desk.pk)
    assert verify.verify()[1] == []
    assert first(kept) is not None


def test_a_record_sealed_twice_is_seen_even_without_a_checkpoint(defenceless):
    signature = Signature.objects.first()
    forging.seal_twice(signature)
    fault = first(())
    assert (fault.kind, fault.record_id, fault.why) == (
        "records.signature", signature.pk, "the record has more than one seal",
    )  # fmt: skip


def test_an_entry_forged_at_the_end_by_the_right_rules_is_an_entry(book, cast, desk):
    """What nobody can see: somebody at the keyboard, with a clerk's session, who writes what is not so."""
    log.record_entry(desk_id=desk.pk, intake=log.Intake(**small_book.SAID[1]), by=cast.clerk, at=book)
    assert verify.verify()[1] == []
