"""Target times: the project's own, in versions. R01, R16, A12."""

from dataclasses import replace
from datetime import timedelta

import pytest

from duty.log import commands, targets
from duty.log.models import Matter, TargetPlan
from frontdesk.kernel.people.models import Desk
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def fresh(desk):
    return Desk.objects.select_related("project").get(pk=desk.pk)


def with_solve(category, priority, minutes):
    return [
        replace(times, solve_minutes=minutes) if (times.category, times.priority) == (category, priority) else times
        for times in targets.USUAL
    ]


@pytest.mark.clause("R16", "R19")
def test_a_burst_pipe_is_reached_in_half_an_hour_contained_in_two_and_solved_in_a_day(desk, at):
    due = targets.reckon(desk=fresh(desk), category="REP", priority="P2", at=at)
    assert (due.accept_by, due.arrive_by) == (at + 15 * MINUTE, at + 30 * MINUTE)
    assert (due.contain_by, due.due_at) == (at + 2 * HOUR, at + 24 * HOUR)
    assert (due.half_at, due.most_at) == (at + 12 * HOUR, at + 19.2 * HOUR)


@pytest.mark.clause("R16", "R19")
def test_what_comes_in_the_evening_runs_on_in_the_morning(desk, at):
    evening = at + timedelta(hours=11, minutes=45)  # 21:50
    due = targets.reckon(desk=fresh(desk), category="ENQ", priority="P4", at=evening)
    assert due.arrive_by == at + timedelta(hours=25, minutes=45)  # four service hours: until 11:50


@pytest.mark.clause("R16")
def test_an_appointment_moves_the_visit_of_an_ordinary_matter_but_not_of_an_urgent_one(desk, at):
    later = at + timedelta(days=6)
    ordinary = targets.reckon(desk=fresh(desk), category="REP", priority="P3", at=at, appointed_at=later)
    assert ordinary.arrive_by == later
    assert ordinary.due_at > later
    urgent = targets.reckon(desk=fresh(desk), category="REP", priority="P2", at=at, appointed_at=later)
    assert urgent.arrive_by == at + 30 * MINUTE


@pytest.mark.clause("R16")
def test_a_major_complaint_has_its_own_times(desk, at):
    major = targets.reckon(desk=fresh(desk), category="CMP", priority="P2", grade="major", at=at)
    assert (major.arrive_by, major.clock) == (at + 2 * HOUR, "24h")


@pytest.mark.clause("R01")
def test_every_category_and_priority_has_target_times(desk, at):
    from duty.log.categories import CODES, Priority

    for category in CODES:
        for priority in Priority.values:
            assert targets.reckon(desk=fresh(desk), category=category, priority=priority, at=at).due_at > at


@pytest.mark.clause("R01")
def test_new_times_hold_from_their_moment_and_what_was_recorded_before_keeps_its_own(desk, supervisor, record, at):
    before = record(category="REP", priority="P2", unit_no="1-1-0101", phone="13800001234")
    rows = with_solve("REP", "P2", 60)
    plan = commands.set_targets(
        project_id=desk.project_id, rows=rows, starts_at=at + 30 * MINUTE, by=supervisor, at=at + MINUTE
    )
    assert (plan.version, plan.by, plan.targets.count()) == (1, supervisor, len(targets.USUAL))
    between = record(category="REP", priority="P2", unit_no="1-1-0101", phone="13800001234", minutes=20)
    after = record(category="REP", priority="P2", unit_no="1-1-0101", phone="13800001234", minutes=30)
    spans = [Matter.objects.get(pk=one.pk).due_at - one.recorded_at for one in (before, between, after)]
    assert spans == [24 * HOUR, 24 * HOUR, HOUR]


@pytest.mark.clause("R01")
def test_target_times_are_never_set_for_the_past(desk, supervisor, at):
    rows = with_solve("REP", "P2", 60)
    with pytest.raises(Refused):
        commands.set_targets(project_id=desk.project_id, rows=rows, starts_at=at - MINUTE, by=supervisor, at=at)
    with pytest.raises(Refused):
        commands.set_targets(project_id=desk.project_id, rows=targets.USUAL, starts_at=at, by=supervisor, at=at)
    assert not TargetPlan.objects.exists()


@pytest.mark.clause("R01")
@pytest.mark.parametrize(
    "wrong", [{"solve_minutes": 0}, {"clock": "moon"}, {"call_back_percent": 101}, {"category": "XXX"}]
)
def test_times_that_make_no_sense_are_refused_whole(desk, supervisor, at, wrong):
    rows = [replace(targets.USUAL[0], **wrong), *targets.USUAL[1:]]
    with pytest.raises(Refused):
        commands.set_targets(project_id=desk.project_id, rows=rows, starts_at=at, by=supervisor, at=at)
    assert not TargetPlan.objects.exists()


@pytest.mark.clause("R04")
@pytest.mark.parametrize("who", ["clerk", "auditor", "stranger"])
def test_only_supervisor_and_lead_set_target_times(cast, who, at):
    with pytest.raises(Forbidden):
        commands.set_targets(
            project_id=cast.desk.project_id,
            rows=with_solve("REP", "P2", 60),
            starts_at=at,
            by=getattr(cast, who),
            at=at,
        )
