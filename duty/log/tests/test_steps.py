"""A matter on its way: sent, accepted, arrived, finished; raised, lowered, paused. R01, R16, A11."""

from datetime import timedelta

import pytest

from duty.log import commands
from duty.log.models import Matter
from duty.log.models.notes import PauseReason
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def now(entry):
    return Matter.objects.get(pk=entry.pk)


@pytest.fixture
def repair(record):
    return record(category="REP", unit_no="8-1-1203", phone="13800001234", description="水槽下水管漏水")


@pytest.mark.clause("R16")
def test_a_repair_is_sent_accepted_reached_and_finished_each_at_its_time(repair, act, at):
    act(commands.dispatch, repair, 2, department="engineering", whom="贺师傅")
    act(commands.accept, repair, 9, happened_at=at + 4 * MINUTE)
    act(commands.arrive, repair, 22)
    act(commands.finish, repair, 50, text="换了存水弯")
    matter = now(repair)
    assert (matter.department, matter.state) == ("engineering", "in_progress")
    stages = (matter.dispatched_at, matter.accepted_at, matter.arrived_at, matter.finished_at)
    assert [(moment - at) // MINUTE for moment in stages] == [2, 4, 22, 50]


@pytest.mark.clause("R16")
@pytest.mark.parametrize("verb", [commands.accept, commands.arrive, commands.finish])
def test_a_step_cannot_have_happened_in_the_future_or_before_the_matter(repair, act, at, verb):
    for moment in (at + 6 * MINUTE, at - MINUTE):
        with pytest.raises(Refused):
            act(verb, repair, 5, happened_at=moment)
    assert now(repair).state == "new"


@pytest.mark.clause("R16")
def test_nobody_is_sent_without_a_department(repair, act):
    with pytest.raises(Refused, match="部门"):
        act(commands.dispatch, repair, department="")


@pytest.mark.clause("R01")
def test_everybody_at_the_desk_may_raise_a_matter_and_its_time_grows_short(repair, act, at):
    before = now(repair).due_at
    act(commands.set_priority, repair, 60, priority="P1", reason="水漏到楼下配电箱")
    matter = now(repair)
    assert matter.priority == "P1"
    assert at + 60 * MINUTE < matter.due_at < before
    assert matter.arrive_by == at + 75 * MINUTE


@pytest.mark.clause("R01")
def test_raising_never_grants_more_time_than_before(repair, act):
    before = now(repair).due_at
    late = (before - repair.recorded_at) // MINUTE - 10
    act(commands.set_priority, repair, late, priority="P2", reason="越来越大")
    assert now(repair).due_at == before


@pytest.mark.clause("R01")
def test_lowering_needs_the_level_above_and_a_reason(record, act, supervisor, lead):
    urgent = record(category="REP", priority="P2", place="地库", phone="13800001234")
    with pytest.raises(Forbidden):
        act(commands.set_priority, urgent, priority="P3", reason="没那么急")
    with pytest.raises(Refused):
        act(commands.set_priority, urgent, priority="P3", reason="  ", by=supervisor)
    act(commands.set_priority, urgent, priority="P3", reason="已临时接水", by=supervisor)
    assert now(urgent).priority == "P3"
    critical = record(category="REP", priority="P1", place="地库", phone="13800001234")
    with pytest.raises(Forbidden):
        act(commands.set_priority, critical, priority="P3", reason="没那么急", by=supervisor)
    act(commands.set_priority, critical, priority="P3", reason="误报", by=lead)
    assert now(critical).priority == "P3"


@pytest.mark.clause("R17")
def test_a_security_matter_is_never_made_less_than_urgent(record, act, supervisor):
    entry = record(category="SEC", place="南门")
    with pytest.raises(Refused):
        act(commands.set_priority, entry, priority="P3", reason="误会", by=supervisor)


@pytest.mark.clause("R01")
def test_a_pause_moves_what_is_due_by_as_long_as_it_lasts(repair, act, at):
    before = now(repair).due_at
    act(commands.pause, repair, 30, reason=PauseReason.PARTS, until=at + 90 * MINUTE)
    matter = now(repair)
    assert matter.due_at == before + 60 * MINUTE
    assert matter.is_paused(at + 89 * MINUTE)
    assert not matter.is_paused(at + 90 * MINUTE)
    act(commands.resume, repair, 50)
    matter = now(repair)
    assert matter.due_at == before + 20 * MINUTE
    assert not matter.is_paused(at + 51 * MINUTE)


@pytest.mark.clause("R01")
@pytest.mark.parametrize("reason", ["", "tea", None])
def test_a_pause_needs_one_of_the_reasons(repair, act, at, reason):
    with pytest.raises(Refused):
        act(commands.pause, repair, reason=reason, until=at + 90 * MINUTE)


@pytest.mark.clause("R01")
def test_a_pause_ends_in_the_future_and_beyond_72_hours_needs_the_supervisor(repair, act, at, supervisor):
    with pytest.raises(Refused):
        act(commands.pause, repair, reason="parts", until=at)
    with pytest.raises(Forbidden):
        act(commands.pause, repair, reason="parts", until=at + timedelta(hours=73))
    act(commands.pause, repair, reason="parts", until=at + timedelta(hours=73), by=supervisor)


@pytest.mark.clause("R01")
def test_a_critical_matter_is_never_paused(record, act, at):
    entry = record(category="REP", priority="P1", place="地库", phone="13800001234")
    with pytest.raises(Refused):
        act(commands.pause, entry, reason="parts", until=at + 90 * MINUTE)


@pytest.mark.clause("R01", "R23")
def test_a_matter_at_which_nothing_is_done_shows_as_left_lying_but_not_while_it_is_paused(repair, act, at):
    day = timedelta(days=1)
    assert not Matter.objects.stale(at + day).exists()
    assert Matter.objects.stale(at + day + MINUTE).exists()
    act(commands.pause, repair, 60, reason="parts", until=at + 2 * day)
    assert not Matter.objects.stale(at + 3 * day).exists()
    assert Matter.objects.stale(at + 3 * day + MINUTE).exists()


@pytest.mark.clause("R01")
def test_opened_again_a_matter_gets_its_time_anew(repair, act, at):
    repair_time = now(repair).due_at - at
    act(commands.close_matter, repair, 60, result="修好")
    act(commands.reopen_matter, repair, 120, reason="又漏了")
    matter = now(repair)
    assert matter.due_at - (at + 120 * MINUTE) == repair_time
    assert (matter.reopened_count, matter.accepted_at) == (1, None)
