"""The desk's two powers in an emergency, and the way to 'contained'. R18, R23, R32, R33, R36, A16."""

from datetime import timedelta

import pytest

from duty.log import commands
from duty.log.models import CallOut, Matter, Measure
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def trapped(record):
    return record(category="INC", subcategory="lift_entrapment", place="5栋2号梯", description="一老人被困，情绪稳定")


@pytest.mark.clause("R18")
def test_an_entry_of_the_category_is_an_incident_from_its_first_moment(trapped, at):
    assert Matter.objects.get().incident_at == at


@pytest.mark.clause("R18")
def test_any_urgent_matter_can_be_declared_an_incident_once(record, act):
    leak = record(category="REP", subcategory="burst_pipe", unit_no="2-1-0501", phone="13800001234")
    act(commands.declare_incident, leak, text="水已漫到电梯井")
    assert Matter.objects.get().contain_by is not None
    with pytest.raises(Refused):
        act(commands.declare_incident, leak, 6)
    tap = record(category="REP", unit_no="2-1-0502", phone="13800001234")
    with pytest.raises(Refused):
        act(commands.declare_incident, tap)


@pytest.mark.clause("R32")
def test_the_desk_calls_out_any_department_without_asking(trapped, act, at):
    act(commands.call_out, trapped, 1, department="engineering", whom="贺师傅", text="带三角钥匙")
    act(commands.call_out, trapped, 2, department="outside", whom="电梯维保 400")
    assert list(CallOut.objects.order_by("pk").values_list("department", "opened_at")) == [
        ("engineering", at + MINUTE),
        ("outside", at + 2 * MINUTE),
    ]


@pytest.mark.clause("R32")
def test_outside_an_incident_it_is_an_ordinary_dispatch(record, act):
    tap = record(category="REP", unit_no="2-1-0502", phone="13800001234")
    with pytest.raises(Refused):
        act(commands.call_out, tap, department="engineering")
    act(commands.dispatch, tap, department="engineering")


@pytest.mark.clause("R32", "R35")
def test_the_called_department_answers_arrives_and_leaves(trapped, act, posted, at):
    engineer = posted(Role.ENGINEERING_SUPERVISOR)
    guard = posted(Role.SECURITY_MANAGER, "秦川")
    act(commands.call_out, trapped, 1, department="engineering", person=engineer)
    called = CallOut.objects.get()
    with pytest.raises(Forbidden):
        act(commands.answer_call_out, call_out_id=called.pk, by=guard)
    act(commands.answer_call_out, call_out_id=called.pk, by=engineer, minutes=3, eta=at + 10 * MINUTE)
    with pytest.raises(Refused):
        act(commands.leave_site, call_out_id=called.pk, minutes=4)
    act(commands.reach_site, call_out_id=called.pk, minutes=11, happened_at=at + 9 * MINUTE)
    act(commands.leave_site, call_out_id=called.pk, minutes=40)
    called.refresh_from_db()
    times = [(moment - at) // MINUTE for moment in (called.acknowledged_at, called.arrived_at, called.left_at)]
    assert times == [3, 9, 40]
    assert called.acknowledged_by_id == engineer.pk
    assert Matter.objects.get().arrived_at == at + 9 * MINUTE
    with pytest.raises(Refused):
        act(commands.reach_site, call_out_id=called.pk, minutes=41)


@pytest.mark.clause("R32")
def test_a_refusal_needs_a_reason_and_ends_the_call_out(trapped, act, posted):
    engineer = posted(Role.ENGINEERING_SUPERVISOR)
    act(commands.call_out, trapped, 1, department="engineering", person=engineer)
    called = CallOut.objects.get()
    with pytest.raises(Refused):
        act(commands.refuse_call_out, call_out_id=called.pk, reason="", by=engineer)
    act(commands.refuse_call_out, call_out_id=called.pk, reason="在外区抢修，无人可派", by=engineer)
    called.refresh_from_db()
    assert called.refused_at == called.closed_at is not None


@pytest.mark.clause("R36")
def test_somebody_called_back_to_the_site_has_an_expected_time(trapped, act, lead, at):
    act(commands.call_out, trapped, department="service", person=lead, returns_to_site=True, eta=at + 40 * MINUTE)
    called = CallOut.objects.get()
    assert (called.returns_to_site, called.eta) == (True, at + 40 * MINUTE)


@pytest.mark.clause("R18", "R23")
def test_contained_is_not_closed_and_nothing_closes_uncontained(trapped, act, at):
    with pytest.raises(Refused, match="受控"):
        act(commands.close_matter, trapped, 9, result="人已救出")
    act(commands.contain, trapped, 19, text="老人已救出，家属接回", happened_at=at + 14 * MINUTE)
    matter = Matter.objects.get()
    assert (matter.contained_at, matter.state) == (at + 14 * MINUTE, "in_progress")
    with pytest.raises(Refused):
        act(commands.contain, trapped, 20, text="再次")
    act(commands.close_matter, trapped, 60, result="维保更换门锁触点，恢复运行")
    assert Matter.objects.get().has_result


@pytest.mark.clause("R33")
def test_a_measure_is_in_force_until_lifted_whatever_becomes_of_the_matter(trapped, act, supervisor, at):
    act(commands.take_measure, trapped, 3, measure="lift_stopped", place="5栋2号梯", text="停梯挂牌，派人值守")
    measure = Measure.objects.get()
    assert measure.review_by == at + timedelta(hours=24, minutes=3)
    act(commands.contain, trapped, 14, text="已救出")
    act(commands.close_matter, trapped, 60, result="已修复")
    assert Measure.objects.open().exists()
    with pytest.raises(Forbidden):
        act(commands.review, strand=measure, minutes=70)
    act(commands.review, strand=measure, minutes=70, by=supervisor)
    act(commands.lift_measure, measure_id=measure.pk, text="检验合格，恢复使用", minutes=90)
    assert not Measure.objects.open().exists()
    with pytest.raises(Refused):
        act(commands.lift_measure, measure_id=measure.pk, text="再次", minutes=91)


@pytest.mark.clause("R33")
@pytest.mark.parametrize(("measure", "place"), [("", "大堂"), ("barrier", " "), ("magic", "大堂")])
def test_a_measure_says_what_and_where(trapped, act, measure, place):
    with pytest.raises(Refused):
        act(commands.take_measure, trapped, measure=measure, place=place, text="围挡")


@pytest.mark.clause("R40")
def test_every_strand_is_what_its_notes_say(trapped, act, supervisor):
    act(commands.call_out, trapped, 1, department="engineering")
    act(commands.take_measure, trapped, 3, measure="lift_stopped", place="5栋2号梯", text="停梯")
    act(commands.instruct, trapped, 4, text="通知家属", by=supervisor)
    assert verify.verify()[1] == []
    Measure.objects.update(place="6栋")
    CallOut.objects.all().delete()
    named = {(fault.kind, fault.record_id) for fault in verify.verify()[1]}
    assert {kind for kind, _ in named} == {"log.measure", "log.callout"}
    from duty.log import projections

    projections.rebuild_strands()
    assert verify.verify()[1] == []
