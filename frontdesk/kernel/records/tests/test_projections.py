"""What may change only repeats what is sealed: verify compares it, rebuild restores it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from duty.log import counting
from duty.log.models import LogBook, Matter
from frontdesk.kernel.people.models import Posting, Role
from frontdesk.kernel.records import catalogue, verify

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R41")]


def faults():
    return [(fault.kind, fault.record_id) for fault in verify.verify()[1]]


def rebuild():
    call_command("records", "rebuild", "--json")


CHANGES = {
    "state": lambda cast, at: {"state": "closed", "closed_at": at},
    "closed at": lambda cast, at: {"state": "closed", "closed_at": at - timedelta(days=1)},
    "owner": lambda cast, at: {"owner": cast.auditor},
    "due": lambda cast, at: {"due_at": at + timedelta(days=9)},
    "priority": lambda cast, at: {"priority": "P4"},
    "unit": lambda cast, at: {"unit_no": "9-9-0909"},
    "last step": lambda cast, at: {"last_note_at": None},
    "reopened": lambda cast, at: {"reopened_count": 3},
}


@pytest.mark.clause("R01")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_matter_is_found_and_put_back(book, cast, at, change):
    matter = Matter.objects.filter(state="in_progress").first()
    before = Matter.objects.filter(pk=matter.pk).values().get()
    Matter.objects.filter(pk=matter.pk).update(**change(cast, at))
    first, *others = faults()
    assert first == ("log.matter", matter.pk)
    assert {kind for kind, _ in others} <= {"log.book"}  # the volume counts what its matters came to
    rebuild()
    assert faults() == []
    assert Matter.objects.filter(pk=matter.pk).values().get() == before


def test_a_missing_matter_is_found_and_put_back(book):
    matter = Matter.objects.last()
    Matter.objects.filter(pk=matter.pk).delete()
    assert faults()[0] == ("log.matter", matter.pk)
    rebuild()
    assert faults() == []


@pytest.mark.clause("R37")
@pytest.mark.parametrize("serial", [0, 1, 99])
def test_a_changed_count_of_a_volume_is_found_and_put_back(book, desk, serial):
    volume = LogBook.objects.get(desk=desk)
    LogBook.objects.filter(pk=volume.pk).update(last_serial=serial)
    assert faults() == [("log.book", volume.pk)]
    rebuild()
    assert faults() == []
    assert LogBook.objects.get(pk=volume.pk).last_serial == volume.last_serial


@pytest.mark.clause("R26", "R19")
@pytest.mark.parametrize("column", counting.COLUMNS)
def test_what_a_volume_says_its_entries_come_to_is_compared_and_put_right(book, desk, column):
    volume = LogBook.objects.get(desk=desk)
    LogBook.objects.filter(pk=volume.pk).update(**{column: F(column) + 1})
    assert faults() == [("log.book", volume.pk)]
    rebuild()
    assert faults() == []
    assert getattr(LogBook.objects.get(pk=volume.pk), column) == getattr(volume, column)


@pytest.mark.clause("R04")
def test_a_role_lent_out_by_hand_is_found_and_taken_back(book, cast):
    posting = Posting.objects.get(person=cast.clerk)
    Posting.objects.filter(pk=posting.pk).update(role=Role.PROJECT_LEAD)
    assert faults() == [("people.posting", posting.pk)]
    rebuild()
    assert faults() == []
    assert Posting.objects.get(pk=posting.pk).role == Role.DESK_CLERK


@pytest.mark.clause("R04")
def test_a_posting_put_in_by_hand_is_found(book, cast, at):
    posting = Posting.objects.create(person=cast.stranger, project=cast.desk.project, role=Role.AUDITOR, starts_at=at)
    assert faults() == [("people.posting", posting.pk)]


@pytest.mark.parametrize("column", ["due_at", "last_note_at", "reopened_count"])
def test_garbage_in_a_matter_is_a_fault_and_no_crash(book, column):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its types")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE log_matter SET {column} = CAST(x'ff00' AS TEXT)")
    assert faults()[0][0] in {"log.matter", "matters"}
    rebuild()
    assert faults() == []


def test_a_projection_that_a_writer_overtook_is_not_a_fault(book, monkeypatch):
    answers = iter([[("log.matter", 1, "differs"), ("log.matter", 2, "differs")], [("log.matter", 2, "differs")]])
    overtaken = catalogue.Projection("overtaken", lambda: next(answers), lambda: 0)
    monkeypatch.setattr(catalogue, "projections", [overtaken])
    assert faults() == [("log.matter", 2)]
