"""Leave is asked of the supervisor, who finds the substitute; nobody swaps in private. R27–R29."""

from datetime import UTC, date, datetime, timedelta

import pytest

from duty.roster import commands, grid, reports, substitutes
from duty.roster.models import Assignment, PlannedShift, RequestAnswer, RosterVersion, ShiftRequest
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify

from .conftest import DECEMBER

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = date(2026, 12, 4), date(2026, 12, 5)


@pytest.fixture
def leave(desk, clerk, at):
    return commands.ask_leave(
        desk=desk, leave="SL", first_day=FRIDAY, last_day=SATURDAY, reason="看病", by=clerk, at=at
    )


@pytest.fixture
def swap(approved, desk, clerk, butler, at):
    """The clerk's late shift of Friday against the butler's early one of Saturday."""
    return commands.ask_swap(
        desk=desk, first_day=FRIDAY, other=butler, other_day=SATURDAY, reason="家长会", by=clerk, at=at
    )


def planned(person):
    return set(PlannedShift.objects.filter(person=person).values_list("date", "code"))


@pytest.mark.clause("R27")
def test_leave_is_for_oneself_and_decided_by_the_supervisor_alone(cast, leave, at):
    assert leave.recorded_by == cast.clerk
    for who in ("clerk", "butler", "lead", "auditor", "stranger"):
        with pytest.raises(Forbidden):
            commands.decide(request_id=leave.pk, approves=True, by=getattr(cast, who), at=at)
    with pytest.raises(Forbidden):
        commands.withdraw(request_id=leave.pk, by=cast.butler, at=at)
    for who in ("lead", "auditor", "stranger", "supervisor"):
        with pytest.raises(Forbidden):
            commands.ask_leave(
                desk=cast.desk, leave="AL", first_day=FRIDAY, last_day=FRIDAY, reason="", by=getattr(cast, who), at=at
            )
    commands.decide(request_id=leave.pk, approves=True, by=cast.supervisor, at=at)
    assert ShiftRequest.objects.with_state().get().state == "approved"
    assert Notice.objects.filter(person=cast.clerk, kind="request_approved").count() == 1
    assert verify.verify()[1] == []


@pytest.mark.clause("R27")
@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 11, 20), date(2026, 11, 22)), (SATURDAY, FRIDAY), (FRIDAY, date(2027, 12, 1))]
)
def test_impossible_days_are_refused(desk, clerk, at, first, last):
    with pytest.raises(Refused):
        commands.ask_leave(desk=desk, leave="AL", first_day=first, last_day=last, reason="", by=clerk, at=at)
    assert not ShiftRequest.objects.exists()


@pytest.mark.clause("R27")
def test_a_refusal_says_why_and_a_request_is_answered_once(leave, supervisor, clerk, at):
    with pytest.raises(Refused):
        commands.decide(request_id=leave.pk, approves=False, note=" ", by=supervisor, at=at)
    commands.decide(request_id=leave.pk, approves=False, note="当天无人", by=supervisor, at=at)
    for again in (
        lambda: commands.decide(request_id=leave.pk, approves=True, by=supervisor, at=at),
        lambda: commands.withdraw(request_id=leave.pk, by=clerk, at=at),
        lambda: commands.cancel(request_id=leave.pk, note="x", by=supervisor, at=at),
    ):
        with pytest.raises(Refused):
            again()
    assert RequestAnswer.objects.count() == 1


@pytest.mark.clause("R27")
def test_approved_leave_stands_in_the_draft_and_in_one_that_is_begun_later(leave, desk, supervisor, clerk, at):
    commands.decide(request_id=leave.pk, approves=True, by=supervisor, at=at)
    commands.begin_month(desk=desk, month=DECEMBER, by=supervisor, at=at)
    assert set(Assignment.objects.values_list("person", "date", "code")) == {
        (clerk.pk, FRIDAY, "SL"), (clerk.pk, SATURDAY, "SL"),
    }  # fmt: skip
    commands.cancel(request_id=leave.pk, note="已痊愈", by=supervisor, at=at)
    assert not Assignment.objects.exists()


@pytest.mark.clause("R27")
def test_a_month_that_is_with_the_lead_is_not_changed_under_their_hands(leave, roster, fill, supervisor, at):
    from .conftest import proof

    fill()
    commands.complete(roster_id=roster.pk, by=supervisor, at=at)
    commands.review(roster_id=roster.pk, by=supervisor, at=at, proof=proof(supervisor, at), note="x")
    commands.submit(roster_id=roster.pk, by=supervisor, at=at)
    with pytest.raises(Refused):
        commands.decide(request_id=leave.pk, approves=True, by=supervisor, at=at)
    assert not RequestAnswer.objects.exists()


@pytest.mark.clause("R28")
def test_leave_opens_shifts_which_stay_red_and_owed_until_somebody_stands_them(
    approved, leave, desk, supervisor, clerk, butler, at, posted
):
    helper = posted("desk_clerk", "替班")
    before = list(reports.open_shifts(desk, FRIDAY, SATURDAY))
    commands.decide(request_id=leave.pk, approves=True, by=supervisor, at=at)
    opened = [
        (day, code) for day, code, _n in reports.open_shifts(desk, FRIDAY, SATURDAY) if (day, code, _n) not in before
    ]
    assert opened == [(FRIDAY, "L"), (SATURDAY, "L")]
    assert RosterVersion.objects.count() == 2
    moment = datetime(2026, 12, 1, 4, tzinfo=UTC)
    notices.sweep(at=moment)
    told = Notice.objects.filter(person=supervisor, kind="shift_open", subject="12-04 L")
    assert told.count() == 1
    commands.substitute(
        roster_id=approved.pk,
        day=FRIDAY,
        code="L",
        person_out=None,
        person_in=helper,
        reason="顶班",
        by=supervisor,
        at=at,
    )
    assert (FRIDAY, "L") in planned(helper)
    assert (FRIDAY, "L") not in [(day, code) for day, code, _n in reports.open_shifts(desk, FRIDAY, SATURDAY)]
    assert Notice.objects.filter(person=helper, kind="roster_changed").count() == 1
    assert not Notice.objects.filter(person=butler, kind="roster_changed").exists()


@pytest.mark.clause("R28")
def test_who_had_the_late_shift_the_evening_before_is_no_substitute_for_the_early_one(
    approved, butler, clerk, supervisor, at, posted
):
    """The butler is off on Monday the 7th, so its early shift is open; the clerk stood late on Sunday."""
    helper = posted("desk_clerk", "替班")
    able, unable = substitutes.ranked(approved, date(2026, 12, 7), "E")
    assert helper in [one.person for one in able]
    assert clerk in [one.person for one in unable]
    assert "11" in next(one for one in unable if one.person == clerk).says[0] or "L" in str(unable)


@pytest.mark.clause("R29")
def test_a_swap_needs_both_and_the_supervisor_and_changes_nothing_before(swap, cast, at):
    clerk, butler, supervisor = cast.clerk, cast.butler, cast.supervisor
    before = planned(clerk), planned(butler)
    with pytest.raises(Refused):
        commands.decide(request_id=swap.pk, approves=True, by=supervisor, at=at)
    for who in ("clerk", "supervisor", "auditor", "stranger"):
        with pytest.raises(Forbidden):
            commands.consent(request_id=swap.pk, agrees=True, by=getattr(cast, who), at=at)
    commands.consent(request_id=swap.pk, agrees=True, by=butler, at=at)
    assert (planned(clerk), planned(butler)) == before
    with pytest.raises(Refused):
        commands.decide(request_id=swap.pk, approves=True, by=supervisor, at=at)  # each has a shift on the other's day


@pytest.mark.clause("R29")
def test_an_agreed_and_approved_swap_exchanges_the_two_shifts_in_a_new_version(approved, desk, cast, at):
    clerk, butler = cast.clerk, cast.butler
    monday, tuesday = date(2026, 12, 7), date(2026, 12, 8)  # the butler is off on Mondays, the clerk on Tuesdays
    swap = commands.ask_swap(
        desk=desk, first_day=monday, other=butler, other_day=tuesday, reason="家长会", by=clerk, at=at
    )
    commands.consent(request_id=swap.pk, agrees=True, by=butler, at=at)
    commands.decide(request_id=swap.pk, approves=True, by=cast.supervisor, at=at)
    assert {(monday, "L")} <= planned(butler)
    assert {(tuesday, "E")} <= planned(clerk)
    assert (monday, "L") not in planned(clerk)
    assert RosterVersion.objects.latest("version").reason.endswith(f"#{swap.pk}")
    assert verify.verify()[1] == []


@pytest.mark.clause("R29")
def test_a_swap_of_shifts_that_nobody_has_is_refused(approved, desk, clerk, butler, supervisor, auditor, at):
    for other, first, second in (
        (butler, date(2026, 12, 8), FRIDAY), (butler, FRIDAY, date(2026, 12, 7)), (auditor, FRIDAY, None),
        (clerk, FRIDAY, None), (butler, date(2026, 11, 1), None), (butler, date(2027, 1, 4), None),
    ):  # fmt: skip
        with pytest.raises(Refused):
            commands.ask_swap(desk=desk, first_day=first, other=other, other_day=second, reason="x", by=clerk, at=at)
    assert not ShiftRequest.objects.exists()


@pytest.mark.clause("R27", "R29")
def test_a_request_that_nobody_answers_comes_back_daily(swap, butler, supervisor, at):
    def told(person):
        return Notice.objects.filter(person=person, kind="swap_asked").count()

    assert told(butler) == 1
    for hours in (23, 25, 25, 49):
        notices.sweep(at=at + timedelta(hours=hours))
    assert told(butler) == 3
    assert told(supervisor) == 0


@pytest.mark.clause("R27", "R28", "R29")
def test_leave_and_swap_go_through_their_pages(client_of, approved, cast, now, posted):
    clerk, butler, boss = client_of(cast.clerk), client_of(cast.butler), client_of(cast.supervisor)
    asked = {"leave": "AL", "first_day": "2026-12-04", "last_day": "2026-12-03", "reason": "x", "key": "k1"}
    assert clerk.post("/roster/requests/leave/", asked).status_code == 422
    assert clerk.post("/roster/requests/leave/", {**asked, "last_day": "2026-12-04"}).status_code == 302
    assert clerk.post("/roster/requests/leave/", {**asked, "last_day": "2026-12-04"}).status_code == 302
    request = ShiftRequest.objects.get()
    page = f"/roster/requests/{request.pk}/"
    assert butler.get(page).status_code == 404
    assert butler.post(f"{page}approve/").status_code == 403
    answer = boss.post(f"{page}approve/", {"note": ""})
    assert answer.headers["Location"] == "/roster/2026-12/open/2026-12-04/L/"
    helper = posted("desk_clerk", "替班")
    options = boss.get(answer.headers["Location"]).content.decode()
    assert "替班" in options
    assert boss.post(answer.headers["Location"], {"reason": "顶班"}).status_code == 422
    assert boss.post(answer.headers["Location"], {"person_in": helper.pk, "reason": "顶班"}).status_code == 302
    assert (FRIDAY, "L") in planned(helper)
    swap = {"first_day": "2026-12-07", "other": cast.butler.pk, "other_day": "", "reason": "家长会"}
    assert clerk.post("/roster/requests/swap/", swap).status_code == 302
    page = f"/roster/requests/{ShiftRequest.objects.latest('id').pk}/"
    assert butler.post(f"{page}agree/").status_code == 302
    assert boss.post(f"{page}approve/").status_code == 302
    assert (date(2026, 12, 7), "L") in planned(cast.butler)
    assert grid.thaw(RosterVersion.objects.latest("version").grid)[1][cast.butler.pk, date(2026, 12, 7)] == "L"


@pytest.mark.clause("R27")
def test_who_decides_reads_who_else_is_planned_and_the_search_box_is_empty(client_of, approved, leave, cast):
    page = client_of(cast.supervisor).get(f"/roster/requests/{leave.pk}/").content.decode()
    others = PlannedShift.objects.filter(date__range=(FRIDAY, SATURDAY)).exclude(person=cast.clerk)
    assert others.exists()
    for shift in others.select_related("person"):
        assert f"{shift.code} {shift.person.name}" in page
    assert 'placeholder="查找值班记录" value=""' in page
