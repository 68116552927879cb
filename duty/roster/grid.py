"""A month's grid as plain data: its canonical text and digest, and the moments of a shift."""

import calendar
import hashlib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import orjson

from .models import Assignment


def days_of(month):
    """Every date of a month, given its first day."""
    return [month.replace(day=n) for n in range(1, calendar.monthrange(month.year, month.month)[1] + 1)]


def cells(roster):
    """{(person id, date): code} of the draft as it stands."""
    rows = Assignment.objects.filter(roster=roster).values_list("person_id", "date", "code")
    return {(person, day): code for person, day, code in rows}


def freeze(month, table, shifts):
    """The canonical text of a grid. table: {(person id, date): code}; shifts: the desk's ShiftTypes, as they are then.

    One string per person with the codes of all days, "-" for a day off, so that a version reads by itself.
    """
    days = days_of(month)
    people = sorted({person for person, _ in table})
    return orjson.dumps(
        {
            "month": f"{month:%Y-%m}",
            "shifts": {shift.code: f"{shift.starts:%H:%M}-{shift.ends:%H:%M}" for shift in shifts},
            "people": {str(person): " ".join(table.get((person, day), "-") for day in days) for person in people},
        },
        option=orjson.OPT_SORT_KEYS,
    ).decode()


def thaw(text):
    """(month, {(person id, date): code}, {code: (starts, ends)} as 'HH:MM') of a frozen grid."""
    data = orjson.loads(text)
    month = date.fromisoformat(f"{data['month']}-01")
    table = {}
    for person, row in data["people"].items():
        for day, code in zip(days_of(month), row.split(" "), strict=True):
            if code != "-":
                table[int(person), day] = code
    return month, table, {code: tuple(span.split("-")) for code, span in data["shifts"].items()}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def moments(day, span, zone):
    """(starts_at, ends_at), aware, of a shift ('HH:MM', 'HH:MM') on a day; one that ends before it starts ends next morning."""
    tz = ZoneInfo(zone)
    first, last = (datetime.combine(day, time.fromisoformat(clock), tz) for clock in span)
    return first, last if last > first else last + timedelta(days=1)
