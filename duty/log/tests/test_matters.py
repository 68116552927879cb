"""Following a matter to its end."""

from datetime import timedelta

import pytest

from duty.log import commands
from duty.log.models import Matter, Note
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db


def state(entry):
    matter = Matter.objects.get(pk=entry.pk)
    return matter.state, matter.reopened_count


@pytest.mark.clause("R39")
def test_notes_stand_in_order_with_author_and_time(record, act, butler, clerk, at):
    entry = record()
    act(commands.add_note, entry, 5, text="已转财务")
    act(commands.add_note, entry, 9, text="财务已回电", by=butler)
    rows = list(Note.objects.order_by("id").values_list("text", "recorded_by", "recorded_at"))
    assert rows == [
        ("已转财务", clerk.pk, at + timedelta(minutes=5)),
        ("财务已回电", butler.pk, at + timedelta(minutes=9)),
    ]
    assert state(entry) == ("in_progress", 0)


@pytest.mark.clause("R01")
@pytest.mark.parametrize("result", ["", "  "])
def test_nothing_closes_without_a_result(record, act, result):
    entry = record()
    with pytest.raises(Refused):
        act(commands.close_matter, entry, result=result)
    assert state(entry) == ("new", 0)


@pytest.mark.clause("R01")
def test_a_result_closes_and_stands_in_the_book(record, act, at):
    entry = record()
    act(commands.close_matter, entry, result="已答复")
    assert state(entry) == ("closed", 0)
    assert Matter.objects.get(pk=entry.pk).closed_at == at + timedelta(minutes=5)
    with pytest.raises(Refused):
        act(commands.close_matter, entry, result="再次")


@pytest.mark.clause("R01")
def test_a_failed_call_back_opens_the_matter_again_and_counts(record, act):
    entry = record(category="REP", subcategory="burst_pipe", unit_no="3-2-501")
    with pytest.raises(Refused):
        act(commands.call_back, entry, rating="satisfied", text="")
    act(commands.close_matter, entry, result="已换管")
    assert state(entry) == ("call_back", 0)
    act(commands.call_back, entry, 30, rating="dissatisfied", text="仍渗水")
    assert state(entry) == ("in_progress", 1)
    act(commands.close_matter, entry, 60, result="重做防水")
    act(commands.call_back, entry, 90, rating="satisfied", text="")
    assert state(entry) == ("closed", 1)


@pytest.mark.clause("R01")
def test_a_done_matter_can_be_opened_again_with_a_reason(record, act):
    entry = record(immediate_result="已答复")
    with pytest.raises(Refused):
        act(commands.reopen_matter, entry, reason=" ")
    act(commands.reopen_matter, entry, reason="业主再来询问")
    assert state(entry) == ("in_progress", 1)
    with pytest.raises(Refused):
        act(commands.reopen_matter, entry, reason="又")


@pytest.mark.clause("R01")
def test_exactly_the_overdue_the_unowned_and_the_reopened_are_listed(record, act, butler, clerk, at, desk):
    entries = [record(minutes=n, category="ENQ", description=f"问题{n}") for n in range(20)]
    soon = [record(minutes=30 + n, category="SEC", priority="P1", place="北门") for n in range(3)]
    later = at + timedelta(hours=4)
    assert set(Matter.objects.overdue(later).values_list("entry_id", flat=True)) == {entry.pk for entry in soon}
    act(commands.give_to, entries[0], 40, person=butler)
    butler.is_active = False
    butler.save()
    assert list(Matter.objects.unowned(later).values_list("entry_id", flat=True)) == [entries[0].pk]
    act(commands.close_matter, entries[1], 41, result="完")
    act(commands.reopen_matter, entries[1], 42, reason="未完")
    assert list(Matter.objects.reopened().values_list("entry_id", flat=True)) == [entries[1].pk]
    assert Matter.objects.open().count() == 23


@pytest.mark.clause("R39")
def test_nobody_outside_the_desk_writes_a_note(record, act, lead, stranger, auditor):
    entry = record()
    for person in (lead, stranger, auditor):
        with pytest.raises(Forbidden):
            act(commands.add_note, entry, text="x", by=person)
    assert Note.objects.count() == 0
