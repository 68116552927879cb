"""The workbench shows the day: shifts with who stands them, entries by hour, handovers (R07, R22)."""

import pytest

from frontdesk.pages import today
from handover.tests.conftest import Hands, moment, planned

__all__ = ["planned"]
pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.mark.clause("R07", "R22")
def test_the_day_has_its_shifts_its_entries_and_its_handovers(desk, cast, planned, record):
    record()
    record(minutes=70)
    Hands(cast).change()
    held = today.of(desk, moment(15))
    assert [(one.code, one.people) for one in held.shifts] == [("E", (cast.clerk.name,)), ("L", (cast.butler.name,))]
    assert held.rows[:2] == [(10, 1), (11, 1)]
    assert len(held.handovers) == 1
    assert "E 08:00–16:00" in held.in_words
    assert "⇄ 13:58" in held.picture
    assert held.hour(moment(7, 30, day=24)) == 31.5


def test_the_day_before_is_another_day(desk, planned, record):
    record()
    held = today.of(desk, moment(10, day=22))
    assert (held.shifts, held.rows, held.handovers) == ([], [], [])


def test_the_workbench_shows_it_with_its_numbers(client_of, clerk, planned, record):
    record()
    page = client_of(clerk).get("/").content.decode()
    assert 'class="timeline"' in page
    assert '<th scope="row">10:00</th><td>1</td>' in page


def test_a_day_without_anything_takes_no_room(client_of, clerk):
    assert 'class="timeline"' not in client_of(clerk).get("/").content.decode()
