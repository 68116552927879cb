"""What the log owes is told: each stage once, to whom it concerns, and up when nobody answers. R01, R06, R08, R25, R32."""

from datetime import timedelta

import pytest

from duty.log import commands as log
from duty.log.models import CallOut, Escalation, Matter, Measure
from duty.log.stages import missed, pending
from frontdesk.kernel.notices import commands
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.models import Role

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def told(at):
    """told(minutes) sweeps so many minutes after the cast's moment; gives {(user name, kind)} told since the last call.

    Of the log only: what roster, handover and supervision owe is told by the same sweep.
    """
    seen = set()

    def told(minutes):
        commands.sweep(at=at + minutes * MINUTE)
        told_now = Notice.objects.exclude(pk__in=seen).filter(
            kind__regex="^(matter|escalation|instruction|call_out|called_out|measure|drill|unreachable|fault)"
        )
        found = set(told_now.values_list("person__username", "kind"))
        seen.update(Notice.objects.values_list("pk", flat=True))
        return found

    return told


@pytest.fixture
def leak(record):
    return record(category="REP", unit_no="8-1-1203", phone="13800001234", description="水槽漏水")


@pytest.mark.clause("R01", "R19")
def test_its_owner_is_reminded_at_half_at_four_fifths_and_at_the_end_of_the_time(leak, act, told, at):
    act(log.add_note, leak, 1, text="已联系工程部")
    matter = Matter.objects.get()
    half, most, due = ((moment - at) // MINUTE for moment in (matter.half_at, matter.most_at, matter.due_at))
    assert half < most < due
    for minutes, kind in ((half, "matter_half"), (most, "matter_most"), (due + 1, "matter_overdue")):
        assert ("clerk", kind) not in told(minutes - 1)
        assert ("clerk", kind) in told(minutes)
        assert ("clerk", kind) not in told(minutes + 1)


@pytest.mark.clause("R01")
def test_after_a_day_without_a_sweep_only_the_stage_that_is_reached_is_told(leak, told, at):
    due = (Matter.objects.get().due_at - at) // MINUTE
    kinds = {kind for _, kind in told(due + 60)}
    assert "matter_overdue" in kinds
    assert not {"matter_half", "matter_most"} & kinds


@pytest.mark.clause("R01")
def test_nobody_is_reminded_of_a_paused_matter(leak, act, told, at, supervisor):
    matter = Matter.objects.get()
    act(log.pause, leak, 1, reason="parts", until=matter.half_at + timedelta(days=1), by=supervisor)
    assert told((matter.half_at - at) // MINUTE + 30) == set()


@pytest.mark.clause("R01")
def test_an_overdue_matter_without_owner_is_told_to_the_supervisor(leak, clerk, told, at):
    clerk.is_active = False
    clerk.save()
    due = (Matter.objects.get().due_at - at) // MINUTE
    assert ("supervisor", "matter_overdue") in told(due + 1)


@pytest.mark.clause("R16", "R19")
def test_a_missed_acceptance_and_a_missed_arrival_are_told_also_to_the_supervisor(record, act, told, at):
    burst = record(category="REP", subcategory="burst_pipe", unit_no="2-1-0501", phone="13800001234")
    act(log.dispatch, burst, 1, department="engineering")
    matter = Matter.objects.get()
    accept, arrive = ((moment - at) // MINUTE for moment in (matter.accept_by, matter.arrive_by))
    assert {("clerk", "matter_accept"), ("supervisor", "matter_accept")} <= told(accept + 1)
    act(log.accept, burst, accept + 1)
    assert {("clerk", "matter_arrive"), ("supervisor", "matter_arrive")} <= told(arrive + 1)


@pytest.mark.clause("R20", "R25")
def test_an_incident_that_nobody_contains_goes_to_the_lead(record, told, at):
    record(category="INC", subcategory="flood", place="地库")
    minutes = (Matter.objects.get().contain_by - at) // MINUTE
    assert {("lead", "matter_contain"), ("supervisor", "matter_contain")} <= told(minutes + 1)


@pytest.mark.clause("R08", "R06")
def test_an_escalation_is_told_at_once_goes_up_undecided_and_comes_back_forgotten(leak, act, told, supervisor):
    act(log.escalate, leak, 5, reason="联系不上住户")
    assert told(5) == {("supervisor", "escalation_raised")}
    raised = Escalation.objects.get()
    act(log.acknowledge, escalation_id=raised.pk, by=supervisor, minutes=8)
    assert told(34) == set()
    assert ("lead", "escalation_up") in told(35)
    assert ("supervisor", "escalation_forgotten") in told(38)


@pytest.mark.clause("R25")
def test_a_fire_is_told_to_supervisor_and_lead_and_ten_minutes_later_to_the_managers(record, told, posted):
    posted(Role.SECURITY_MANAGER)
    posted(Role.ENGINEERING_SUPERVISOR)
    record(category="INC", subcategory="fire", place="3栋")
    assert {("supervisor", "escalation_raised"), ("lead", "escalation_raised")} <= told(1)
    up = told(10)
    assert {("security_manager", "escalation_up"), ("engineering_supervisor", "escalation_up")} <= up


@pytest.mark.clause("R32", "R35")
def test_a_call_out_is_told_to_its_department_again_unanswered_and_refused_to_the_supervisor(record, act, told, posted):
    engineer = posted(Role.ENGINEERING_SUPERVISOR)
    trapped = record(category="INC", subcategory="lift_entrapment", place="5栋")
    act(log.call_out, trapped, 1, department="engineering")
    assert ("engineering_supervisor", "called_out") in told(1)
    assert {("engineering_supervisor", "call_out_unanswered"), ("supervisor", "call_out_unanswered")} <= told(4)
    act(log.refuse_call_out, call_out_id=CallOut.objects.get().pk, reason="外出抢修", by=engineer, minutes=5)
    assert ("supervisor", "call_out_refused") in told(6)


@pytest.mark.clause("R24", "R47")
def test_an_instruction_is_told_to_the_owner_and_overdue_to_the_supervisor_too(leak, act, told, supervisor, at):
    act(log.instruct, leak, 2, text="今天答复", by=supervisor, due_at=at + 60 * MINUTE)
    assert ("clerk", "instruction_given") in told(2)
    assert {("clerk", "instruction_overdue"), ("supervisor", "instruction_overdue")} <= told(60)


@pytest.mark.clause("R33")
def test_a_measure_waits_a_day_for_the_supervisors_review(record, act, told, supervisor):
    trapped = record(category="INC", subcategory="lift_entrapment", place="5栋")
    act(log.take_measure, trapped, 1, measure="lift_stopped", place="5栋", text="停梯")
    day = 24 * 60
    assert ("supervisor", "measure_review") not in told(day)
    act(log.review, strand=Measure.objects.get(), by=supervisor, minutes=day)
    assert ("supervisor", "measure_review") not in told(day + 2)


@pytest.mark.clause("R01")
def test_a_page_and_the_sweep_ask_the_same_of_a_matter(record, act, at):
    """`pending` in Python and `missed` in SQL are one rule."""
    burst = record(category="REP", subcategory="burst_pipe", unit_no="2-1-0501", phone="13800001234")
    record(category="CMP", phone="13800001234")
    act(log.dispatch, record(category="HLP", place="大堂"), 1, department="security")
    act(log.arrive, burst, 3)
    record(category="INC", subcategory="flood", place="地库")
    later = at + timedelta(days=30)
    names = {"accept": {"accept"}, "arrive": {"arrive", "reply"}, "contain": {"contain"}}
    for stage, codes in names.items():
        by_page = {
            matter.pk for matter in Matter.objects.select_related("entry")
            if codes & {one.code for one in pending(matter.entry.category, matter) if one.by < later}
        }  # fmt: skip
        assert by_page == set(missed(stage, later).values_list("pk", flat=True))


@pytest.mark.clause("R25", "R32")
def test_what_cannot_wait_is_told_in_the_same_moment_and_only_once(record, act, told, posted):
    posted(Role.ENGINEERING_SUPERVISOR)
    trapped = record(category="INC", subcategory="lift_entrapment", place="5栋")
    act(log.call_out, trapped, 1, department="engineering")
    at_once = list(Notice.objects.values_list("person__username", "kind"))
    assert {("lead", "escalation_raised"), ("engineering_supervisor", "called_out")} <= set(at_once)
    told(1)
    assert list(
        Notice.objects.values_list("person__username", "kind").filter(kind__in=["escalation_raised", "called_out"])
    ) == [pair for pair in at_once if pair[1] in {"escalation_raised", "called_out"}]
