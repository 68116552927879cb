"""Writing a line into the book."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from duty.log import categories
from duty.log.models import Entry, LogBook, Matter
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db


@pytest.mark.clause("R01")
@pytest.mark.parametrize("category", categories.CODES)
def test_every_entry_has_state_owner_priority_and_due_time_from_the_moment_it_is_saved(record, clerk, at, category):
    entry = record(category=category, place="大堂")
    matter = Matter.objects.get(pk=entry.pk)
    assert (matter.state, matter.owner, matter.priority) == ("new", clerk, categories.default_priority(category))
    assert matter.due_at > at


@pytest.mark.clause("R01")
@pytest.mark.parametrize("column", ["owner_id", "priority", "due_at"])
def test_the_database_refuses_an_entry_without_owner_priority_or_due_time(record, column):
    entry = record()
    table = Entry._meta.db_table
    names = [field.column for field in Entry._meta.concrete_fields if field.column != "id"]
    taken = ", ".join("NULL" if name == column else "serial + 1" if name == "serial" else name for name in names)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {taken} FROM {table} WHERE id = {entry.pk}")


@pytest.mark.clause("R15")
def test_an_enquiry_answered_at_once_is_saved_closed_with_its_answer(record):
    entry = record(channel="visit", immediate_result="已告知可在前台或公众号缴纳")
    assert (entry.matter.state, entry.matter.closed_at) == ("closed", entry.recorded_at)
    assert entry.immediate_result == "已告知可在前台或公众号缴纳"


@pytest.mark.clause("R37")
def test_serials_of_a_volume_have_no_gap_and_begin_anew_each_month(record, desk):
    serials = [record(minutes=n).serial for n in range(5)]
    assert serials == [1, 2, 3, 4, 5]
    later = record(minutes=60 * 24 * 31)
    assert later.serial == 1
    assert list(LogBook.objects.filter(desk=desk).order_by("month").values_list("last_serial", flat=True)) == [5, 1]


@pytest.mark.clause("R37")
def test_a_refused_entry_takes_no_serial(record):
    record()
    with pytest.raises(Refused):
        record(category="REP", description="灯坏")
    assert record().serial == 2


@pytest.mark.clause("R37")
def test_the_same_form_sent_twice_is_one_entry(record):
    assert record(key="a").pk == record(key="a", minutes=1).pk
    assert Entry.objects.count() == 1


def test_the_same_key_of_another_person_is_another_entry(record, butler):
    assert record(key="a").pk != record(key="a", by=butler).pk


@pytest.mark.clause("R38")
@pytest.mark.parametrize("category", ["HLP", "REP", "SVC", "SEC", "INC"])
def test_same_as_before_does_not_pass_where_the_place_is_missing(record, category):
    with pytest.raises(Refused, match="房号|unit"):
        record(category=category, description="同上次一样")
    assert Entry.objects.count() == 0


@pytest.mark.clause("R38")
@pytest.mark.parametrize("description", ["", "   ", "\n"])
def test_an_entry_says_something(record, description):
    with pytest.raises(Refused):
        record(description=description)


@pytest.mark.clause("R17")
def test_a_security_entry_is_critical_or_urgent(record):
    assert record(category="SEC", place="南门").priority == "P2"
    with pytest.raises(Refused):
        record(category="SEC", place="南门", priority="P3")


@pytest.mark.clause("R21")
def test_time_of_event_and_time_of_recording_are_kept_apart(record, at):
    entry = record(occurred_at=at - timedelta(minutes=90))
    assert (entry.occurred_at, entry.recorded_at) == (at - timedelta(minutes=90), at)


@pytest.mark.clause("R21")
def test_nothing_happens_in_the_future(record, at):
    with pytest.raises(Refused):
        record(occurred_at=at + timedelta(minutes=1))


@pytest.mark.clause("R26")
def test_rings_belong_to_incoming_calls_only(record):
    assert record(rings="2").rings == "2"
    with pytest.raises(Refused):
        record(channel="visit", rings="2")


@pytest.mark.clause("R31")
def test_a_call_on_the_hotline_needs_a_reason_and_leave_or_an_emergency(record, supervisor):
    with pytest.raises(Refused):
        record(channel="hotline_out", outgoing_emergency=True)
    with pytest.raises(Refused):
        record(channel="hotline_out", outgoing_reason="回访业主")
    assert (
        record(channel="hotline_out", outgoing_reason="回访业主", outgoing_approver=supervisor).outgoing_approver
        == supervisor
    )
    assert record(channel="hotline_out", outgoing_reason="通知停水", outgoing_emergency=True).outgoing_emergency


@pytest.mark.clause("R31")
def test_the_database_refuses_a_hotline_call_without_reason_too(record):
    entry = record(channel="hotline_out", outgoing_reason="通知停水", outgoing_emergency=True)
    names = [field.column for field in Entry._meta.concrete_fields if field.column != "id"]
    changed = {"serial": "serial + 1", "outgoing_reason": "''"}
    taken = ", ".join(changed.get(name, name) for name in names)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO log_entry ({', '.join(names)}) SELECT {taken} FROM log_entry WHERE id = {entry.pk}"
        )


@pytest.mark.clause("R44")
def test_only_duty_staff_and_the_supervisor_write(record, clerk, butler, supervisor, lead, auditor, stranger):
    for person in (clerk, butler, supervisor):
        assert record(by=person).recorded_by == person
    for person in (lead, auditor, stranger):
        with pytest.raises(Forbidden):
            record(by=person)


@pytest.mark.clause("R44")
def test_nobody_owns_a_matter_who_is_not_posted_here(record, stranger):
    with pytest.raises(Refused):
        record(owner=stranger)


def test_a_shift_code_is_taken_from_the_clock_of_the_project(record, at):
    morning = at.replace(hour=1)  # 09:00 in Shanghai
    minutes = int((morning - at).total_seconds() // 60) + 60 * 24
    assert [record(minutes=minutes + 60 * n).shift_code for n in (0, 5, 11, 13)] == ["E", "L", "L", ""]
