"""Inspections are owed by the clock and the days: done, late, missed that stays missed. R59, A27, A28."""

from datetime import date, time, timedelta

import pytest

from duty.roster.commands import set_hours
from duty.roster.models import ServiceHours, ShiftType
from frontdesk.kernel.people import settings_cache
from frontdesk.kernel.people.models import Project
from frontdesk.kernel.people.refusal import Forbidden, Refused
from inspections import commands, due
from inspections.models import InspectionSettings

from .conftest import TODAY, berlin, moment

pytestmark = pytest.mark.django_db


def states(desk, at, day=TODAY, kind="daily"):
    return [task.state for task in due.tasks(desk, day, day, at) if task.kind == kind]


@pytest.fixture
def quiet(cast):
    """No handover is inspected."""
    inspect_handovers(cast, "none", moment(11) - timedelta(days=30))


def inspect_handovers(cast, setting, at):
    commands.set_frequency(
        project_id=cast.desk.project_id, handover_inspections=setting, spot_checks_a_month=4, by=cast.lead, at=at
    )


@pytest.mark.clause("R59")
@pytest.mark.parametrize(
    ("clock", "state"), [((9, 29), "done"), ((9, 30), "done"), ((9, 31), "late"), ((21, 0), "late")]
)
def test_finished_9_29_is_done_and_9_31_is_late(her, desk, clock, state):
    her.inspect(moment(*clock))
    assert states(desk, moment(22)) == [state]


@pytest.mark.clause("R59")
def test_missed_stays_missed_though_a_later_inspection_is_possible(her, desk):
    assert states(desk, moment(8, 59)) == ["due"]
    assert states(desk, moment(9, 31)) == ["missed"]
    her.inspect(moment(11))
    (task,) = (one for one in due.tasks(desk, TODAY, TODAY, moment(12)) if one.kind == "daily")
    assert (task.state, task.is_missed, task.inspection.recorded_at) == ("late", True, moment(11))
    her.inspect(moment(9, 0, 24))
    assert states(desk, moment(9, 5, 24)) == ["late"]


@pytest.mark.clause("R59")
def test_what_is_not_the_daily_inspection_does_not_settle_it(her, desk):
    her.inspect(moment(9), kind="adhoc")
    her.inspect(moment(9, 10), kind="handover")
    assert states(desk, moment(9, 31)) == ["missed"]


@pytest.mark.clause("R59")
@pytest.mark.parametrize(("setting", "number"), [("all", 3), ("one", 2), ("none", 1)])
def test_a_day_with_two_handovers_makes_three_tasks_with_the_setting_all(cast, setting, number):
    desk = cast.desk
    ShiftType.objects.filter(desk=desk).update(people=1)
    for code, starts, ends in (("E", 8, 13), ("L", 18, 22)):
        ShiftType.objects.filter(desk=desk, code=code).update(starts=time(starts), ends=time(ends))
    ShiftType.objects.create(desk=desk, code="M", name="中班", starts=time(13), ends=time(18), people=1)
    settings_cache.changed(desk.project_id)
    desk.project.refresh_from_db()
    inspect_handovers(cast, setting, moment(8, 0, 22))
    assert len(due.tasks(desk, TODAY, TODAY, moment(22))) == number


@pytest.mark.clause("A28")
def test_by_default_one_change_of_shift_a_day_is_inspected(her, desk, planned):
    assert InspectionSettings.of(desk.project_id).handover_inspections == "one"
    assert states(desk, moment(13), kind="handover") == ["upcoming"]
    assert states(desk, moment(13, 40), kind="handover") == ["due"]
    her.inspect(moment(11), kind="handover")  # not at the change of shift
    assert states(desk, moment(14, 31), kind="handover") == ["missed"]
    her.inspect(moment(14, 40), kind="handover")
    assert states(desk, moment(15), kind="handover") == ["late"]
    her.inspect(moment(13, 55, 24), kind="handover")
    assert states(desk, moment(15, 0, 24), day=date(2026, 11, 24), kind="handover") == ["done"]


@pytest.mark.clause("R59")
def test_with_all_each_change_has_its_own_window(her, cast, planned):
    inspect_handovers(cast, "all", moment(8, 0, 20))
    her.inspect(moment(14, 10), kind="handover")
    first, last = TODAY.replace(day=22), TODAY.replace(day=24)
    found = [
        (task.day.day, task.state)
        for task in due.tasks(cast.desk, first, last, moment(22, 0, 24))
        if task.kind == "handover"
    ]
    assert found == [(22, "missed"), (23, "done"), (24, "missed")]


@pytest.mark.clause("A28")
def test_a_setting_that_is_changed_leaves_the_past_as_it_was_counted(cast, desk, planned):
    inspect_handovers(cast, "none", moment(14, 31))
    days = [TODAY, TODAY.replace(day=24)]
    assert [states(desk, moment(15, 0, 24), day, "handover") for day in days] == [["missed"], []]


@pytest.mark.clause("R59")
def test_a_day_without_service_owes_nothing(cast, desk, quiet):
    hours = {kind: (time(8), time(22)) for kind in "WM"} | {kind: (time(0), time(0)) for kind in "RH"}
    set_hours(desk=desk, hours=hours, by=cast.supervisor, at=moment(8, 0, 20))
    desk.project.refresh_from_db()
    days = {task.day.day for task in due.tasks(desk, TODAY.replace(day=20), TODAY, moment(12))}
    assert days == {20, 23}  # Friday and Monday


def test_a_desk_owes_from_the_day_after_its_book_was_begun(desk, quiet, at):
    began = date(2026, 10, 24)
    assert [task.day for task in due.tasks(desk, date(2026, 10, 1), date(2026, 10, 26), at)] == [
        began.replace(day=25), began.replace(day=26),
    ]  # fmt: skip


@pytest.mark.clause("A27")
def test_a_day_off_said_in_time_is_an_exception_and_said_too_late_it_stands_beside_the_miss(her, cast, quiet):
    said = {"desk": cast.desk, "reason": "外出培训", "by": cast.supervisor}
    commands.note_off_duty(date=TODAY, at=moment(9, 0), **said)
    assert states(cast.desk, moment(12)) == ["excused"]
    commands.note_off_duty(date=TODAY.replace(day=22), at=moment(9, 5), **said)
    (task,) = due.tasks(cast.desk, TODAY.replace(day=22), TODAY.replace(day=22), moment(12))
    assert (task.state, task.off.reason) == ("missed", "外出培训")
    her.inspect(moment(9, 10))
    assert states(cast.desk, moment(12)) == ["done"]


@pytest.mark.clause("A27")
def test_a_day_off_needs_a_reason_somebody_who_may_say_it_and_a_day_nearby(cast):
    said = {"desk": cast.desk, "date": TODAY, "reason": "外出培训", "by": cast.supervisor, "at": moment(8)}
    for no, more in (
        (Forbidden, {"by": cast.clerk}), (Refused, {"reason": " "}), (Refused, {"date": date(2026, 11, 1)}),
        (Refused, {"date": date(2027, 11, 1)}),
    ):  # fmt: skip
        with pytest.raises(no):
            commands.note_off_duty(**said | more)
    commands.note_off_duty(**said)
    with pytest.raises(Refused):
        commands.note_off_duty(**said)


@pytest.mark.clause("R59")
def test_half_past_nine_is_the_desk_s_own_also_when_its_clocks_change(her, cast, quiet):
    """In Berlin the clocks go back on 25 October 2026: that day has 25 hours, and half past nine comes one later."""
    Project.objects.filter(pk=cast.desk.project_id).update(time_zone="Europe/Berlin")
    settings_cache.changed(cast.desk.project_id)
    cast.desk.project.refresh_from_db()
    day = date(2026, 10, 25)
    her.inspect(berlin(9, 30, 25))
    (task,) = due.tasks(cast.desk, day, day, berlin(12, 0, 25))
    assert (task.state, task.due_to, (task.due_to - task.due_from).total_seconds() / 3600) == (
        "done",
        berlin(9, 30, 25),
        10.5,
    )


def test_many_days_take_as_many_questions_as_few(desk, quiet, django_assert_num_queries):
    due.tasks(desk, TODAY, TODAY, moment(22))
    with django_assert_num_queries(4):
        due.tasks(desk, TODAY, TODAY, moment(22))
    with django_assert_num_queries(4):
        due.tasks(desk, date(2026, 10, 1), TODAY, moment(22))


def test_hours_that_are_not_set_mean_open(desk, quiet):
    ServiceHours.objects.filter(desk=desk).delete()
    settings_cache.changed(desk.project_id)
    desk.project.refresh_from_db()
    assert len(due.tasks(desk, TODAY, TODAY, moment(12))) == 1
