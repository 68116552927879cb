"""Whoever owns the database can change it; verify sees it and names the row."""

import random

import pytest
from django.db import DatabaseError, connection, transaction

from duty.log.models import LogBook, Matter
from frontdesk.kernel.people.models import Posting
from frontdesk.kernel.records import catalogue, columns, verify
from frontdesk.kernel.records.models import Chain, Seal, Waiting

from . import tampering

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]
KINDS = sorted(catalogue.sealed_models())
each_kind = pytest.mark.parametrize("kind", KINDS)


def of(kind):
    model = catalogue.sealed_models()[kind]
    return model, list(model.objects.order_by("id").values_list("id", flat=True))


def test_a_book_that_nobody_touched_is_well(book):
    count, faults = verify.verify()
    assert (count, faults) == (Seal.objects.count(), [])
    assert count > 20


def test_every_kind_of_record_is_in_the_book_that_is_tampered_with(book):
    assert sorted(Seal.objects.values_list("kind", flat=True).distinct()) == KINDS


def test_a_book_without_defences_is_still_well(defenceless):
    assert verify.verify()[1] == []


@pytest.mark.clause("R41")
@each_kind
@pytest.mark.turns(2)
def test_no_column_of_a_record_is_changed_unseen(defenceless, kind, size):
    model, keys = of(kind)
    assert tampering.undetected(tampering.columns_of(model, keys[: size(1, 2)])) == []


def test_no_column_of_a_seal_is_changed_unseen(defenceless, desk):
    size = Chain.objects.get(pk=desk.pk).last_seq
    keys = [(desk.pk, seq) for seq in (size // 2, size)]
    assert tampering.undetected(tampering.columns_of(Seal, keys)) == []


def test_no_column_of_a_chain_is_changed_unseen(defenceless, desk):
    assert tampering.undetected(tampering.columns_of(Chain, [desk.pk])) == []


@each_kind
@pytest.mark.turns(2)
def test_no_record_and_no_seal_is_taken_out_or_put_in_unseen(defenceless, kind):
    model, keys = of(kind)
    for key in keys[:2]:
        assert tampering.undetected(tampering.rows_of(model, key)) == []


@each_kind
@pytest.mark.turns(2)
def test_no_two_records_are_swapped_unseen(defenceless, kind):
    model, keys = of(kind)
    if len(keys) > 1:
        assert tampering.undetected([tampering.swapped(model, keys[0], keys[-1])]) == []


def test_no_two_seals_are_swapped_unseen(defenceless, desk):
    swaps = [tampering.seals_swapped((desk.pk, 3), (desk.pk, seq)) for seq in (4, 17)]
    assert tampering.undetected(swaps) == []


def test_the_last_record_is_not_taken_out_unseen(defenceless, desk):
    last = Seal.objects.filter(chain=desk.pk).latest("seq")
    model = catalogue.sealed_models()[last.kind]
    assert tampering.undetected(tampering.rows_of(model, last.record_id)) == []


def test_a_whole_chain_is_not_taken_away_unseen(defenceless, desk):
    chain_goes = tampering.Tampering(
        what="the chain's row deleted",
        steps=(("DELETE FROM records_chain WHERE desk_id = %s", (desk.pk,)),),
        places=frozenset((seal.kind, seal.record_id) for seal in Seal.objects.filter(chain=desk.pk)),
    )
    assert tampering.undetected([chain_goes]) == []


def test_every_fault_is_found_not_only_the_first(defenceless, desk):
    model, keys = of("log.entry")
    model.objects.filter(pk__in=keys[:3]).update(place="别处")
    faults = verify.verify()[1]
    assert [(fault.kind, fault.record_id) for fault in faults] == [("log.entry", key) for key in keys[:3]]


def test_as_many_faults_are_reported_as_were_asked_for(defenceless):
    Seal.objects.update(hash="0" * 64)
    assert len(verify.verify(limit=5)[1]) == 5


GARBAGE = [
    "''", "NULL", "-1", "9223372036854775807", "1e308", "x''", "x'00ff'", "CAST(x'ff' AS TEXT)", "'zwölf'", "'{}'", "'[]'",
    "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59.999999'", "char(0)", "hex(zeroblob(5000))",
]  # fmt: skip


def dump(models):
    """All rows as they are stored."""
    names = {
        model: ", ".join(f'+"{field.column}"' for field in model._meta.concrete_fields if field.column)
        for model in models
    }
    return [columns.fetch(f'SELECT {listed} FROM "{model._meta.db_table}"') for model, listed in names.items()]


def test_whatever_stands_in_the_database_verify_says_so_and_does_not_crash(defenceless):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its types")
    rng = random.Random(40)
    sealed = [*catalogue.sealed_models().values(), Seal, Chain]
    before = dump(sealed)
    for _ in range(300):
        steps = []
        for model in rng.sample([*sealed, Waiting, Matter, LogBook, Posting], rng.randint(1, 4)):
            field = rng.choice([field for field in model._meta.concrete_fields if field.column])
            steps.append(f'UPDATE OR IGNORE "{model._meta.db_table}" SET "{field.column}" = {rng.choice(GARBAGE)}')
        with transaction.atomic():
            for step in steps:
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(step)
                except DatabaseError:
                    pass  # refused even so
            said = [str(fault).encode() for fault in verify.verify()[1]]
            assert said or dump(sealed) == before, steps
            transaction.set_rollback(True)
    assert verify.verify()[1] == []


@pytest.mark.parametrize("table", ["log_note", "records_seal", "records_chain", "records_waiting", "log_matter"])
def test_a_table_that_is_gone_is_a_fault_and_no_crash(defenceless, table):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} RENAME TO gone")
        faults = verify.verify()[1]
        transaction.set_rollback(True)
    assert table in str(faults[0])
