"""Entries per hour: counted in the desk's own time, and the busy windows that are set from them (R14)."""

from datetime import time, timedelta

import pytest

from duty.log import hours
from duty.roster.models import BusyWindow
from frontdesk.kernel.people.models import Project
from frontdesk.pages.compliance.hours import uncovered
from handover.tests.conftest import moment

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R14")]
PATH = "/compliance/hours/2026-11/"


@pytest.fixture
def written(record, at):
    """Lines at 10:05 and 10:59 of a Monday, at 17:00 of it and just before midnight."""

    def write(*moments):
        for one in moments:
            record(minutes=(one - at) / timedelta(minutes=1))

    write(moment(10, 5), moment(10, 59), moment(17), moment(23, 59))


def test_each_entry_counts_in_its_local_hour_and_weekday(desk, written):
    counted = hours.of(desk, moment(10).date(), moment(10).date())
    assert dict(counted.counts) == {(0, 10): 2, (0, 17): 1, (0, 23): 1}
    assert (counted.all, counted.most, list(counted.span)) == (4, 2, list(range(10, 24)))


def test_the_day_before_and_after_are_not_counted(desk, written):
    assert hours.of(desk, moment(10, day=22).date(), moment(10, day=22).date()).all == 0
    assert hours.of(desk, moment(10, day=24).date(), moment(10, day=30).date()).all == 0


def test_hours_of_a_place_half_an_hour_off_begin_there(desk, written):
    Project.objects.filter(pk=desk.project_id).update(time_zone="Asia/Kolkata", settings_key="other")
    desk.project.refresh_from_db()
    counted = hours.of(desk, moment(10).date(), moment(10).date())
    assert dict(counted.counts) == {(0, 7): 1, (0, 8): 1, (0, 14): 1, (0, 21): 1}


def test_stretches_that_are_busier_than_usual_are_named(desk, record, at):
    for hour, number in {8: 1, 9: 4, 10: 4, 11: 1, 12: 1, 13: 5}.items():
        for minute in range(number):
            record(minutes=(moment(hour, minute, day=24) - at) / timedelta(minutes=1))
    counted = hours.of(desk, moment(10).date(), moment(10, day=24).date())
    assert [(f"{begins:%H:%M}", f"{ends:%H:%M}") for begins, ends in counted.busy] == [
        ("09:00", "11:00"),
        ("13:00", "14:00"),
    ]


@pytest.mark.parametrize(
    ("windows", "left"),
    [
        ([], ["08:00–10:00", "17:00–20:00"]),
        ([("08:00", "09:30")], ["09:30–10:00", "17:00–20:00"]),
        ([("07:00", "11:00"), ("17:30", "19:45")], ["17:00–17:30"]),
        ([("18:00", "19:00")], ["08:00–10:00", "17:00–18:00", "19:00–20:00"]),
    ],
)
def test_what_a_window_covers_already_is_not_proposed_again(windows, left):
    clock = time.fromisoformat
    set_already = [BusyWindow(starts=clock(starts), ends=clock(ends)) for starts, ends in windows]
    set_already.append(BusyWindow(days=BusyWindow.Days.FIRST_REST_DAY, starts=time(0), ends=time(23)))
    busy = [(time(8), time(10)), (time(17), time(20))]
    assert [f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in uncovered(busy, set_already)] == left


def test_the_map_has_its_numbers_in_a_table_and_sets_a_window(client_of, supervisor, desk, written):
    client = client_of(supervisor)
    page = client.get(PATH).content.decode()
    assert 'role="img"' in page
    assert '<th scope="row">10:00</th><td>2</td>' in page
    answer = client.post(PATH + "windows/", {"days": "every", "starts": "10:00", "ends": "11:00"})
    assert answer.status_code == 302
    assert BusyWindow.objects.filter(desk=desk, starts="10:00", ends="11:00").exists()
    assert "• 10" in client.get(PATH).content.decode()
    assert client.post(PATH + "windows/", {"days": "every", "starts": "12:00", "ends": "11:00"}).status_code == 422
    assert client.post(PATH + "windows/", {"days": "x", "starts": "99:00", "ends": ""}).status_code == 422


def test_an_auditor_looks_and_sets_nothing(client_of, auditor, written):
    client = client_of(auditor)
    assert client.get(PATH).status_code == 200
    assert client.post(PATH + "windows/", {"days": "every", "starts": "10:00", "ends": "11:00"}).status_code == 403


def test_an_empty_month_says_so(client_of, supervisor):
    assert "没有写下记录" in client_of(supervisor).get("/compliance/hours/2025-01/").content.decode()


@pytest.mark.parametrize("query", ["?months=2", "?months=x", "?months=0", "?months=99999999999999999999"])
def test_spans_that_are_not_offered_are_not_there(client_of, supervisor, query):
    assert client_of(supervisor).get(PATH + query).status_code == 404
