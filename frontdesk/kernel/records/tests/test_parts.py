"""However a chain is cut into parts and batches, and in however many processes they are looked at, the same is found."""

import hashlib
import hmac
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from duty.log.models import Entry
from frontdesk.kernel.records import canonical, catalogue, chains, checkpoints, columns, verify
from frontdesk.kernel.records.models import Chain, Seal
from tests import cast as casting

from . import forging, small_book, tampering

pytestmark = pytest.mark.clause("R40")


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(chains, "PART", 8)
    monkeypatch.setattr(chains, "BATCH", 4)


@pytest.fixture
def signed(book, cast, desk):
    """Checkpoints in the middle of parts, at their ends, and in later parts."""
    for entry in range(4):
        checkpoints.write(desk.pk, at=book + timedelta(hours=entry))
        small_book.write(cast, book + timedelta(hours=entry), entries=1)
    checkpoints.write(desk.pk, at=book + timedelta(hours=5))
    return book


@pytest.mark.django_db
def test_what_is_well_is_well_in_parts(signed, small_parts, desk):
    assert verify.verify() == (Seal.objects.count(), [])
    assert verify.verify(stored=True) == (Seal.objects.count(), [])
    assert len(list(chains.parts_of(desk.pk, Chain.objects.get(pk=desk.pk).last_seq))) > 8


@pytest.mark.django_db
@pytest.mark.turns(3)
@pytest.mark.parametrize("seq", [1, 4, 7, 8, 9, 16, 17])
def test_no_seal_at_the_edge_of_a_part_is_changed_unseen(signed, defenceless, small_parts, desk, seq):
    assert tampering.undetected(tampering.columns_of(Seal, [(desk.pk, seq)])) == []
    seal = Seal.objects.get(chain=desk.pk, seq=seq)
    assert tampering.undetected(tampering.rows_of(catalogue.sealed_models()[seal.kind], seal.record_id)) == []
    assert tampering.undetected([tampering.seals_swapped((desk.pk, seq), (desk.pk, seq + 1))]) == []


@pytest.mark.django_db
def test_no_column_of_a_chain_is_changed_unseen_in_parts(signed, defenceless, small_parts, desk):
    assert tampering.undetected(tampering.columns_of(Chain, [desk.pk])) == []


@pytest.mark.django_db
def test_parts_that_are_gone_as_a_whole_are_missed(signed, defenceless, small_parts, desk):
    last = Chain.objects.get(pk=desk.pk).last_seq
    for first, upto in ((1, 8), (9, 24), (17, 32), (5, 20), (last - 9, last)):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE spare AS SELECT * FROM records_seal WHERE chain_id = %s AND seq BETWEEN %s AND %s",
                           [desk.pk, first, upto])  # fmt: skip
        Seal.objects.filter(chain=desk.pk, seq__range=(first, upto)).delete()
        fault = verify.verify(limit=1)[1][0]
        assert (fault.desk, fault.seq, "missing" in fault.why) == (desk.pk, first, True)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO records_seal SELECT * FROM spare")
            cursor.execute("DROP TABLE spare")
    assert verify.verify()[1] == []


@pytest.mark.django_db
def test_the_seals_alone_are_enough_to_see_that_they_were_changed_but_not_that_a_record_was(signed, defenceless, desk):
    Entry.objects.filter(pk=Entry.objects.first().pk).update(place="别处")
    assert verify.verify(stored=True)[1] == []
    Seal.objects.filter(chain=desk.pk, seq=9).update(body="{}")
    (fault, *_) = verify.verify(stored=True)[1]
    assert (fault.seq, fault.why) == (9, "its seal does not match its own hash")


@pytest.mark.django_db
def test_a_recomputed_chain_is_seen_in_every_part_by_a_checkpoint_that_was_left(signed, defenceless, small_parts, desk):
    left = list(desk.chain.checkpoints.order_by("size"))
    forging.rewrite(Entry.objects.last(), place="别处")
    type(left[0]).objects.bulk_create(left)
    faults = verify.verify()[1]
    first = Seal.objects.get(kind="log.entry", record_id=Entry.objects.last().pk).seq
    assert [fault.seq for fault in faults] == [one.size for one in left if one.size >= first]


# -- in several processes


def test_several_processes_find_what_one_does(fresh_database, monkeypatch):
    people = casting.gather(casting.AT)
    small_book.write(people, casting.AT)
    checkpoints.write(people.desk.pk, at=casting.AT)
    monkeypatch.setattr(chains, "PART", 16)
    assert verify.verify(processes=2) == verify.verify() == (Seal.objects.count(), [])
    with tampering.without_defences():
        Entry.objects.update(place="别处")
        Seal.objects.filter(chain=people.desk.pk, seq=20).update(body="{}")
        one, two = verify.verify(limit=7), verify.verify(limit=7, processes=2)
        assert (len(one[1]), one[1]) == (7, two[1])


# -- many at once is the same as one by one


@given(
    st.lists(
        st.tuples(st.binary(min_size=16, max_size=16), st.text(st.characters(exclude_categories=["Cs"]))), max_size=20
    )
)
@settings(deadline=None, max_examples=50)
def test_commitments_of_many_are_those_of_each(pairs):
    salts, values = [salt.hex() for salt, _ in pairs], [value for _, value in pairs]
    each = [hmac.new(salt, value.encode(), hashlib.sha256).hexdigest() for salt, value in pairs]
    assert (
        canonical.commitments(salts, values)
        == each
        == [canonical.commitment(*one) for one in zip(salts, values, strict=True)]
    )


@pytest.mark.django_db
def test_columns_of_many_rows_are_those_of_each(book):
    for model in catalogue.sealed_models().values():
        names = [field.attname for field in model._meta.concrete_fields]
        sql, one = columns.reader(model, names)
        _, many = columns.batch_reader(model, names)
        rows = columns.fetch(f'SELECT {sql} FROM "{model._meta.db_table}" ORDER BY id')
        assert [list(row) for row in zip(*many(rows), strict=True)] == [one(row) for row in rows], model


MOMENTS = ["2026-11-23 02:05:00", "2026-11-23 02:05:00.000001", "2026-11-23T02:05:00", "2026-11-23 02:05:00.000000", "", "x",
           "2026-11-23 02:05:00\n2026-11-23 02:05:00", "２０２６-11-23 02:05:00", 5, b"2026-11-23 02:05:00"]  # fmt: skip


@pytest.mark.parametrize("odd", MOMENTS)
def test_moments_of_many_are_as_strict_as_one(odd):
    def tried(read, value):
        try:
            return read(value)
        except columns.Malformed:
            return "refused"

    alone = tried(columns._sqlite_moment, odd)
    good = columns._sqlite_moment(MOMENTS[1])
    for values in ([odd], [odd, MOMENTS[1]], [MOMENTS[1], odd]):
        wanted = "refused" if alone == "refused" else [alone if value == odd else good for value in values]
        assert tried(columns._sqlite_moments, values) == wanted
