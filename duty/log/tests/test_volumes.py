"""A month's volume: closed by the supervisor, kept by somebody, read-only from then on (R42)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from duty.log import book as reading
from duty.log import commands, obligations, projections, volumes
from duty.log.models import Correction, Entry, LogBook, Note, VolumeClosed, VolumeExport, VolumeStep
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import sealing, verify
from frontdesk.kernel.records.models import Chain, Seal, Signature

from .archive import AFTER, close, proof

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.clause("R42")]


@pytest.fixture
def full(record, clerk, at):
    """Three entries of November, with a note and a correction; the first one."""
    first = record(category="REP", unit_no="1-1-101", phone="13800001234", immediate_result="")
    record(minutes=1, immediate_result="已答复")
    record(minutes=2, immediate_result="已答复")
    commands.close_matter(entry_id=first.pk, result="修好", by=clerk, at=at)
    commands.correct_entry(entry_id=first.pk, field="unit_no", new="1-1-102", reason="听错", by=clerk, at=at)
    return first


def test_closing_says_what_the_volume_holds_and_who_keeps_it(full, cast):
    head = Chain.objects.get(pk=cast.desk.pk)
    closing = close(cast)
    assert (closing.number, closing.first_serial, closing.last_serial) == (full.book.number, 1, 3)
    assert (closing.entries, closing.notes, closing.corrections, closing.handovers) == (3, 1, 1, 0)
    assert (closing.to_seq, closing.final_hash) == (head.last_seq, head.last_hash)
    assert closing.from_seq == Seal.objects.get(kind="log.entry", record_id=full.pk).seq
    assert (closing.custodian, closing.place, closing.closed_on, closing.keep_years) == (
        cast.butler, "档案室 2 号柜", date(2026, 12, 1), 3,
    )  # fmt: skip
    signature = Signature.objects.get(about_kind="log.volume_closed", about_id=closing.pk)
    assert (signature.meaning, signature.recorded_by, signature.digest) == (
        "archive", cast.supervisor, sealing.digest(closing),
    )  # fmt: skip
    assert verify.verify()[1][1:] == []


def test_a_month_is_closed_from_the_first_day_after_it(full, cast):
    last_minute = AFTER.replace(month=11, day=30, hour=15, minute=59)  # 23:59 in Shanghai
    with pytest.raises(Refused, match="month is not over"):
        close(cast, at=last_minute)
    assert close(cast, at=last_minute + timedelta(minutes=1)).closed_on == date(2026, 12, 1)


def test_closing_november_makes_new_november_entries_impossible(full, cast, record):
    close(cast)
    assert record(minutes=3).book.month == date(2026, 12, 1)  # said to be in November, and the book's time is later
    entry = Entry(**{
        field.attname: getattr(full, field.attname) for field in Entry._meta.concrete_fields if field.name != "id"
    })  # fmt: skip
    entry.serial = 4
    with pytest.raises(DatabaseError, match="nothing more is written into what was closed"), transaction.atomic():
        entry.save(force_insert=True)
    with pytest.raises(DatabaseError), sealing.pen(cast.desk.pk, at=AFTER) as pen:
        pen.write(entry, by=cast.clerk)
    assert LogBook.objects.get(month=date(2026, 11, 1)).entries.count() == 3


def test_entries_of_other_months_are_still_written(full, cast, record):
    close(cast)
    later = record(minutes=60 * 24 * 10)
    assert (later.book.month, later.serial) == (date(2026, 12, 1), 1)


@pytest.mark.parametrize("role", ["lead", "clerk", "butler", "auditor", "stranger"])
def test_only_the_supervisor_closes_a_volume(full, cast, role):
    with pytest.raises(Forbidden):
        close(cast, by=getattr(cast, role))
    assert not VolumeClosed.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"place": " "}, {"custodian": "stranger"}, {"place": "柜" * 81}],
    ids=["no place", "a stranger", "too long"],
)
def test_a_volume_needs_a_custodian_of_the_project_and_a_place(full, cast, wrong):
    wrong = {name: getattr(cast, value, value) if name == "custodian" else value for name, value in wrong.items()}
    with pytest.raises(Refused):
        close(cast, **wrong)
    assert not VolumeClosed.objects.exists()


def test_a_volume_is_closed_once_and_a_form_sent_twice_is_one_closing(full, cast):
    first = close(cast, key="k1")
    assert close(cast, key="k1") == first
    with pytest.raises(Refused, match="closed already"):
        close(cast)


def test_without_a_fresh_proof_of_ones_own_nothing_is_closed(full, cast):
    book = full.book_id
    for wrong in (proof(cast.lead, AFTER), proof(cast.supervisor, AFTER - timedelta(minutes=5))):
        with pytest.raises(Refused):
            commands.close_book(
                book_id=book, custodian=cast.butler, place="柜", by=cast.supervisor, at=AFTER, proof=wrong
            )
    assert not VolumeClosed.objects.exists()


def test_while_records_wait_for_their_seal_no_volume_is_closed(full, cast):
    Chain.objects.filter(pk=cast.desk.pk).update(has_waiting=True)
    with pytest.raises(Refused, match="wait for their seal"):
        close(cast)


@pytest.mark.clause("R39", "R41")
def test_what_comes_later_is_an_addendum_and_reads_as_one(full, cast):
    close(cast)
    later = {"entry_id": full.pk, "by": cast.clerk, "at": AFTER + timedelta(days=2)}
    commands.reopen_matter(reason="又漏了", **later)
    commands.correct_entry(field="phone", new="13800004321", reason="换号", **later)
    line = reading.one(full.pk)
    assert [note["is_later"] for note in line.notes] == [False, True]
    assert [fix["is_later"] for fix in line.corrections] == [False, True]
    assert verify.verify()[1][1:] == []


def test_the_custodian_changes_by_a_sealed_step(full, cast):
    closing = close(cast)
    step = commands.change_custodian(
        book_id=closing.book_id, custodian=cast.clerk, place="总部档案库", text="搬家", by=cast.supervisor, at=AFTER
    )
    found = volumes.standing(closing.book)
    assert (found.custodian, found.place, found.state) == (cast.clerk, "总部档案库", "closed")
    assert Seal.objects.filter(kind="log.volume_step", record_id=step.pk).exists()
    assert volumes.kept_by(cast.clerk, [cast.desk.project_id])[0].book == closing.book
    assert volumes.kept_by(cast.butler, [cast.desk.project_id]) == []


@pytest.mark.parametrize(
    "change", [{"custodian": "butler", "place": "档案室 2 号柜"}, {"place": ""}, {"custodian": "stranger"}]
)
def test_a_change_of_custodian_has_to_change_something_and_to_somebody_posted(full, cast, change):
    closing = close(cast)
    change = {"place": "x", "custodian": "clerk", **change}
    change["custodian"] = getattr(cast, change["custodian"])
    with pytest.raises(Refused):
        commands.change_custodian(book_id=closing.book_id, by=cast.supervisor, at=AFTER, **change)
    assert not VolumeStep.objects.exists()


def test_an_open_volume_takes_no_step(full, cast):
    with pytest.raises(Refused, match="not closed yet"):
        commands.hold(book_id=full.book_id, reason="诉讼", by=cast.supervisor, at=AFTER)


# -- what verify makes of it


@pytest.mark.parametrize(
    ("column", "wrong"), [("last_serial", 9), ("entries", 2), ("to_seq", 1), ("final_hash", "0" * 64)]
)
def test_a_closing_that_does_not_say_what_is_there_is_found(full, cast, column, wrong):
    """Sealed by somebody who knows how: only the comparison with the volume and the chain can show it."""
    sound = close(cast)
    said = {field.attname: getattr(sound, field.attname) for field in VolumeClosed._meta.concrete_fields}
    forged = VolumeClosed(**{**said, column: wrong})
    assert list(projections.faults_of(forged)) != []
    assert list(projections.faults_of(sound)) == []


# -- who is told that it is open still


def told(at, source=obligations.volumes.volumes_open):
    return sorted((line.kind, line.person_id) for line in source(at))


@pytest.mark.parametrize(
    ("day", "to"),
    [
        (1, []), (5, []), (6, ["supervisor"]), (10, ["supervisor"]), (11, ["supervisor", "lead"]), (28, ["supervisor", "lead"]),
    ],
)  # fmt: skip
def test_a_month_that_is_not_closed_by_the_5th_goes_to_the_supervisor_and_by_the_10th_to_the_lead(full, cast, day, to):
    kinds = {"supervisor": "volume_close", "lead": "volume_late"}
    for hour in (16, 15):  # from midnight of the day before to 23:59, in Shanghai
        moment = AFTER.replace(day=day, hour=hour, minute=0 if hour == 16 else 59)
        moment -= timedelta(days=hour == 16)
        assert told(moment) == sorted((kinds[who], getattr(cast, who).pk) for who in to)


def test_a_closed_month_is_told_to_nobody(full, cast):
    close(cast)
    assert told(AFTER.replace(day=28)) == []


def test_a_custodian_need_not_be_of_the_desk(cast, posted, record):
    office = posted(Role.BACK_OFFICE)
    record()
    assert close(cast, custodian=office).custodian == office


def test_its_files_are_asked_for_with_the_closing(full, cast):
    close(cast)
    assert list(VolumeExport.objects.values_list("media_type", "state", "asked_by")) == [
        ("application/zip", "waiting", cast.supervisor.pk)
    ]


def test_notes_and_corrections_are_counted_by_their_entries(full, cast, record, clerk):
    other = record(minutes=60 * 24 * 9)  # December
    commands.add_note(entry_id=other.pk, text="十二月", by=clerk, at=other.recorded_at)
    november = LogBook.objects.get(month=date(2026, 11, 1))
    closing = commands.close_book(
        book_id=november.pk, custodian=cast.butler, place="柜", by=cast.supervisor, at=other.recorded_at,
        proof=proof(cast.supervisor, other.recorded_at),
    )  # fmt: skip
    assert (closing.entries, closing.notes, Note.objects.count(), Correction.objects.count()) == (3, 1, 2, 1)
