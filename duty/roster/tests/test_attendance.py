"""Signing in and out at the desk, stepping away, late and absent, support. R14, R22, R29, R48."""

from datetime import UTC, date, datetime, timedelta

import pytest

from duty.log import commands as log
from duty.roster import attendance, commands, ledger
from duty.roster.models import AttendanceMark, DutyCase, Outcome
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.models import User
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 12, 3)  # the butler early from 8:00, the clerk late from 14:00


def moment(hour, minute=0, day=3):
    """A local time of December in Shanghai."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def mark(desk):
    def mark(verb, person, hour, minute=0, day=3, **said):
        return verb(desk=desk, by=person, at=moment(hour, minute, day), **said)

    return mark


@pytest.mark.clause("R48")
def test_signing_in_at_14_07_for_14_00_opens_a_case_of_seven_minutes_until_it_is_decided(approved, cast, mark):
    mark(commands.sign_in, cast.clerk, 14, 7)
    case = DutyCase.objects.get()
    assert (case.kind, case.minutes, case.person, case.date, case.code) == ("late", 7, cast.clerk, THURSDAY, "L")
    assert Notice.objects.filter(person=cast.clerk, kind="case_of_yours").count() == 1
    notices.sweep(at=moment(14, 8))
    assert Notice.objects.filter(person=cast.supervisor, kind="case_open").count() == 1
    outcome = Outcome.objects.filter(project=cast.desk.project_id).first()
    said = {"case_id": case.pk, "outcome": outcome, "at": moment(15)}
    for who in ("clerk", "butler", "lead", "auditor"):
        with pytest.raises(Forbidden):
            commands.decide_case(by=getattr(cast, who), reason="堵车", **said)
    with pytest.raises(Refused):
        commands.decide_case(by=cast.supervisor, reason=" ", **said)
    commands.decide_case(by=cast.supervisor, reason="堵车，首次", **said)
    with pytest.raises(Refused):
        commands.decide_case(by=cast.supervisor, reason="再次", **said)
    assert case.decisions.get().outcome == outcome.name
    assert verify.verify()[1] == []


@pytest.mark.clause("R48")
def test_on_the_minute_is_in_time(approved, clerk, mark):
    assert mark(commands.sign_in, clerk, 14, 0).minutes_late == 0
    assert not DutyCase.objects.exists()


@pytest.mark.clause("R48")
def test_who_has_not_come_within_the_hour_is_absent_once_however_often_and_late_one_looks(approved, cast, mark):
    mark(commands.sign_in, cast.butler, 7, 50)
    notices.sweep(at=moment(14, 59))
    assert not DutyCase.objects.exists()
    for minutes in (0, 0, 1, 600):
        notices.sweep(at=moment(15) + timedelta(minutes=minutes))
    case = DutyCase.objects.get()
    assert (case.kind, case.person, case.code, case.recorded_by.username) == ("absent", cast.clerk, "L", "automatic")
    mark(commands.sign_in, cast.butler, 7, 50, day=4)  # a worker that was down for a day finds what happened meanwhile
    notices.sweep(at=moment(22, day=4))
    assert set(DutyCase.objects.values_list("date", flat=True)) == {THURSDAY, date(2026, 12, 4)}


@pytest.mark.clause("R48")
def test_a_desk_where_nobody_signs_in_has_nobody_absent(approved):
    notices.sweep(at=moment(20))
    assert not DutyCase.objects.exists()


@pytest.mark.clause("R48", "R28")
def test_a_substitution_afterwards_does_not_take_an_absence_away(approved, cast, mark, supervisor):
    mark(commands.sign_in, cast.butler, 7, 50)
    notices.sweep(at=moment(15, 1))
    commands.substitute(
        roster_id=approved.pk, day=THURSDAY, code="L", person_out=cast.clerk, person_in=None, reason="未到岗", by=supervisor,
        at=moment(15, 5),
    )  # fmt: skip
    notices.sweep(at=moment(16))
    assert DutyCase.objects.get().person == cast.clerk


@pytest.mark.clause("R29")
def test_standing_a_shift_that_somebody_else_has_is_an_irregularity(approved, cast, mark):
    mark(commands.sign_in, cast.butler, 7, 55, day=7)  # off on Mondays
    assert [(case.kind, case.person) for case in DutyCase.objects.all()] == [("unplanned", cast.butler)]
    mark(commands.sign_in, cast.supervisor, 9, day=7)
    assert DutyCase.objects.count() == 1


@pytest.mark.clause("R22")
def test_alone_at_the_desk_nobody_steps_away_without_somebody_who_stands_in(approved, cast, mark):
    mark(commands.sign_in, cast.butler, 7, 50)
    with pytest.raises(Refused):
        mark(commands.step_away, cast.butler, 9, reason="取文件")
    for nobody in (cast.butler, cast.auditor, cast.stranger):
        with pytest.raises(Refused):
            mark(commands.step_away, cast.butler, 9, reason="取文件", cover=nobody)
    with pytest.raises(Refused):
        mark(commands.step_away, cast.butler, 9, reason=" ", cover=cast.supervisor)
    mark(commands.step_away, cast.butler, 9, reason="取文件", cover=cast.supervisor)
    with pytest.raises(Refused):
        mark(commands.step_away, cast.butler, 9, 1, reason="取文件", cover=cast.supervisor)
    here = attendance.present(cast.desk, moment(9, 2))
    assert [(one.person, one.cover) for one in here] == [(cast.butler, cast.supervisor)]
    mark(commands.come_back, cast.butler, 9, 10)
    mark(commands.sign_in, cast.clerk, 13, 50)
    mark(commands.step_away, cast.butler, 14, reason="取文件")
    assert [one.away_since is None for one in attendance.present(cast.desk, moment(14, 1))] == [False, True]


@pytest.mark.clause("R22")
def test_a_desk_that_is_left_before_closing_time_is_told_to_the_supervisor(approved, cast, mark):
    mark(commands.sign_in, cast.clerk, 13, 50)
    notices.sweep(at=moment(14, 30))
    assert not Notice.objects.filter(kind="desk_unattended").exists()
    mark(commands.sign_out, cast.clerk, 20)
    for minute in (5, 6):
        notices.sweep(at=moment(20, minute))
    told = Notice.objects.filter(kind="desk_unattended")
    assert [(one.person, one.urgent) for one in told] == [(cast.supervisor, True)]
    notices.sweep(at=moment(22, 30))
    assert told.count() == 1


@pytest.mark.clause("R22")
def test_one_signs_in_once_and_only_where_one_belongs(cast, mark, desk):
    mark(commands.sign_in, cast.clerk, 8)
    with pytest.raises(Refused):
        mark(commands.sign_in, cast.clerk, 9)
    for who in ("auditor", "lead", "stranger"):
        with pytest.raises(Forbidden):
            mark(commands.sign_in, getattr(cast, who), 8)
    with pytest.raises(Refused):
        mark(commands.sign_out, cast.butler, 9)
    mark(commands.sign_out, cast.clerk, 16)
    with pytest.raises(Refused):
        mark(commands.come_back, cast.clerk, 16)
    assert AttendanceMark.objects.count() == 2


@pytest.mark.clause("R22")
def test_time_at_the_desk_counts_as_working_time_with_the_minutes_before_the_shift(approved, cast, mark):
    mark(commands.sign_in, cast.butler, 7, 45)
    mark(commands.sign_out, cast.butler, 16, 15)
    lines, target = ledger.month(cast.desk, THURSDAY.replace(day=1))
    butler = next(line for line in lines if line.person == cast.butler)
    assert (butler.attended, target) == (8 * 60 + 30, 23 * 8 * 60)
    assert butler.planned == 27 * 8 * 60


@pytest.mark.clause("R22")
def test_a_shift_that_runs_past_midnight_is_one_stay(cast, mark, desk):
    mark(commands.sign_in, cast.clerk, 22, day=3)
    mark(commands.sign_out, cast.clerk, 6, day=4)
    assert attendance.minutes(desk, moment(0, day=3), moment(0, day=4)) == {cast.clerk.pk: 8 * 60}


@pytest.mark.clause("R14")
def test_support_opens_the_desk_for_exactly_its_span(cast, desk, posted, at):
    helper = posted("back_office", "后台")
    User.objects.filter(pk=helper.pk).update(can_support_desk=True)
    helper = User.objects.get(pk=helper.pk)
    intake = log.Intake(
        channel="visit", category="ENQ", subcategory="fees", description="问缴费", immediate_result="已答"
    )

    def write(minutes):
        return log.record_entry(
            desk_id=desk.pk, intake=intake, by=User.objects.get(pk=helper.pk), at=at + timedelta(minutes=minutes)
        )

    with pytest.raises(Forbidden):
        write(0)
    commands.call_support(desk=desk, reason="排队十人", by=cast.clerk, at=at)
    assert Notice.objects.filter(person=cast.supervisor, kind="support_called", urgent=True).count() == 1
    span = {"starts_at": at + timedelta(minutes=1), "ends_at": at + timedelta(minutes=61)}
    for who in ("clerk", "butler", "auditor"):
        with pytest.raises(Forbidden):
            commands.send_support(desk=desk, person=helper, by=getattr(cast, who), at=at, **span)
    commands.send_support(desk=desk, person=helper, by=cast.supervisor, at=at, **span)
    with pytest.raises(Refused):
        commands.send_support(desk=desk, person=helper, by=cast.supervisor, at=at, **span)
    assert write(2).recorded_by == helper
    assert write(60).recorded_by == helper
    with pytest.raises(Forbidden):
        write(61)


@pytest.mark.clause("R14")
def test_nobody_but_willing_back_office_people_support_and_never_for_ever(cast, desk, at, posted):
    helper = posted("back_office", "后台")
    span = {"starts_at": at, "ends_at": at + timedelta(hours=1)}
    for nobody in (helper, cast.clerk, cast.stranger):
        with pytest.raises(Refused):
            commands.send_support(desk=desk, person=nobody, by=cast.supervisor, at=at, **span)
    helper.can_support_desk = True
    for wrong in ({"ends_at": at - timedelta(hours=1)}, {"ends_at": at + timedelta(days=1)}):
        with pytest.raises(Refused):
            commands.send_support(desk=desk, person=helper, by=cast.supervisor, at=at, **{**span, **wrong})


@pytest.mark.clause("R14")
def test_busy_windows_hold_on_every_day_and_on_the_first_rest_day_of_a_week(desk):
    assert str(ledger.busy_now(desk, moment(8, 30))) == "08:00–09:30"
    assert ledger.busy_now(desk, moment(10)) is None
    assert str(ledger.busy_now(desk, moment(10, day=5))) == "10:00–12:00"  # a Saturday
    assert ledger.busy_now(desk, moment(10, day=6)) is None


@pytest.mark.clause("R09")
def test_a_month_that_was_not_drafted_by_the_25th_is_a_sealed_fact_for_the_lead_to_decide(cast, desk):
    for hour in (15, 16, 16, 17):  # 23:00 on the 25th in Shanghai, midnight, again, and an hour later
        notices.sweep(at=datetime(2026, 11, 25, hour, tzinfo=UTC))
    case = DutyCase.objects.get()
    assert (case.kind, case.person, case.date) == ("roster_late", cast.supervisor, date(2026, 12, 1))
    assert case.recorded_at == datetime(2026, 11, 25, 16, tzinfo=UTC)
    outcome = Outcome.objects.filter(project=desk.project_id).first()
    said = {"case_id": case.pk, "outcome": outcome, "reason": "人员调整", "at": datetime(2026, 11, 26, tzinfo=UTC)}
    with pytest.raises(Forbidden):
        commands.decide_case(by=cast.supervisor, **said)
    commands.decide_case(by=cast.lead, **said)


@pytest.mark.clause("R14", "R22", "R48")
def test_attendance_goes_through_its_page(client_of, approved, cast, now, posted):
    now.move_to(moment(14, 7))
    clerk, boss = client_of(cast.clerk), client_of(cast.supervisor)
    assert clerk.post("/attendance/in/").status_code == 302
    assert clerk.post("/attendance/away/", {"reason": "取件"}).status_code == 422
    assert clerk.post("/attendance/away/", {"reason": "取件", "cover": cast.supervisor.pk}).status_code == 302
    assert clerk.post("/attendance/back/").status_code == 302
    assert clerk.post("/attendance/support/", {"reason": "排队"}).status_code == 302
    case = DutyCase.objects.get()
    assert clerk.post(f"/attendance/cases/{case.pk}/").status_code == 403
    page = boss.get("/attendance/").content.decode()
    assert "排队" in page
    outcome = Outcome.objects.filter(project=cast.desk.project_id).first()
    assert boss.post(f"/attendance/cases/{case.pk}/", {"outcome": outcome.pk, "reason": ""}).status_code == 422
    assert boss.post(f"/attendance/cases/{case.pk}/", {"outcome": outcome.pk, "reason": "堵车"}).status_code == 302
    helper = posted("back_office", "后台")
    User.objects.filter(pk=helper.pk).update(can_support_desk=True)
    assert boss.post("/attendance/support/send/", {"person": helper.pk, "minutes": "60"}).status_code == 302
    assert client_of(helper).get("/log/new/").status_code == 200
    assert clerk.post("/attendance/out/").status_code == 302
    assert boss.get("/roster/2026-12/hours/").status_code == 200
