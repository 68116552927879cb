"""The kinds of days, from the installed calendars and the project's own table. What nobody knows yet is said, not guessed."""

from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays

from .models import DayKind, DayPlan


@cache
def _statutory(year):
    """The statutory holidays of a year (13 since 2025); the days that are moved around them are not."""
    found = holidays.country_holidays("CN", years=[year], language="en_US")
    return frozenset(day for day, name in found.items() if "observed" not in name and "substituted" not in name)


@cache
def _names(year, language):
    return holidays.country_holidays("CN", years=[year], language=language)


def holidays_between(first, last, *, language):
    """[(first day, last day, name)] of the statutory holidays in a span of dates, those that follow each other together;
    named in a language of the screen."""
    found = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        if day not in _statutory(day.year):
            continue
        name = _names(day.year, "zh_CN" if language.startswith("zh") else "en_US")[day]
        if found and found[-1][1:] == (day - timedelta(days=1), name):
            found[-1] = (found[-1][0], day, name)
        else:
            found.append((day, day, name))
    return found


@cache
def official(day):
    """The DayKind of a date by the State Council's plan; None in a year whose plan the installed calendar does not know."""
    try:
        works = chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None
    if works:
        return DayKind.MAKEUP if day.weekday() >= 5 else DayKind.WORKDAY
    return DayKind.HOLIDAY if day in _statutory(day.year) else DayKind.REST_DAY


class Days:
    """The days of a project. planned: {date: kind} that it says itself."""

    def __init__(self, planned=None):
        self.planned = planned or {}

    @classmethod
    def of(cls, project_id):
        return cls(dict(DayPlan.objects.filter(project_id=project_id).values_list("date", "kind")))

    def kind(self, day):
        """The DayKind of a date, or None when neither the project nor the calendar knows it."""
        return self.planned.get(day) or official(day)

    def assumed(self, day):
        """The kind to reckon with: for an unknown day, what the weekday suggests."""
        return self.kind(day) or (DayKind.REST_DAY if day.weekday() >= 5 else DayKind.WORKDAY)

    def is_worked(self, day):
        return self.assumed(day) in {DayKind.WORKDAY, DayKind.MAKEUP}

    def unknown_in(self, year):
        """Whether the plan of a year is not known: neither by the calendar nor day by day from the project."""
        return official(date(year, 1, 1)) is None and not any(
            day.year == year and kind == DayKind.HOLIDAY for day, kind in self.planned.items()
        )
