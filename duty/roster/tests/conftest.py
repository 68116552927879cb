"""December of the cast's desk: begun, filled by hand, approved."""

from datetime import date

import pytest

from duty.roster import commands, grid
from duty.roster.models import ShiftType
from frontdesk.kernel.records.proof import Proof

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def roster(desk, supervisor, at):
    ShiftType.objects.filter(desk=desk).update(people=1)
    return commands.begin_month(desk=desk, month=DECEMBER, by=supervisor, at=at)


@pytest.fixture
def fill(roster, supervisor, clerk, butler, at):
    """Everybody alternates so that no rule of rest is broken: the butler early, the clerk late, free on Mondays."""

    def fill():
        for day in grid.days_of(DECEMBER):
            for person, code in ((butler, "E"), (clerk, "L")):
                if day.weekday() != (0 if person == butler else 1):
                    commands.put(roster_id=roster.pk, person=person, day=day, code=code, by=supervisor, at=at)

    return fill


def proof(person, at):
    return Proof(person_id=person.pk, at=at, terminal="10.0.0.7")


@pytest.fixture
def approved(roster, fill, supervisor, lead, at):
    fill()
    commands.complete(roster_id=roster.pk, by=supervisor, at=at)
    commands.review(roster_id=roster.pk, by=supervisor, at=at, proof=proof(supervisor, at), note="两人月，周一周二单人")
    commands.submit(roster_id=roster.pk, by=supervisor, at=at)
    commands.approve(roster_id=roster.pk, by=lead, at=at, proof=proof(lead, at))
    roster.refresh_from_db()
    return roster
