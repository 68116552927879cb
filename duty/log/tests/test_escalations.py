"""Up, and back with a decision: desk → supervisor → project lead. R06, R08, R24, R25, R47, A11."""

from datetime import timedelta

import pytest

from duty.log import commands, escalation
from duty.log.models import Escalation, EscalationRule, Instruction, Matter, Note
from duty.log.models.notes import Kind
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def entry(record):
    return record(category="CMP", phone="13800001234", description="楼上连续三晚装修到十一点")


@pytest.fixture
def raised(entry, act):
    act(commands.escalate, entry, 5, reason="业主要求今天答复，我们联系不上施工方")
    return Escalation.objects.get()


@pytest.mark.clause("R08")
@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_escalated_without_a_reason(entry, act, reason):
    with pytest.raises(Refused):
        act(commands.escalate, entry, reason=reason)
    assert not Escalation.objects.exists()


@pytest.mark.clause("R08")
@pytest.mark.parametrize("level", [0, 3, None])
def test_nothing_is_escalated_to_nobody(entry, act, level):
    with pytest.raises((Refused, TypeError, KeyError)):
        act(commands.escalate, entry, reason="联系不上", level=level)
    assert not Escalation.objects.exists()


@pytest.mark.clause("R06", "R08")
def test_an_escalation_waits_for_the_supervisor_and_the_owner_stays_the_owner(raised, entry, clerk, at):
    assert (raised.level, raised.closed_at, raised.due_at) == (1, None, at + 35 * MINUTE)
    assert Matter.objects.get().owner_id == clerk.pk


@pytest.mark.clause("R06")
def test_undecided_after_thirty_minutes_it_goes_up_by_itself(raised, at, act, lead):
    assert [raised.level_at(at + n * MINUTE) for n in (34, 35)] == [1, 2]
    with pytest.raises(Forbidden):
        act(commands.decide, escalation_id=raised.pk, decision="handle", text="我来", minutes=34, by=lead)
    act(commands.decide, escalation_id=raised.pk, decision="handle", text="我来", minutes=35, by=lead)
    assert Escalation.objects.get().decided_by_id == lead.pk


@pytest.mark.clause("R06")
@pytest.mark.parametrize("who", ["clerk", "butler", "lead", "auditor"])
def test_only_whom_it_waits_for_decides(raised, act, cast, who):
    with pytest.raises(Forbidden):
        act(commands.decide, escalation_id=raised.pk, decision="handle", text="我来", by=getattr(cast, who), minutes=9)


@pytest.mark.clause("R06")
def test_a_decision_writes_time_and_text_into_the_story(raised, act, supervisor, at, entry):
    act(commands.decide, escalation_id=raised.pk, decision="handle", text="我直接约施工方", by=supervisor, minutes=15)
    raised.refresh_from_db()
    assert (raised.decision, raised.closed_at) == ("handle", at + 15 * MINUTE)
    assert entry.notes.filter(kind=Kind.DECIDED, text="我直接约施工方", recorded_by=supervisor).exists()
    with pytest.raises(Refused):
        act(commands.decide, escalation_id=raised.pk, decision="handle", text="再", by=supervisor, minutes=16)


@pytest.mark.clause("R06")
@pytest.mark.parametrize("decision", ["", "perhaps"])
def test_a_decision_is_one_of_the_four(raised, act, supervisor, decision):
    with pytest.raises(Refused):
        act(commands.decide, escalation_id=raised.pk, decision=decision, text="…", by=supervisor, minutes=15)
    assert Escalation.objects.open().exists()


@pytest.mark.clause("R24", "R47")
def test_an_instruction_blocks_closing_until_it_is_carried_out(raised, act, supervisor, entry, at):
    act(
        commands.decide, escalation_id=raised.pk, decision="instruct", text="今晚八点前上门劝停，并回电业主",
        by=supervisor, minutes=15, due_at=at + 600 * MINUTE,
    )  # fmt: skip
    with pytest.raises(Refused, match="批示"):
        act(commands.close_matter, entry, 20, result="已劝停")
    given = Instruction.objects.get()
    with pytest.raises(Refused):
        act(commands.carry_out, instruction_id=given.pk, text=" ", minutes=20)
    act(commands.carry_out, instruction_id=given.pk, text="已上门，施工方签字停工", minutes=21)
    act(commands.close_matter, entry, 22, result="已劝停")
    with pytest.raises(Refused):
        act(commands.carry_out, instruction_id=given.pk, text="再一次", minutes=23)


@pytest.mark.clause("R47")
def test_supervisor_and_lead_instruct_and_nobody_else(entry, act, cast):
    for somebody in (cast.supervisor, cast.lead):
        act(commands.instruct, entry, text="请今天答复", by=somebody)
    for somebody in (cast.clerk, cast.butler, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            act(commands.instruct, entry, text="请今天答复", by=somebody)


@pytest.mark.clause("R25")
def test_a_major_problem_is_passed_on_to_the_lead_who_has_ten_minutes(raised, act, supervisor, lead, at):
    act(commands.decide, escalation_id=raised.pk, decision="pass_on", text="媒体已到现场", by=supervisor, minutes=12)
    passed = Escalation.objects.open().get()
    assert (passed.level, passed.due_at) == (2, at + 22 * MINUTE)
    with pytest.raises(Forbidden):
        act(commands.decide, escalation_id=passed.pk, decision="handle", text="我来", by=supervisor, minutes=13)
    act(commands.acknowledge, escalation_id=passed.pk, by=lead, minutes=14)
    act(commands.decide, escalation_id=passed.pk, decision="handle", text="我到现场", by=lead, minutes=18)
    assert not Escalation.objects.open().exists()


@pytest.mark.clause("R25")
def test_a_fire_starts_with_the_lead(record, act):
    fire = record(category="INC", subcategory="fire", place="3栋地下室")
    assert list(Escalation.objects.values_list("entry", "level")) == [(fire.pk, 2)]
    assert fire.notes.get().code == "matrix"


@pytest.mark.clause("R25")
def test_a_delay_of_more_than_ten_minutes_from_judging_to_reporting_shows(entry, act, at):
    act(commands.escalate, entry, 30, reason="业主要找媒体", level=2, judged_at=at + 15 * MINUTE)
    reported = Escalation.objects.get()
    assert reported.opened_at - reported.judged_at > escalation.REPORT_WITHIN


@pytest.mark.clause("R35")
def test_acknowledging_is_one_tap_once_and_advice_may_follow(raised, act, supervisor, at):
    act(commands.acknowledge, escalation_id=raised.pk, by=supervisor, minutes=9)
    with pytest.raises(Refused):
        act(commands.acknowledge, escalation_id=raised.pk, by=supervisor, minutes=10)
    act(commands.acknowledge, escalation_id=raised.pk, by=supervisor, minutes=11, text="先找楼栋管家")
    raised.refresh_from_db()
    assert (raised.acknowledged_at, raised.acknowledged_by_id) == (at + 9 * MINUTE, supervisor.pk)


@pytest.mark.clause("R08")
def test_what_waits_already_is_not_escalated_twice_but_may_go_higher(raised, entry, act):
    with pytest.raises(Refused):
        act(commands.escalate, entry, 7, reason="还是没人")
    act(commands.escalate, entry, 8, reason="业主要报警", level=2)
    assert Escalation.objects.open().count() == 2


@pytest.mark.clause("R06")
def test_a_result_leaves_nothing_to_decide(raised, entry, act, at):
    act(commands.close_matter, entry, 20, result="施工方已停工，业主认可")
    raised.refresh_from_db()
    assert (raised.closed_at, raised.decision) == (at + 20 * MINUTE, "")


@pytest.mark.clause("R40")
def test_the_first_form_of_a_note_still_verifies_and_holds_nothing_it_does_not_seal(entry, act, monkeypatch):
    from frontdesk.kernel.records import verify

    monkeypatch.setattr(Note, "newest_form", classmethod(lambda cls: 1))
    act(commands.add_note, entry, text="按老表式写的")
    monkeypatch.undo()
    assert verify.verify()[1] == []


@pytest.mark.clause("R25")
def test_the_matrix_is_the_projects_own_and_the_narrower_rule_holds(record, supervisor, clerk, desk, at):
    said = {"project_id": desk.project_id, "by": supervisor, "at": at}
    commands.set_escalation_rule(category="", priority="P3", level=1, **said)
    commands.set_escalation_rule(category="CMP", priority="P3", level=2, **said)
    commands.set_escalation_rule(category="INC", priority="P1", level=0, **said)
    record(category="CMP", phone="13800001234")
    record(category="INT", description="转告")
    record(category="INC", place="3栋")
    record(category="HLP", priority="P1", place="3栋")
    found = list(Escalation.objects.order_by("pk").values_list("entry__category", "level"))
    assert found == [("CMP", 2), ("INT", 1), ("HLP", 2)]


@pytest.mark.clause("R25", "R04")
def test_only_supervisor_and_lead_change_the_matrix_and_each_change_keeps_its_author(cast, at):
    said = {"project_id": cast.desk.project_id, "category": "", "priority": "P2", "level": 1, "at": at}
    for somebody in (cast.clerk, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            commands.set_escalation_rule(by=somebody, **said)
    rule = commands.set_escalation_rule(by=cast.lead, **said)
    commands.end_escalation_rule(rule_id=rule.pk, by=cast.supervisor, at=at)
    assert list(EscalationRule.history.values_list("history_user", "history_type")) == [
        (cast.supervisor.pk, "-"),
        (cast.lead.pk, "+"),
    ]
    with pytest.raises(Refused):
        commands.set_escalation_rule(by=cast.lead, **{**said, "level": 7})


@pytest.mark.clause("R06")
def test_who_decides_reads_the_matter_on_the_page_of_the_decision(client_of, supervisor, record, clerk, at):
    entry = record(category="REP", unit_no="8-1-1203", caller_name="李强", description="水管爆裂")
    commands.escalate(entry_id=entry.pk, level=1, reason="无权限", by=clerk, at=at)
    strand = Escalation.objects.get()
    page = client_of(supervisor).get(f"/escalations/{strand.pk}/decide/").content.decode()
    for said in ("无权限", "水管爆裂", "8-1-1203", "李强", entry.get_absolute_url(), "未办结已"):
        assert said in page
