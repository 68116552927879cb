"""Every way of falsifying that we know, on one large book; bin/prove tampering does it with 10,000 entries and every byte.

The first rows of every kind and of the chain are changed at every byte; rows in the middle and at the end, where one
verification takes as long as the whole book, at their first, middle and last bytes.
"""

from datetime import timedelta
from itertools import chain

import pytest
from django.db import transaction

from benchmarks import generate
from duty.log import commands as log
from duty.log.models import Entry
from frontdesk.kernel.records import catalogue, verify
from frontdesk.kernel.records.models import Chain, Seal, Signature

from . import forging, small_book, tampering

pytestmark = [pytest.mark.django_db, pytest.mark.prove, pytest.mark.clause("R40"), pytest.mark.clause("R41")]


@pytest.fixture
def large(book, cast, defenceless, size):
    """The small book, and entries after it; gives the heads as they were written down outside."""
    generate.fill(cast.desk, cast.clerk, size(300, 10_000), until=book + timedelta(days=40))
    assert verify.verify()[1] == []
    return verify.heads()


def ids(model):
    return list(model.objects.order_by("id").values_list("id", flat=True))


def every_way(desk, every_byte):
    """Each Tampering of the book: columns, rows, swaps, of records and of seals."""
    models = [catalogue.sealed_models()[kind] for kind in sorted(catalogue.sealed_models())]
    last = Chain.objects.get(pk=desk.pk).last_seq
    for model in models:
        keys = ids(model)
        yield tampering.columns_of(model, keys[:1], every_byte=every_byte)
        yield tampering.rows_of(model, keys[0])
        if len(keys) > 1:
            yield [tampering.swapped(model, keys[0], keys[-1])]
    entries = ids(Entry)
    for key in (entries[len(entries) // 2], entries[-1]):
        yield tampering.columns_of(Entry, [key])
        yield tampering.rows_of(Entry, key)
    yield tampering.columns_of(Seal, [(desk.pk, 2)], every_byte=every_byte)
    yield tampering.columns_of(Seal, [(desk.pk, last // 2), (desk.pk, last)])
    yield tampering.columns_of(Chain, [desk.pk], every_byte=every_byte)
    yield [tampering.seals_swapped((desk.pk, 3), (desk.pk, seq)) for seq in (4, last // 2)]


def test_no_falsification_of_a_large_book_goes_unseen(large, desk, size, figure):
    tried, unseen = 0, []
    for one in chain.from_iterable(every_way(desk, every_byte=size(False, True))):
        tried += 1
        fault = tampering.first_fault(one)
        if not one.is_named_by(fault):
            unseen.append((one.what, str(fault)))
    figure("tampering", entries=Entry.objects.count(), tried=tried, unseen=len(unseen))
    assert unseen == []


def test_whoever_recomputes_the_seals_is_seen_by_the_checkpoint_outside(large, cast, desk, other_desk, figure):
    entries = list(Entry.objects.order_by("id"))
    middle = entries[len(entries) // 2]
    ways = {
        "one record rewritten and all after it sealed anew": lambda: forging.rewrite(middle, place="别处"),
        "one record torn out and the gap closed": lambda: tear_out_a_settled_one(entries),
        "the tail cut": lambda: forging.cut_tail(desk.pk, 5),
        "a signature moved to another desk": lambda: forging.transplant(Signature.objects.first(), other_desk.pk),
        "a record sealed twice": lambda: forging.seal_twice(middle),
    }
    unseen = []
    for way, falsify in ways.items():
        with transaction.atomic():
            falsify()
            if not verify.verify(checkpoints=large, limit=1)[1]:
                unseen.append(way)
            transaction.set_rollback(True)
    with transaction.atomic():
        intake, later = log.Intake(**small_book.SAID[1]), entries[-1].recorded_at + timedelta(hours=1)
        log.record_entry(desk_id=desk.pk, intake=intake, by=cast.clerk, at=later)
        newer = verify.heads()
        transaction.set_rollback(True)  # the copy from before is back
    if not verify.verify(checkpoints=newer, limit=1)[1]:
        unseen.append("an old backup put back")
    figure("tampering", recomputed=len(ways) + 1, unseen=len(unseen))  # of the same book as above
    assert unseen == []


def tear_out_a_settled_one(entries):
    """One with nothing hanging on it but its matter."""
    entry = entries[-2]
    entry.matter.delete()
    forging.tear_out(entry)
