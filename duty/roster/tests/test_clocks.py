"""The three clocks, and the calendar on which they run. R13, A01, A12, L06, L07."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty.roster.clocks import Clock, Timetable
from duty.roster.days import Days, official
from duty.roster.models import DayKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = dict.fromkeys(DayKind, (time(8), time(22)))
TABLE = Timetable(SHANGHAI, HOURS, Days())


def local(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.clause("R16")
@pytest.mark.parametrize(
    ("clock", "start", "minutes", "due"),
    [
        (Clock.ALWAYS, "2026-11-23 21:50", 30, "2026-11-23 22:20"),
        (Clock.DESK, "2026-11-23 21:50", 30, "2026-11-24 08:20"),
        (Clock.DESK, "2026-11-23 23:30", 30, "2026-11-24 08:30"),
        (Clock.DESK, "2026-11-23 07:00", 60, "2026-11-23 09:00"),
        (Clock.DESK, "2026-11-23 10:00", 14 * 60, "2026-11-24 10:00"),
        (Clock.WORKDAYS, "2026-11-20 15:00", 1440, "2026-11-23 15:00"),  # Friday to Monday
        (Clock.WORKDAYS, "2026-11-21 11:00", 1440, "2026-11-24 00:00"),  # a Saturday does not count
        (Clock.WORKDAYS, "2026-09-30 15:00", 1440, "2026-10-08 15:00"),  # over the National Day week
        (Clock.WORKDAYS, "2026-10-09 15:00", 1440, "2026-10-10 15:00"),  # a Saturday that is worked
    ],
)
def test_a_clock_runs_only_when_it_should(clock, start, minutes, due):
    assert TABLE.add(clock, local(start), minutes).astimezone(SHANGHAI) == local(due)
    if clock != Clock.WORKDAYS or local(due).time() != time.min:
        assert TABLE.left(clock, local(start), local(due)) == minutes


MOMENTS = st.integers(0, 630 * 24 * 60).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
MINUTES = st.integers(1, 20_000)


@pytest.mark.clause("R16")
@given(st.sampled_from(list(Clock)), MOMENTS, MINUTES, MINUTES)
@settings(max_examples=300, deadline=None)
def test_clocks_add_up_never_run_back_and_say_what_is_left(clock, start, some, more):
    once = TABLE.add(clock, start, some)
    assert once > start
    assert TABLE.add(clock, once, more) == TABLE.add(clock, start, some + more)
    assert TABLE.left(clock, start, once) == pytest.approx(some)
    assert TABLE.left(clock, once, start) == pytest.approx(-some)
    if clock == Clock.DESK:
        assert time(8) <= once.astimezone(SHANGHAI).time() <= time(22)


@pytest.mark.clause("R13")
def test_a_clock_on_days_without_service_runs_on_the_next_open_day():
    closed_on_rest_days = Timetable(SHANGHAI, HOURS | {DayKind.REST_DAY: (time(8), time(8))}, Days())
    due = closed_on_rest_days.add(Clock.DESK, local("2026-11-20 21:30"), 60)  # a Friday evening
    assert due == local("2026-11-23 08:30")


@pytest.mark.clause("R13")
def test_a_desk_that_is_never_open_still_keeps_its_promises():
    for hours in ({}, dict.fromkeys(DayKind, (time(8), time(8)))):
        never = Timetable(SHANGHAI, hours, Days())
        assert never.add(Clock.DESK, local("2026-11-20 21:30"), 60) == local("2026-11-20 22:30")


OFF = "1-1/1-3 2-15/2-23 4-4/4-6 5-1/5-5 6-19/6-21 9-25/9-27 10-1/10-7"
MAKEUP = "1-4 2-14 2-28 5-9 9-20 10-10"
STATUTORY = "1-1 2-16 2-17 2-18 2-19 4-5 5-1 5-2 6-19 9-25 10-1 10-2 10-3"


def days(text):
    for part in text.split():
        first, _, last = part.partition("/")
        begin, end = (date(2026, *map(int, one.split("-"))) for one in (first, last or first))
        while begin <= end:
            yield begin
            begin += timedelta(days=1)


@pytest.mark.clause("R13")
def test_the_plan_of_2026_is_the_official_one():
    off, makeup, statutory = (set(days(text)) for text in (OFF, MAKEUP, STATUTORY))
    assert len(statutory) == 13
    day = date(2026, 1, 1)
    while day.year == 2026:
        wanted = (
            "H" if day in statutory else "R" if day in off else "M" if day in makeup
            else "R" if day.weekday() >= 5 else "W"
        )  # fmt: skip
        assert official(day) == wanted, day
        day += timedelta(days=1)


@pytest.mark.clause("R13")
def test_a_year_that_is_not_known_yet_says_so_and_is_reckoned_by_weekdays():
    plain = Days()
    assert plain.unknown_in(2027)
    assert not plain.unknown_in(2026)
    assert plain.kind(date(2027, 1, 1)) is None
    assert [plain.assumed(date(2027, 1, n)) for n in (1, 2)] == ["W", "R"]
    told = Days({date(2027, 1, 1): "H"})
    assert not told.unknown_in(2027)
    assert told.kind(date(2027, 1, 1)) == "H"
