"""What each clause's figure counts, from records made by the commands that the desk uses."""

from datetime import date, timedelta

import pytest

from duty.log import commands
from duty.log.commands import disposal
from duty.log.tests.archive import AFTER, approve, ask, close, years_after
from frontdesk.kernel.figures import Amount, Rate, Span, months_to
from frontdesk.kernel.records import access, checkpoints, verify
from frontdesk.kernel.records.models import AccessLine
from frontdesk.pages.compliance import board, clauses
from handover.tests.conftest import Hands, moment, planned
from inspections.tests.conftest import files, her

__all__ = ["files", "her", "planned"]
pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
What = AccessLine.What


@pytest.fixture
def figures(desk):
    """figures(at) → {clause: the figure of November} of those of which anything is recorded."""

    def figures(at):
        held = board.of(desk, (NOVEMBER,), at)
        return {row.clause.number: row.now for row in held.rows if row.now.is_known}

    return figures


def test_the_board_has_every_clause_once_in_the_order_of_the_regulation(desk, at):
    held = board.of(desk, (NOVEMBER,), at)
    assert [row.clause.number for row in held.rows] == [f"R{number:02d}" for number in range(1, 66)]
    assert [row for _group, rows in held.groups for row in rows] == list(held.rows)


def test_an_empty_month_knows_nothing_and_says_so(desk, at):
    held = board.of(desk, (date(2025, 3, 1),), at)
    assert held.known == 0
    assert {board.in_words(row.now) for row in held.rows} == {"未见记录"}
    assert {row.trend for row in held.rows} == {None}


@pytest.mark.clause("R26")
def test_one_slow_and_one_missed_call_of_ten_are_80_percent(figures, record, at):
    for rings in ["1", "2", "3", "1", "2", "3", "1", "2", ">3", "missed"]:
        record(rings=rings)
    record(channel="visit", rings="")
    assert figures(at + timedelta(hours=1))["R26"] == Rate(8, 10)


@pytest.mark.clause("R01", "R15", "R19", "R47")
def test_done_in_time_and_not_opened_again(figures, record, clerk, at):
    told = {"category": "OTH"}  # nobody is called back about it
    record(immediate_result="已答复")
    done, late, again, waits = (record(**told) for _ in range(4))
    close = {"result": "已修好", "by": clerk}
    commands.close_matter(entry_id=done.pk, at=at + timedelta(hours=1), **close)
    commands.close_matter(entry_id=late.pk, at=at + timedelta(days=30), **close)
    commands.close_matter(entry_id=again.pk, at=at + timedelta(days=30, minutes=1), **close)
    commands.reopen_matter(entry_id=again.pk, reason="又漏了", by=clerk, at=at + timedelta(days=30, minutes=2))
    found = figures(at + timedelta(days=31))
    assert found["R01"] == Rate(3, 5)
    assert found["R15"] == Rate(1, 1)
    assert found["R19"] == Rate(2, 4)  # the one that waits is overdue; the time of the one opened again runs anew
    assert found["R47"] == Rate(3, 4)
    assert waits.pk
    commands.close_matter(entry_id=again.pk, at=at + timedelta(days=31), **close)
    assert figures(at + timedelta(days=31))["R47"] == Rate(3, 4)
    assert verify.verify()[1] == []


@pytest.mark.clause("R21")
def test_what_was_written_late_is_not_in_time(figures, record, at):
    record(occurred_at=at - timedelta(minutes=90))
    record(occurred_at=at - timedelta(minutes=15))
    record()
    assert figures(at + timedelta(hours=1))["R21"] == Rate(2, 3)


@pytest.mark.clause("R06", "R08", "R24")
def test_escalations_decided_and_instructions_carried_out(figures, record, clerk, supervisor, at):
    entry = record(category="REP", unit_no="8-1-1203", phone="13800001234")
    raised = commands.escalate(entry_id=entry.pk, level=1, reason="拿不准", by=clerk, at=at)
    later = figures(at + timedelta(hours=3))
    assert (later["R06"], later["R08"]) == (Rate(0, 1), Amount(1))
    commands.decide(
        escalation_id=raised.pk, decision="instruct", text="先关总阀", by=supervisor, at=at + timedelta(minutes=5)
    )
    found = figures(at + timedelta(hours=3))
    assert (found["R06"], found["R24"]) == (Rate(1, 1), Rate(0, 1))


@pytest.mark.clause("R12", "R13", "R22", "R28")
def test_planned_shifts_with_a_butler_without_a_gap_and_signed_in_for(figures, planned, at):
    found = figures(at)
    assert found["R12"] == Rate(3, 6)
    assert found["R13"] == Rate(3, 30)
    assert found["R28"] == Rate(6, 60)
    assert found["R22"] == Rate(0, 1)  # only one of them has begun
    assert found["R09"] == Rate(0, 1)  # November was drafted in November


@pytest.mark.clause("R05", "R58", "R59", "R61", "R62")
def test_inspections_and_findings(figures, record, her, supervisor):
    record(minutes=-60 * 24)
    her.inspect(moment(9, 20), environment="柜台上有客户资料")
    her.finding(moment(11))
    found = figures(moment(12))
    assert (found["R58"], found["R61"]) == (Rate(9, 11), Amount(1))
    assert (found["R59"].done, found["R62"]) == (1, Rate(0, 2))


@pytest.mark.clause("R17", "R38", "R50", "R51", "R53", "R55", "R56")
def test_handovers_count_when_they_are_signed(figures, cast, planned, record):
    entry = record(minutes=-30, category="REP", unit_no="8-1-1203", phone="13800001234")
    hands = Hands(cast)
    begun = hands.change_begun()
    assert "R56" not in figures(moment(13, 45))
    hands.fill(begun, moment(13, 50))
    hands.sign(begun, cast.clerk, cast.butler, at=moment(13, 58))
    commands.add_note(entry_id=entry.pk, text="等配件", by=cast.butler, at=moment(21))
    hands.close()
    found = figures(moment(22, 5))
    assert (found["R56"], found["R17"], found["R53"]) == (Amount(1), Amount(1), Amount(2))
    assert (found["R50"], found["R38"], found["R51"]) == (Rate(1, 1), Rate(2, 2), Amount(1))
    assert found["R55"].percent == 100
    assert found["R30"].percent == 100


@pytest.mark.clause("R42", "R43")
def test_volumes_are_owed_when_their_month_is_over_and_kept_until_they_are_disposed_of(desk, cast, record):
    record(immediate_result="已答复")

    def archive(at, month=NOVEMBER):
        rows = {row.clause.number: row.now for row in board.of(desk, (month,), at).rows}
        return rows["R42"], rows["R43"]

    last_minute = AFTER.replace(month=11, day=30, hour=15, minute=59)  # 30 November, 23:59 in Shanghai
    assert archive(last_minute) == (Rate(0, 0), Amount(0))
    assert archive(AFTER) == (Rate(0, 1), Amount(0))
    closing = close(cast)
    assert archive(AFTER) == (
        Rate(1, 1),
        Amount(0),
    )  # closed in December: at the end of November nothing was in keeping
    december, gone = date(2026, 12, 1), years_after(closing, 1)
    assert archive(AFTER, december) == (Rate(0, 0), Amount(1))
    ask(cast, closing.book, gone)
    approve(cast, closing.book, gone)
    disposal.carry_out_disposals(at=gone)
    assert archive(gone, gone.date().replace(day=1)) == (Rate(0, 0), Amount(0))
    assert archive(gone, december)[1] == Amount(1)


@pytest.mark.clause("R40", "R44", "R45", "R64")
def test_checkpoints_reveals_and_prints_are_counted_from_what_was_noted(figures, cast, desk, record, at):
    entry = record(phone="13800001234")
    note = {"by": cast.clerk, "project_id": desk.project_id, "about": entry, "address": None}
    for what in (What.REVEAL, What.REVEAL, What.PRINT, What.PAST_VOLUME):
        access.note(what=what, at=at, **note)
    before = figures(at).get("R40", Amount(0)).count
    checkpoints.write(desk.pk, at=at)
    found = figures(at)
    assert (found["R40"], found["R44"], found["R45"], found["R64"]) == (
        Amount(before + 1),
        Amount(1),
        Amount(2),
        Amount(1),
    )


def test_november_ends_at_midnight_of_the_project_and_not_of_the_server(figures, record, at):
    record(minutes=(moment(23, 59, 30) - at) / timedelta(minutes=1))
    record(minutes=(moment(23, 59, 30) - at) / timedelta(minutes=1) + 2)
    assert figures(at + timedelta(days=9))["R37"] == Amount(1)


def test_months_run_on_across_the_year():
    assert [f"{month:%Y-%m}" for month in months_to(date(2027, 1, 1), 3)] == ["2026-11", "2026-12", "2027-01"]
    assert Span((), (date(2026, 12, 1),), None).ends == date(2027, 1, 1)


def test_clauses_that_cannot_be_enforced_are_marked():
    assert {clause.number for clause in clauses.ALL if clause.is_recorded_only} == {"R22", "R26", "R34", "R37", "R58"}
