"""When a desk changes hands, from its shifts. R50, A23–A25."""

from datetime import date, time

import pytest

from duty.roster.models import ShiftType
from frontdesk.kernel.people import settings_cache
from handover import turns

from .conftest import moment, plan

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def said(desk, at, day):
    """'opening 08:00 →E' of a local day."""
    found = []
    for turn in turns.around(desk, at):
        local = turn.at.astimezone(turns.zone(desk))
        if local.date() == day:
            sides = [slot.code if slot else "" for slot in (turn.outgoing, turn.incoming)]
            found.append(f"{turn.kind} {local:%H:%M} {'→'.join(sides)}")
    return found


@pytest.mark.clause("A25")
def test_where_shifts_overlap_the_desk_changes_hands_when_the_later_one_begins(planned, desk):
    wanted = ["opening 08:00 →E", "change 14:00 E→L", "closing 22:00 L→"]
    assert said(desk, moment(10), date(2026, 11, 23)) == wanted


@pytest.mark.clause("A24")
def test_a_shift_in_between_takes_part_but_holds_no_desk(cast, desk):
    ShiftType.objects.create(desk=desk, code="A", name="中班", starts=time(9), ends=time(18))
    day = date(2026, 11, 23)
    plan(cast, {("clerk", day): "E", ("butler", day): "L"})
    assert said(desk, moment(10), day) == ["opening 08:00 →E", "change 14:00 E→L", "closing 22:00 L→"]


@pytest.mark.clause("A23")
def test_a_desk_that_is_staffed_at_night_neither_closes_nor_opens_and_the_shift_spans_midnight_and_month(cast, desk):
    ShiftType.objects.filter(desk=desk).delete()
    for code, starts, ends in (("E", 8, 16), ("L", 14, 22), ("N", 22, 8)):
        ShiftType.objects.create(desk=desk, code=code, name=code, starts=time(starts), ends=time(ends), people=1)
    settings_cache.changed(desk.project_id)
    desk.project.refresh_from_db()
    at = moment(23, 30, 30)
    assert said(desk, at, date(2026, 11, 30)) == ["change 08:00 N→E", "change 14:00 E→L", "change 22:00 L→N"]
    assert said(desk, at, date(2026, 12, 1))[0] == "change 08:00 N→E"


def test_without_an_approved_roster_the_shift_types_say_when(cast, desk):
    ShiftType.objects.filter(desk=desk).update(people=1)
    turn = turns.current(desk, moment(13, 30))
    assert (turn.kind, turn.outgoing.code, turn.incoming.code, turn.incoming.people) == ("change", "E", "L", ())


def test_a_turn_may_begin_an_hour_before_its_moment(planned, desk):
    assert turns.current(desk, moment(12, 59)).kind == "opening"  # the one of the morning is still owed
    assert turns.current(desk, moment(13, 0)).kind == "change"
    assert turns.following(desk, moment(12, 59)).kind == "change"
