"""How old the open matters are (R01, R23)."""

from datetime import timedelta

import pytest

from duty.log import ageing
from duty.log.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere, pytest.mark.clause("R01", "R23")]


def test_open_matters_are_counted_by_age_and_done_ones_are_not(desk, record, at):
    for days in (0, 2, 2, 8, 40):
        record(minutes=60 * 24 * days)
    record(immediate_result="已答复")
    held = ageing.of(desk, at + timedelta(days=40, hours=1))
    assert [age.all for age in held] == [1, 0, 0, 0, 4]
    assert sum(age.all for age in held) == Matter.objects.open().count()
    assert (held[4].overdue, held[4].in_time, held[4].stale) == (4, 0, 4)


def test_an_age_begins_where_the_one_before_ends(desk, record, at):
    record()
    ages = [[age.all for age in ageing.of(desk, at + timedelta(days=days))].index(1) for days in (0, 1, 3, 7, 30)]
    assert ages == [0, 1, 2, 3, 4]


def test_the_page_shows_the_picture_and_its_numbers(client_of, clerk, record, at):
    client = client_of(clerk)
    assert "没有未完结事项" in client.get("/matters/ageing/").content.decode()
    record()
    page = client.get("/matters/ageing/").content.decode()
    assert 'class="bars"' in page
    assert '<th scope="row">不足1天</th><td>1</td>' in page
