"""The month's roster: on time, reviewed, approved, frozen; changed by substitution alone. R04, R09–R13, R28, R65."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from duty.roster import commands, reports
from duty.roster.models import Assignment, DutyCase, PlannedShift, Roster, RosterStep, RosterVersion, ShiftType
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import Signature
from tests.cast import PASSWORD

from .conftest import DECEMBER, proof

pytestmark = pytest.mark.django_db
LAST_MOMENT = datetime(2026, 11, 25, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
MIDNIGHT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


@pytest.mark.clause("R09")
@pytest.mark.parametrize(("at_", "late"), [(LAST_MOMENT, False), (MIDNIGHT, True)])
def test_a_draft_completed_on_the_25th_is_on_time_and_at_midnight_late(roster, fill, supervisor, at_, late):
    fill()
    step = commands.complete(roster_id=roster.pk, by=supervisor, at=at_)
    roster.refresh_from_db()
    assert (step.late, roster.late) == (late, late)


@pytest.mark.clause("R09")
def test_reminders_come_daily_from_the_20th_until_the_draft_exists_and_the_breach_goes_to_the_lead(
    roster, fill, supervisor, lead
):
    def told(day, person):
        mine = Notice.objects.filter(person=person, kind__startswith="roster_")
        before = mine.count()
        notices.sweep(at=datetime(2026, 11, day, 4, tzinfo=UTC))
        return mine.count() - before

    assert [told(day, supervisor) for day in (19, 20, 20, 21, 25)] == [0, 1, 0, 1, 1]
    assert [told(26, person) for person in (supervisor,)] == [1]
    assert Notice.objects.filter(person=lead, kind="roster_late").count() == 1
    fill()
    commands.complete(roster_id=roster.pk, by=supervisor, at=datetime(2026, 11, 26, 5, tzinfo=UTC))
    assert told(27, supervisor) == 0


@pytest.mark.clause("R09")
def test_a_worker_that_was_down_across_the_25th_tells_of_the_breach_once_and_of_no_day_that_is_over(
    roster, supervisor, lead
):
    notices.sweep(at=datetime(2026, 11, 21, 4, tzinfo=UTC))
    before = set(Notice.objects.values_list("pk", flat=True))
    for minute in (0, 1):
        notices.sweep(at=datetime(2026, 11, 28, 4, minute, tzinfo=UTC))
    of_here = Notice.objects.filter(project=roster.desk.project_id, kind__startswith="roster").exclude(pk__in=before)
    told = of_here.values_list("person", "kind")
    assert sorted(told) == sorted((person.pk, "roster_late") for person in (supervisor, lead))
    assert [(case.person_id, case.date) for case in DutyCase.objects.filter(desk=roster.desk)] == [
        (supervisor.pk, DECEMBER)
    ]


@pytest.mark.clause("R09")
def test_an_empty_roster_is_not_complete(roster, supervisor, at):
    with pytest.raises(Refused):
        commands.complete(roster_id=roster.pk, by=supervisor, at=at)


@pytest.mark.clause("R04")
@pytest.mark.parametrize("who", ["clerk", "butler", "lead", "auditor", "stranger"])
def test_only_the_supervisor_makes_a_roster(cast, roster, who, at):
    somebody = getattr(cast, who)
    with pytest.raises(Forbidden):
        commands.begin_month(desk=cast.desk, month=DECEMBER, by=somebody, at=at)
    with pytest.raises(Forbidden):
        commands.put(roster_id=roster.pk, person=cast.clerk, day=DECEMBER, code="E", by=somebody, at=at)


@pytest.mark.clause("R12")
def test_nobody_but_butlers_and_desk_clerks_stands_duty(roster, supervisor, auditor, clerk, at):
    with pytest.raises(Refused):
        commands.put(roster_id=roster.pk, person=auditor, day=DECEMBER, code="E", by=supervisor, at=at)
    for code, day in (("X", DECEMBER), ("E", date(2027, 1, 1))):
        with pytest.raises(Refused):
            commands.put(roster_id=roster.pk, person=clerk, day=day, code=code, by=supervisor, at=at)
    assert not Assignment.objects.exists()


@pytest.mark.clause("R13")
def test_a_gap_in_the_service_hours_is_a_hard_fault_of_its_day(desk, roster, fill):
    fill()
    lines = reports.of(roster).uncovered
    monday = [line.text for line in lines if line.day == date(2026, 12, 7)]  # the butler is off: nobody from 8 to 14
    assert len(monday) == 1
    assert "08:00–14:00" in monday[0]
    ShiftType.objects.filter(desk=desk, code="L").update(starts=time(17))
    wednesday = [line.text for line in reports.of(roster).uncovered if line.day == date(2026, 12, 9)]
    assert "16:00–17:00" in wednesday[0]


@pytest.mark.clause("R10", "R12")
def test_the_report_names_short_rest_and_a_shift_without_a_butler(roster, supervisor, clerk, butler, at):
    for person, day, code in ((clerk, 1, "L"), (clerk, 2, "E"), (butler, 1, "E")):
        day = DECEMBER.replace(day=day)
        commands.put(roster_id=roster.pk, person=person, day=day, code=code, by=supervisor, at=at, anyway=True)
    report = reports.of(roster)
    rest = [line for line in report.hard if line.code == "rest"]
    assert [(line.person, line.day) for line in rest] == [(clerk.pk, date(2026, 12, 2))]
    assert any(line.code == "no_butler" and line.day == date(2026, 12, 2) for line in report.soft)


@pytest.mark.clause("R10")
def test_a_cell_that_breaks_a_rule_is_refused_with_its_sentence_and_stays_only_knowingly(roster, supervisor, clerk, at):
    said = {"roster_id": roster.pk, "person": clerk, "by": supervisor, "at": at}
    commands.put(day=date(2026, 12, 1), code="L", **said)
    with pytest.raises(Refused, match="11"):
        commands.put(day=date(2026, 12, 2), code="E", **said)
    assert Assignment.objects.count() == 1
    commands.put(day=date(2026, 12, 2), code="E", anyway=True, **said)
    assert [line.code for line in reports.of(roster).hard if line.person] == ["rest"]
    commands.put(day=date(2026, 12, 10), code="E", **said)


@pytest.mark.clause("R10")
def test_the_second_of_two_who_change_one_cell_is_told_what_the_first_made_of_it(roster, supervisor, clerk, at):
    said = {"roster_id": roster.pk, "person": clerk, "day": date(2026, 12, 3), "by": supervisor, "at": at}
    commands.put(code="E", was="", **said)
    with pytest.raises(Refused, match=f"{supervisor.name}.*E"):
        commands.put(code="L", was="", **said)
    assert Assignment.objects.get().code == "E"
    line = Assignment.history.get()
    assert (line.history_user, line.history_date) == (supervisor, at)


@pytest.mark.clause("R10")
def test_a_review_of_a_report_that_is_not_clean_needs_a_reason_and_shows_a_self_review(roster, fill, supervisor, at):
    fill()
    commands.complete(roster_id=roster.pk, by=supervisor, at=at)
    with pytest.raises(Refused):
        commands.review(roster_id=roster.pk, by=supervisor, at=at, proof=proof(supervisor, at))
    step = commands.review(roster_id=roster.pk, by=supervisor, at=at, proof=proof(supervisor, at), note="人手不足")
    assert step.self_reviewed
    assert step.hard > 0
    assert Signature.objects.get(about_kind="roster.step", about_id=step.pk).digest == step.digest


@pytest.mark.clause("R11")
def test_nothing_is_published_before_the_lead_has_approved(roster, fill, supervisor, lead, at):
    fill()
    with pytest.raises(Refused):
        commands.submit(roster_id=roster.pk, by=supervisor, at=at)
    with pytest.raises(Refused):
        commands.approve(roster_id=roster.pk, by=lead, at=at, proof=proof(lead, at))
    assert not PlannedShift.objects.exists()


@pytest.mark.clause("R11")
def test_the_lead_returns_with_a_reason_and_both_rounds_stay_on_record(roster, fill, supervisor, lead, clerk, at):
    fill()
    for _round in range(2):
        commands.complete(roster_id=roster.pk, by=supervisor, at=at)
        commands.review(roster_id=roster.pk, by=supervisor, at=at, proof=proof(supervisor, at), note="人手不足")
        commands.submit(roster_id=roster.pk, by=supervisor, at=at)
        with pytest.raises(Refused):
            commands.put(roster_id=roster.pk, person=clerk, day=DECEMBER, code="", by=supervisor, at=at)
        with pytest.raises(Refused):
            commands.send_back(roster_id=roster.pk, note=" ", by=lead, at=at)
        with pytest.raises(Forbidden):
            commands.send_back(roster_id=roster.pk, note="周末人少", by=supervisor, at=at)
        commands.send_back(roster_id=roster.pk, note="周末人少", by=lead, at=at)
    assert RosterStep.objects.filter(kind="returned").count() == 2
    assert Roster.objects.get().state == "draft"


@pytest.mark.clause("R10")
def test_a_change_after_the_review_takes_the_draft_up_again(roster, fill, supervisor, clerk, at):
    fill()
    commands.complete(roster_id=roster.pk, by=supervisor, at=at)
    commands.put(roster_id=roster.pk, person=clerk, day=DECEMBER, code="AL", by=supervisor, at=at)
    assert Roster.objects.get().state == "draft"
    assert [step.kind for step in RosterStep.objects.order_by("id")] == ["drafted", "changed"]


@pytest.mark.clause("R11", "R65")
def test_approved_the_month_is_frozen_planned_told_and_verifies(approved, clerk, butler):
    assert (approved.state, approved.version) == ("approved", 1)
    assert PlannedShift.objects.filter(person=clerk).count() == 26
    first = PlannedShift.objects.filter(person=butler).order_by("starts_at").first()
    assert first.starts_at == datetime(2026, 12, 1, 0, tzinfo=UTC)
    assert Notice.objects.filter(kind="roster_published").values("person").distinct().count() == 2
    assert verify.verify()[1] == []
    PlannedShift.objects.filter(person=clerk).first().delete()
    assert {fault.kind for fault in verify.verify()[1]} == {"roster.planned"}


@pytest.mark.clause("R28", "R65")
def test_a_substitution_is_a_new_version_with_its_reason_and_the_old_one_stays(approved, supervisor, clerk, butler, at):
    tuesday = date(2026, 12, 1)  # the clerk is off on Tuesdays, the butler early
    said = {"roster_id": approved.pk, "day": tuesday, "code": "E", "person_out": butler, "by": supervisor, "at": at}
    with pytest.raises(Refused):
        commands.substitute(person_in=clerk, reason=" ", **said)
    version = commands.substitute(person_in=clerk, reason="家中有事", **said)
    assert version.version == 2
    assert PlannedShift.objects.get(date=tuesday, code="E").person == clerk
    assert RosterVersion.objects.count() == 2
    with pytest.raises(Refused):
        commands.substitute(person_in=clerk, reason="再次", **said)
    assert verify.verify()[1] == []


@pytest.mark.clause("R11")
def test_a_roster_goes_through_its_pages(client_of, supervisor, lead, clerk, desk, now):
    now.move_to(datetime(2026, 11, 22, 2, tzinfo=UTC))
    maker, staff = client_of(supervisor), client_of(clerk)
    assert maker.get("/roster/").headers["Location"] == "/roster/2026-12/"
    assert "尚未" in staff.get("/roster/2026-12/").content.decode()
    maker.post("/roster/2026-12/begin/")
    cell = maker.get(f"/roster/2026-12/?cell={clerk.pk}-03").content.decode()
    assert "早班" in cell
    done = maker.post("/roster/2026-12/put/", {"person": clerk.pk, "day": "2026-12-03", "code": "E"})
    assert done.status_code == 302
    assert (
        maker.post("/roster/2026-12/put/", {"person": clerk.pk, "day": "2026-12-03", "code": "ZZ"}).status_code == 422
    )
    assert maker.post("/roster/2026-12/complete/").status_code == 302
    assert maker.post("/roster/2026-12/review/", {"password": "wrong", "note": "x"}).status_code == 422
    assert maker.post("/roster/2026-12/review/", {"password": PASSWORD, "note": "试排"}).status_code == 302
    assert maker.post("/roster/2026-12/submit/").status_code == 302
    boss = client_of(lead)
    assert boss.post("/roster/2026-12/approve/", {"password": PASSWORD}).status_code == 302
    assert "E" in staff.get("/roster/2026-12/").content.decode()
    assert maker.get("/roster/2026-12/versions/1/").status_code == 200
    shift = f"2026-12-03 {clerk.pk} E"
    assert maker.post("/roster/2026-12/substitute/", {"shift": shift, "reason": "生病"}).status_code == 302
    for path in ("2026-13", "0000-01", "9999-12"):
        assert maker.get(f"/roster/{path}/").status_code == 404
    now.move_to(datetime(2026, 11, 22, 2, tzinfo=UTC) + timedelta(minutes=1))
