"""Arriving in time, and who may stand on which side. R50, R56, A22–A24."""

import pytest

from duty.roster import attendance
from frontdesk.kernel.people.refusal import Forbidden, Refused
from handover import commands, turns
from handover.models import Handover

from .conftest import DAYS, moment, plan

pytestmark = pytest.mark.django_db


@pytest.mark.clause("R50")
@pytest.mark.parametrize(("minute", "late"), [(30, 0), (45, 0), (46, 1), (59, 14)])
def test_13_45_is_in_time_for_14_00_and_13_46_a_minute_late(hands, butler, minute, late):
    handover = hands.begin(butler, moment(13, minute))
    assert turns.minutes_late(handover.minutes_early) == late
    assert [one.person for one in attendance.present(hands.desk, moment(13, minute))] == [butler]


@pytest.mark.clause("R50")
def test_whoever_signed_in_before_arrived_then(hands, butler):
    from duty.roster.commands import sign_in

    sign_in(desk=hands.desk, by=butler, at=moment(13, 44))
    handover = hands.begin(butler, moment(13, 55))
    assert (handover.arrived_at, handover.minutes_early) == (moment(13, 44), 16)


@pytest.mark.clause("R50")
def test_an_hour_before_at_the_earliest(hands, butler):
    hands.open()
    with pytest.raises(Refused):
        hands.begin(butler, moment(12, 59))
    assert not Handover.objects.filter(kind="change").exists()


@pytest.mark.clause("R56")
def test_somebody_whom_the_roster_does_not_plan_cannot_take_over_but_the_supervisor_can(hands, cast, posted):
    with pytest.raises(Refused):
        hands.begin(cast.clerk, moment(13, 40))
    with pytest.raises(Refused):
        hands.begin(posted("desk_clerk"), moment(13, 40))
    for somebody in (cast.auditor, cast.lead, posted("security_manager"), cast.stranger):
        with pytest.raises(Forbidden):
            hands.begin(somebody, moment(13, 40))
    assert hands.begin(cast.supervisor, moment(13, 40)).incoming == cast.supervisor


@pytest.mark.clause("A24")
def test_one_handover_a_desk_and_change_and_the_second_person_is_told_who_is_at_it(cast):
    plan(cast, {("clerk", day): "E" for day in DAYS} | {("butler", day): "L" for day in DAYS})
    first = commands.take_over(desk=cast.desk, by=cast.butler, at=moment(13, 40))
    assert commands.take_over(desk=cast.desk, by=cast.butler, at=moment(13, 41)).pk == first.pk
    with pytest.raises(Refused, match=cast.butler.name):
        commands.take_over(desk=cast.desk, by=cast.supervisor, at=moment(13, 42))


def test_whoever_leaves_may_prepare_and_whoever_comes_joins(hands, cast):
    handover = commands.prepare(desk=hands.desk, by=cast.clerk, at=moment(13, 30))
    assert (handover.outgoing, handover.incoming) == (cast.clerk, None)
    assert hands.frame(handover, moment(13, 31)).missing[0][0] == "people"
    joined = hands.begin(cast.butler, moment(13, 40))
    assert (joined.pk, joined.outgoing, joined.incoming) == (handover.pk, cast.clerk, cast.butler)


def test_nobody_stands_on_both_sides(hands, cast):
    handover = hands.begin(cast.supervisor, moment(13, 40))
    with pytest.raises(Refused):
        commands.choose_outgoing(handover_id=handover.pk, person=cast.supervisor, by=cast.supervisor, at=moment(13, 41))
    with pytest.raises(Refused):
        commands.prepare(desk=hands.desk, by=cast.supervisor, at=moment(13, 42))


@pytest.mark.clause("A23")
def test_an_opening_has_nobody_who_hands_over_and_a_closing_nobody_who_takes_over(hands, cast):
    with pytest.raises(Refused):
        commands.prepare(desk=hands.desk, by=cast.clerk, at=moment(7, 40))
    with pytest.raises(Refused):
        hands.begin(cast.butler, moment(21, 40))


def test_what_was_left_open_from_an_earlier_turn_is_given_up_when_the_next_one_begins(hands, cast):
    old = hands.begin(cast.clerk, moment(7, 42))
    new = hands.begin(cast.butler, moment(13, 40))
    old.refresh_from_db()
    assert (old.state, new.state) == ("dropped", "open")


def test_an_open_handover_can_be_given_up_and_begun_again(hands, cast):
    first = hands.begin(cast.supervisor, moment(13, 40))
    commands.drop(handover_id=first.pk, by=cast.butler, at=moment(13, 41))
    with pytest.raises(Refused):
        commands.drop(handover_id=first.pk, by=cast.butler, at=moment(13, 41))
    assert hands.begin(cast.butler, moment(13, 42)).pk != first.pk
