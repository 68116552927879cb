"""Figures show their numerator and denominator."""

from datetime import timedelta

import pytest

from duty.log.figures import Rate, answered_in_three_rings

pytestmark = pytest.mark.django_db


@pytest.mark.clause("R26")
def test_of_ten_calls_one_late_and_one_missed_make_eighty_percent(record, desk, at):
    for n, rings in enumerate(["1", "2", "3", "1", "2", "3", "1", "2", ">3", "missed"]):
        record(minutes=n, rings=rings)
    record(minutes=11)  # rings not counted
    record(minutes=12, channel="visit")
    rate = answered_in_three_rings(desk_id=desk.pk, since=at, until=at + timedelta(days=1))
    assert (rate, rate.percent) == (Rate(8, 10), 80)


@pytest.mark.clause("R26")
def test_no_calls_is_not_a_hundred_percent(desk, at):
    assert answered_in_three_rings(desk_id=desk.pk, since=at, until=at).percent is None
