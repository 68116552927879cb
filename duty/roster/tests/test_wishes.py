"""What people would like to stand and what they do not stand is weighed when the month is drafted. R10, R12."""

from datetime import date

import pytest

from duty.roster import commands, reports
from duty.roster.models import Roster, ShiftLimit, Wish
from frontdesk.kernel.people.refusal import Forbidden, Refused

FOURTH = date(2026, 12, 4)


@pytest.mark.clause("R10")
def test_a_wish_reaches_the_report_and_the_draft(roster, desk, clerk, supervisor, at):
    commands.make_wish(desk=desk, day=FOURTH, code="", by=clerk, at=at)
    commands.make_wish(desk=desk, day=FOURTH.replace(day=5), code="L", by=clerk, at=at)
    of_clerk = next(one for one in reports.instance_of(roster).staff if one.id == clerk.pk)
    assert of_clerk.want_off == ((3, reports.WISH_WEIGHT),)
    assert of_clerk.want_shift == ((4, "L", reports.WISH_WEIGHT),)
    commands.put(roster_id=roster.pk, person=clerk, day=FOURTH, code="E", by=supervisor, at=at)
    assert "day_off_worked" in {line.code for line in reports.of(roster).soft}


def test_a_second_wish_for_a_day_takes_the_place_of_the_first(roster, desk, clerk, at):
    for code in ("E", ""):
        commands.make_wish(desk=desk, day=FOURTH, code=code, by=clerk, at=at)
    assert [one.code for one in Wish.objects.all()] == [""]


@pytest.mark.parametrize("day", [date(2026, 11, 9), date(1970, 1, 1)])
def test_nobody_wishes_for_a_day_that_is_over(desk, clerk, at, day):
    with pytest.raises(Refused):
        commands.make_wish(desk=desk, day=day, code="", by=clerk, at=at)


def test_whoever_wishes_for_everything_is_stopped(roster, desk, clerk, at):
    for day in range(1, 7):
        commands.make_wish(desk=desk, day=FOURTH.replace(day=day), code="E", by=clerk, at=at)
    with pytest.raises(Refused):
        commands.make_wish(desk=desk, day=FOURTH.replace(day=7), code="E", by=clerk, at=at)


@pytest.mark.parametrize("state", [Roster.State.SUBMITTED, Roster.State.APPROVED])
def test_a_settled_month_takes_no_wishes_and_gives_none_back(roster, desk, clerk, at, state):
    wish = commands.make_wish(desk=desk, day=FOURTH, code="E", by=clerk, at=at)
    Roster.objects.update(state=state)
    with pytest.raises(Refused):
        commands.make_wish(desk=desk, day=FOURTH, code="", by=clerk, at=at)
    with pytest.raises(Refused):
        commands.take_back_wish(wish_id=wish.pk, by=clerk, at=at)


def test_wishes_are_one_s_own(roster, desk, clerk, butler, supervisor, at):
    wish = commands.make_wish(desk=desk, day=FOURTH, code="E", by=clerk, at=at)
    with pytest.raises(Forbidden):
        commands.take_back_wish(wish_id=wish.pk, by=butler, at=at)
    with pytest.raises(Forbidden):
        commands.make_wish(desk=desk, day=FOURTH, code="E", by=supervisor, at=at)


@pytest.mark.clause("R12")
def test_nobody_is_put_on_a_shift_they_do_not_stand_until_the_limit_is_lifted(roster, desk, clerk, supervisor, at):
    limit = commands.limit_shift(desk=desk, person=clerk, code="L", reason="尚未培训夜班", by=supervisor, at=at)
    for anyway in (False, True):
        with pytest.raises(Refused):
            commands.put(roster_id=roster.pk, person=clerk, day=FOURTH, code="L", by=supervisor, at=at, anyway=anyway)
    commands.lift_limit(limit_id=limit.pk, by=supervisor, at=at)
    commands.put(roster_id=roster.pk, person=clerk, day=FOURTH, code="L", by=supervisor, at=at)
    assert ShiftLimit.history.filter(reason="尚未培训夜班", history_user=supervisor).count() == 2


def test_a_limit_has_a_reason_and_one_row(roster, desk, clerk, supervisor, at):
    with pytest.raises(Refused):
        commands.limit_shift(desk=desk, person=clerk, code="L", reason=" ", by=supervisor, at=at)
    commands.limit_shift(desk=desk, person=clerk, code="L", reason="x", by=supervisor, at=at)
    with pytest.raises(Refused):
        commands.limit_shift(desk=desk, person=clerk, code="L", reason="y", by=supervisor, at=at)


@pytest.mark.clause("R44")
def test_the_reason_is_read_by_those_who_plan_only(roster, desk, clerk, supervisor, client_of, at):
    commands.limit_shift(desk=desk, person=clerk, code="L", reason="医嘱", by=supervisor, at=at)
    assert "医嘱" in client_of(supervisor).get("/settings/shifts/").content.decode()
    assert "医嘱" not in client_of(clerk).get("/settings/shifts/").content.decode()


def test_a_wish_is_made_and_taken_back_on_the_page_of_ones_shifts(roster, desk, clerk, client_of):
    client = client_of(clerk)
    assert client.post("/my-shifts/wishes/", {"day": "2099-12-04", "code": "L"}).status_code == 302
    wish = Wish.objects.get()
    assert client.post(f"/my-shifts/wishes/{wish.pk}/take-back/").status_code == 302
    assert not Wish.objects.exists()
    for bad in ({"day": "2099-13-40", "code": ""}, {"day": "", "code": "L"}, {"day": "2099-12-04", "code": "Z9"}):
        assert client.post("/my-shifts/wishes/", bad).status_code == 422
    assert not Wish.objects.exists()
