"""An approved month as a calendar (R65)."""

import pytest

from handover.tests.conftest import planned

__all__ = ["planned"]
pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere, pytest.mark.clause("R65")]


def test_each_day_names_who_stands_which_shift(client_of, clerk, cast, planned):
    page = client_of(clerk).get("/roster/2026-11/calendar/").content.decode()
    assert page.count(f">E {cast.clerk.name}</text>") == 3
    assert f"<td>L</td><td>{cast.butler.name}</td>" in page
    assert page.count('class="box day-') == 30
    assert page.count('class="box day-R"') == 9  # Saturdays and Sundays of November 2026


def test_a_month_that_is_not_approved_is_not_shown(client_of, clerk, planned):
    page = client_of(clerk).get("/roster/2026-12/calendar/").content.decode()
    assert "<svg" not in page
    assert client_of(clerk).get("/roster/2026-13/calendar/").status_code == 404
