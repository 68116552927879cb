"""A checkpoint says what a chain was, is never in the way of the act that it follows, and shows what was changed since."""

from datetime import timedelta

import pytest
from django.db import transaction

from duty.log import commands as log
from duty.log.models import Entry
from frontdesk.kernel.records import canonical, catalogue, checkpoints, keys, signed_notes, verify
from frontdesk.kernel.records.merkle import Frontier
from frontdesk.kernel.records.models import Chain, Checkpoint, CheckpointKey, Seal
from handover.models import Sheet

from . import forging, small_book

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]
GONE = "the checkpoint of"


def of_all(desk):
    """The root over the seal hashes of a desk, from the beginning."""
    frontier = Frontier()
    frontier.extend(
        [
            bytes.fromhex(one)
            for one in Seal.objects.filter(chain=desk.pk).order_by("seq").values_list("hash", flat=True)
        ]
    )
    return frontier.root()


def note(cast, at):
    log.record_entry(desk_id=cast.desk.pk, intake=log.Intake(**small_book.SAID[1]), by=cast.clerk, at=at)


def test_a_checkpoint_says_size_root_head_and_time_and_is_signed(book, desk):
    made = checkpoints.write(desk.pk, at=book)
    chain = Chain.objects.get(pk=desk.pk)
    said = checkpoints.read(made.note, [keys.history()[0][0].public])
    assert (said.chain, said.size, said.head) == (chain.key, chain.last_seq, chain.last_hash)
    assert (said.root, said.at) == (of_all(desk), canonical.moment(book))
    origin, size, *_ = made.note.split("\n")
    assert (origin, size) == (f"frontdesk/{chain.key}", str(chain.last_seq))
    assert f"\n— {origin} " in made.note


def test_the_next_one_grows_from_the_one_before(book, cast, desk, django_assert_num_queries):
    first = checkpoints.write(desk.pk, at=book)
    for minute in range(1, 4):
        note(cast, book + timedelta(minutes=minute))
    with django_assert_num_queries(8):  # however long the chain is: its head, the keys, the last one, the new seals
        second = checkpoints.write(desk.pk, at=book + timedelta(hours=1))
    assert second.size == first.size + 3
    assert checkpoints.read(second.note).root == of_all(desk)


def test_a_chain_that_has_not_grown_keeps_its_checkpoint(book, desk):
    first = checkpoints.write(desk.pk, at=book)
    assert checkpoints.write(desk.pk, at=book + timedelta(hours=1)) == first
    assert checkpoints.newest(desk.pk) == first


def test_an_empty_chain_has_none(cast, desk):
    Chain.objects.filter(pk=desk.pk).update(last_seq=0)
    assert checkpoints.write(desk.pk, at=cast) is None


@pytest.mark.clause("R56")
def test_a_signed_handover_is_covered_at_once(book, desk):
    sheet = Sheet.objects.get(desk=desk)
    seal = Seal.objects.get(kind=Sheet.seal_kind, record_id=sheet.pk)
    assert Checkpoint.objects.filter(chain=desk.pk, size__gte=seal.seq, at=sheet.recorded_at).exists()


def test_without_a_key_nothing_is_recorded_and_nothing_fails(book, cast, desk, settings, caplog):
    before = Checkpoint.objects.count()
    settings.CHECKPOINT_KEY = settings.CHECKPOINT_KEY.with_name("elsewhere.key")
    note(cast, book)
    assert checkpoints.write(desk.pk, at=book) is None
    assert Checkpoint.objects.count() == before
    assert "rotate-key --lost" in caplog.text


def test_nothing_fails_whatever_goes_wrong(book, cast, desk, monkeypatch, caplog):
    note(cast, book)
    monkeypatch.setattr(Checkpoint.objects, "create", lambda **row: 1 / 0)
    assert checkpoints.write(desk.pk, at=book) is None
    assert "ZeroDivisionError" in caplog.text


def test_how_long_something_has_stood_uncovered(book, cast, desk):
    for each in Chain.objects.all():
        checkpoints.write(each.pk, at=book)
    assert checkpoints.age(book) == timedelta(0)
    note(cast, book + timedelta(minutes=1))
    note(cast, book + timedelta(minutes=30))
    assert checkpoints.age(book + timedelta(hours=2)) == timedelta(hours=1, minutes=59)
    checkpoints.write(desk.pk, at=book + timedelta(hours=2))
    assert checkpoints.age(book + timedelta(hours=3)) == timedelta(0)


# -- nothing is signed over a chain that is not what was signed before


def refused(desk, at, caplog):
    before = Checkpoint.objects.count()
    assert checkpoints.write(desk.pk, at=at) is None
    assert Checkpoint.objects.count() == before
    return caplog.text


def test_a_rewritten_chain_is_not_signed(book, cast, desk, defenceless, caplog):
    checkpoints.write(desk.pk, at=book)
    Seal.objects.filter(chain=desk.pk, seq=Chain.objects.get(pk=desk.pk).last_seq).update(hash="e" * 64)
    Chain.objects.filter(pk=desk.pk).update(last_hash="e" * 64)
    assert "does not end with the seal that its head names" in refused(desk, book, caplog)


def test_a_chain_that_was_cut_is_not_signed(book, desk, defenceless, caplog):
    kept = checkpoints.write(desk.pk, at=book)
    forging.cut_tail(desk.pk, 1)
    kept.save(force_insert=True)
    assert f"ends before the {kept.size} seals" in refused(desk, book, caplog)


def test_a_gap_since_the_last_one_is_not_signed(book, cast, desk, defenceless, caplog):
    checkpoints.write(desk.pk, at=book)
    note(cast, book)
    note(cast, book)
    Seal.objects.filter(chain=desk.pk, seq=Chain.objects.get(pk=desk.pk).last_seq - 1).delete()
    assert "the chain is broken" in refused(desk, book, caplog)


def test_nothing_grows_from_a_frontier_that_was_tampered_with(book, cast, desk, defenceless, caplog):
    made = checkpoints.write(desk.pk, at=book)
    note(cast, book)
    Checkpoint.objects.filter(pk=made.pk).update(frontier=made.frontier.replace("a", "b"))
    assert "is not what was signed" in refused(desk, book, caplog)


# -- what verify says of the checkpoints that stand in the database


def first():
    return (verify.verify(limit=1)[1] or [None])[0]


def put_back(kept):
    """The checkpoints that a forger would have had to take away."""
    Checkpoint.objects.bulk_create(kept)


def test_a_rewritten_chain_is_seen_by_a_checkpoint_that_was_left(book, desk, defenceless):
    kept = list(Checkpoint.objects.filter(chain=desk.pk).order_by("size"))
    forging.rewrite(Entry.objects.filter(desk=desk).first(), place="别处")
    assert first() is None
    put_back(kept)
    fault = first()
    assert (fault.desk, fault.seq) == (desk.pk, kept[0].size)
    assert fault.why.startswith("its seal is not the one that the checkpoint of 2026-11-23T")


def test_a_cut_tail_is_seen_by_a_checkpoint_that_was_left(book, desk, defenceless):
    kept = [checkpoints.write(desk.pk, at=book)]
    forging.cut_tail(desk.pk, 2)
    put_back(kept)
    fault = first()
    assert (fault.desk, fault.seq) == (desk.pk, kept[0].size - 1)
    assert fault.why.endswith("the tail is cut")


def each_change(made, key):
    stolen = signed_notes.sign(checkpoints.read(made.note).text(), ("frontdesk/x", key))
    yield from (
        {"size": made.size - 1}, {"at": made.at + timedelta(microseconds=1)}, {"frontier": ""}, {"frontier": made.frontier[:-64]},
        {"frontier": made.frontier.replace("1", "2")}, {"note": ""}, {"note": made.note + "\n"}, {"note": stolen},
        {"note": made.note.replace("head ", "head  ")}, {"note": made.note.replace("\n— ", "\n- ")},
    )  # fmt: skip


def test_no_column_of_a_checkpoint_is_changed_unseen(book, desk, other_desk, defenceless, at):
    made, key = checkpoints.write(desk.pk, at=book), keys.current(at=at)
    unseen = []
    for change in [*each_change(made, key), {"chain": other_desk.pk}]:
        Checkpoint.objects.filter(pk=made.pk).update(**change)
        fault = first()
        if fault is None or (fault.kind, fault.record_id) != ("records.checkpoint", made.pk):
            unseen.append((change, str(fault)))
        Checkpoint.objects.filter(pk=made.pk).update(
            chain=desk.pk, size=made.size, at=made.at, note=made.note, frontier=made.frontier
        )
    assert unseen == []
    assert first() is None


def test_a_chain_that_was_taken_away_as_a_whole_is_missed(book, other_desk, defenceless):
    made = checkpoints.write(other_desk.pk, at=book)
    with transaction.atomic():
        for seal in Seal.objects.filter(chain=other_desk.pk):
            catalogue.sealed_models()[seal.kind].objects.filter(pk=seal.record_id)._raw_delete("default")
        Seal.objects.filter(chain=other_desk.pk).delete()
        Chain.objects.filter(pk=other_desk.pk)._raw_delete("default")
        faults = [(fault.kind, fault.record_id, fault.why) for fault in verify.verify()[1]]
        transaction.set_rollback(True)
    assert ("records.checkpoint", made.pk, "the chain that it was signed over is not here") in faults


def test_a_forged_key_is_seen(book, desk, defenceless):
    row = CheckpointKey.objects.get()
    for change in (
        {"public": "ab" * 32},
        {"public": row.public.upper()},
        {"number": 7},
        {"note": ""},
        {"made_at": book},
    ):
        CheckpointKey.objects.filter(pk=row.pk).update(**change)
        assert first().kind in {"records.checkpoint", "records.checkpointkey"}
        CheckpointKey.objects.filter(pk=row.pk).update(
            public=row.public, number=row.number, note=row.note, made_at=row.made_at
        )
    assert first() is None


def test_checkpoints_of_all_keys_hold_after_a_rotation(book, cast, desk, at):
    checkpoints.write(desk.pk, at=book)
    keys.rotate(at=book)
    note(cast, book)
    assert checkpoints.write(desk.pk, at=book) is not None
    assert first() is None
