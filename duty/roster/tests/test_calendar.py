"""Changing days and hours. R13, R04."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from duty.roster import clocks, commands
from duty.roster.days import Days, holidays_between
from duty.roster.models import DayPlan, ServiceHours
from frontdesk.kernel.people.models import Desk
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db


def table(desk):
    return clocks.of(Desk.objects.select_related("project").get(pk=desk.pk))


@pytest.mark.clause("R13")
def test_a_new_desk_is_open_from_eight_to_ten_every_day(desk):
    assert set(table(desk).hours.values()) == {(time(8), time(22))}
    assert len(table(desk).hours) == 4


@pytest.mark.clause("R13")
def test_changed_hours_hold_at_once_and_keep_their_author(desk, supervisor, at):
    commands.set_hours(desk=desk, hours={"R": (time(9), time(20))}, by=supervisor, at=at)
    assert table(desk).hours["R"] == (time(9), time(20))
    assert ServiceHours.history.filter(history_user=supervisor, history_date=at).count() == 1


@pytest.mark.clause("R13")
def test_hours_that_end_before_they_begin_are_refused_and_nothing_changes(desk, supervisor, at):
    with pytest.raises(Refused):
        commands.set_hours(desk=desk, hours={"W": (time(9), time(20)), "R": (time(20), time(8))}, by=supervisor, at=at)
    assert set(table(desk).hours.values()) == {(time(8), time(22))}


@pytest.mark.clause("R04", "R13")
@pytest.mark.parametrize("who", ["clerk", "butler", "auditor", "stranger"])
def test_only_supervisor_and_lead_change_days_and_hours(cast, who, at):
    somebody = getattr(cast, who)
    with pytest.raises(Forbidden):
        commands.set_hours(desk=cast.desk, hours={}, by=somebody, at=at)
    with pytest.raises(Forbidden):
        commands.plan_days(project_id=cast.desk.project_id, lines=[], by=somebody, at=at)


@pytest.mark.clause("R13")
def test_a_plan_is_pasted_kept_corrected_and_taken_back(desk, lead, at):
    lines = commands.read_days("2027-01-01,H,元旦\n2027-01-02\tR\n2027-01-09，m，调休上班\n\n")
    assert commands.plan_days(project_id=desk.project_id, lines=lines, by=lead, at=at) == 3
    days = Days.of(desk.project_id)
    assert [days.kind(date(2027, 1, n)) for n in (1, 2, 9)] == ["H", "R", "M"]
    assert commands.plan_days(project_id=desk.project_id, lines=lines[:1], by=lead, at=at) == 0
    commands.plan_days(project_id=desk.project_id, lines=[(date(2027, 1, 2), "W", "")], by=lead, at=at)
    assert Days.of(desk.project_id).kind(date(2027, 1, 2)) == "W"
    plan = DayPlan.objects.get(date=date(2027, 1, 2))
    commands.forget_day(plan_id=plan.pk, by=lead, at=at + timedelta(hours=1))
    assert Days.of(desk.project_id).kind(date(2027, 1, 2)) is None


@pytest.mark.clause("R13")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "2027-01-01"),
        ("2027-13-01,H", "1"),
        ("2027-01-01,H\n2027-01-02,X", "2"),
        ("2027-01-01,H\n2027-01-01,R", "2"),
        ("1066-01-01,H", "1066"),
        ("=cmd(),H", "1"),
        ("\n".join("2027-01-01,H" for _ in range(900)), "."),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_kept(text, said):
    with pytest.raises(Refused, match=said):
        commands.read_days(text)


def test_holidays_are_named_as_people_call_them_and_those_of_the_moon_fall_on_their_days():
    winter = holidays_between(date(2026, 2, 1), date(2026, 2, 28), language="zh-hans")
    assert winter == [
        (date(2026, 2, 16), date(2026, 2, 16), "农历除夕"), (date(2026, 2, 17), date(2026, 2, 19), "春节"),
    ]  # fmt: skip
    autumn = holidays_between(date(2026, 9, 20), date(2026, 10, 8), language="en")
    assert autumn == [
        (date(2026, 9, 25), date(2026, 9, 25), "Mid-Autumn Festival"), (date(2026, 10, 1), date(2026, 10, 3), "National Day"),
    ]  # fmt: skip


def test_the_roster_and_the_calendar_say_them(client_of, supervisor):
    client = client_of(supervisor)
    assert "2月17日 周二 – 2月19日 周四 春节" in client.get("/roster/2026-02/").content.decode()
    assert "9月25日 周五 中秋节" in client.get(reverse("roster:calendar_year", args=[2026])).content.decode()
