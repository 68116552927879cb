"""A month that waits for somebody's hand stands on the workbench under what comes first."""

from datetime import UTC, date, datetime

import pytest

from duty.roster import beside, commands

from .conftest import DECEMBER, proof

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R09")]


def waiting(desk, role, at):
    return [(one.month, one.state) for one in beside.waiting(desk, {role}, at)]


def test_the_supervisor_is_shown_each_step_and_the_lead_the_approval(
    roster, fill, desk, supervisor, lead, clerk, client_of, at
):
    def both():
        return [waiting(desk, role, at) for role in ("supervisor", "project_lead")]

    assert both() == [[(DECEMBER, "draft")], []]
    fill()
    commands.complete(roster_id=roster.pk, by=supervisor, at=at)
    assert both() == [[(DECEMBER, "drafted")], []]
    commands.review(roster_id=roster.pk, by=supervisor, at=at, proof=proof(supervisor, at), note="两人月")
    assert both() == [[(DECEMBER, "reviewed")], []]
    commands.submit(roster_id=roster.pk, by=supervisor, at=at)
    assert both() == [[], [(DECEMBER, "submitted")]]
    assert "待您批准" in client_of(lead).get("/").content.decode()
    assert "待您批准" not in client_of(clerk).get("/").content.decode()


def test_a_month_not_begun_is_shown_from_the_20th(desk):
    days = {day: waiting(desk, "supervisor", datetime(2026, 11, day, 4, tzinfo=UTC)) for day in (19, 20)}
    assert days == {19: [], 20: [(date(2026, 12, 1), None)]}
