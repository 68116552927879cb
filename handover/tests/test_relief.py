"""Nobody leaves before being relieved, except by a release that stays on record. R49, A21."""

from types import SimpleNamespace

import pytest

from duty.roster import attendance
from duty.roster.commands import come_back, sign_in, sign_out, step_away
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.refusal import Forbidden, Refused
from handover import commands
from handover.models import Release

from .conftest import DAYS, Hands, moment, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def late_shift(hands, cast):
    """The 23rd, after a change of shift at 14:00; the clerk has gone, the butler stands the late shift."""
    sign_in(desk=hands.desk, by=cast.clerk, at=moment(7, 40))
    hands.change()
    sign_out(desk=hands.desk, by=cast.clerk, at=moment(16, 0))
    return hands


def leave(desk, person, at):
    return sign_out(desk=desk, by=person, at=at)


@pytest.mark.clause("R49")
def test_at_22_10_without_a_closing_nobody_leaves_until_the_supervisor_releases_them(late_shift, cast):
    desk = late_shift.desk
    with pytest.raises(Refused):
        leave(desk, cast.butler, moment(22, 10))
    commands.call_relief(desk=desk, by=cast.butler, at=moment(22, 10))
    commands.call_relief(desk=desk, by=cast.butler, at=moment(22, 11))
    assert Notice.objects.filter(person=cast.supervisor, kind="handover_overdue").count() == 1
    said = {"desk": desk, "person": cast.butler, "at": moment(22, 12)}
    with pytest.raises(Forbidden):
        commands.release(by=cast.clerk, way="closed", reason="太晚了", **said)
    with pytest.raises(Refused):
        commands.release(by=cast.supervisor, way="closed", reason=" ", **said)
    with pytest.raises(Refused):
        commands.release(by=cast.supervisor, way="whatever", reason="中控室接听", **said)
    with pytest.raises(Refused):
        leave(desk, cast.butler, moment(22, 12))
    commands.release(by=cast.supervisor, way="closed", reason="中控室接听", **said)
    leave(desk, cast.butler, moment(22, 13))
    kept = Release.objects.get()
    assert (kept.person, kept.date, kept.code, kept.recorded_by) == (cast.butler, DAYS[0], "L", cast.supervisor)


@pytest.mark.clause("R49")
def test_the_extra_time_counts_as_working_time(late_shift, cast):
    late_shift.close()
    leave(late_shift.desk, cast.butler, moment(22, 10))
    worked = attendance.minutes(late_shift.desk, moment(0), moment(23, 59))
    assert worked[cast.butler.pk] == 8 * 60 + 30  # from 13:40, planned are eight hours


@pytest.mark.clause("R49")
def test_after_the_handover_the_early_shift_is_free_to_go(hands, cast):
    sign_in(desk=hands.desk, by=cast.clerk, at=moment(7, 40))
    hands.open()
    with pytest.raises(Refused):
        leave(hands.desk, cast.clerk, moment(13, 0))
    hands.change()
    leave(hands.desk, cast.clerk, moment(14, 5))


@pytest.mark.clause("R49")
def test_a_colleague_of_the_same_shift_who_stays_is_enough_but_not_one_who_is_away(cast, posted):
    commands.set_up(desk=cast.desk)
    other = posted("desk_clerk", "韩笑")
    people = SimpleNamespace(**vars(cast), other=other)
    plan(people, {("clerk", DAYS[1]): "E", ("other", DAYS[1]): "E", ("butler", DAYS[1]): "L"}, at=moment(9, 30))
    sign_in(desk=cast.desk, by=cast.clerk, at=moment(7, 40, 24))
    sign_in(desk=cast.desk, by=other, at=moment(7, 41, 24))
    Hands(people).open(24)
    step_away(desk=cast.desk, by=other, reason="午饭", at=moment(12, 0, 24))
    with pytest.raises(Refused):
        leave(cast.desk, cast.clerk, moment(12, 5, 24))
    come_back(desk=cast.desk, by=other, at=moment(12, 30, 24))
    leave(cast.desk, cast.clerk, moment(12, 35, 24))


@pytest.mark.clause("R49")
def test_somebody_without_a_planned_shift_and_a_desk_that_never_handed_over_hold_nobody(hands, cast):
    sign_in(desk=hands.desk, by=cast.clerk, at=moment(7, 40))
    leave(hands.desk, cast.clerk, moment(12, 0))
    hands.change()
    sign_in(desk=hands.desk, by=cast.supervisor, at=moment(18, 0))
    leave(hands.desk, cast.supervisor, moment(18, 30))
    with pytest.raises(Refused):  # nobody holds somebody who is there without a shift, so nobody releases them
        commands.release(
            desk=hands.desk, person=cast.clerk, way="other", reason="-", by=cast.supervisor, at=moment(18, 31)
        )


@pytest.mark.clause("R49")
@pytest.mark.clause("A21")
def test_a_shift_that_begins_without_a_handover_goes_to_the_supervisor_at_once_and_to_the_lead_after_an_hour(
    hands, cast
):
    hands.open()

    def told(person):
        return Notice.objects.filter(person=person, kind="handover_overdue").count()

    notices.sweep(at=moment(13, 59))
    assert told(cast.supervisor) == 0
    for minute in (0, 1, 59):
        notices.sweep(at=moment(14, minute))
    assert (told(cast.supervisor), told(cast.lead)) == (1, 0)
    for minute in (0, 30):
        notices.sweep(at=moment(15, minute))
    assert (told(cast.supervisor), told(cast.lead)) == (1, 1)


@pytest.mark.clause("R50")
def test_a_handover_done_in_time_is_told_to_nobody(hands, cast):
    hands.open()
    hands.change()
    notices.sweep(at=moment(15, 30))
    assert not Notice.objects.filter(kind="handover_overdue").exists()
