"""A month from JSON, or a sentence that says what is wrong with it and where.

A key that is missing is an error, not a default: a misspelt `leave` would put somebody on duty during theirs.
"""

import datetime
import math

from .instance import BUTLER, DESK_CLERK, FREE, HOLIDAY, MINUTES, REST_DAY, WEEK, WORKDAY, Counts, Day, Instance

from .instance import Person, Shift  # isort: skip

MOST_DAYS, MOST_STAFF, MOST_SHIFTS = 62, 500, 20
MOST_PEOPLE, MOST_WEIGHT, MOST_COUNT = 500, 1000, 1000
MOST_HOURS = 48  # a shift ends on the day after it began at the latest
YEARS = range(1900, 3000)
LONGEST = 100  # characters of a name or an id


class Unreadable(ValueError):
    """A sentence that says what is wrong with a month and where."""


def read(data):
    """The Instance that as_dict would turn into `data` (parsed JSON). Raises Unreadable."""
    where = "the month"
    _a(dict, data, where)
    shifts = _shifts(_get(data, "shifts", where))
    days = _days(_get(data, "days", where), shifts)
    staff = _list(_get(data, "staff", where), "staff", 1, MOST_STAFF)
    people = tuple(_person(one, f"staff {at}", len(days), shifts) for at, one in enumerate(staff, 1))
    _different([str(person.id) for person in people], "staff")
    return Instance(
        name=_text(data.get("name", ""), "name"),
        month=_text(data.get("month", ""), "month"),
        days=days,
        shifts=shifts,
        staff=people,
        pinned=_pinned(data.get("pinned", []), people, len(days), shifts),
    )


# ------------------------------------------------------------------------------------------------- days and shifts


def _shifts(data):
    _a(dict, data, "shifts")
    if not 1 <= len(data) <= MOST_SHIFTS:
        raise Unreadable(f"shifts: from 1 to {MOST_SHIFTS} are expected, not {len(data)}.")
    return {_text(code, "shifts", 1): _shift(code, one, f"shift {code}") for code, one in data.items()}


def _shift(code, data, where):
    _a(dict, data, where)
    starts, ends, paid = (_minutes(_get(data, key, where), f"{where}, {key}") for key in ("start", "end", "paid_hours"))
    if not starts < ends:
        raise Unreadable(f"{where}: it ends before it starts; an end on the next day is above 24.")
    return Shift(code, starts, ends, paid)


def _days(data, shifts):
    days = tuple(_day(one, f"day {at}", shifts) for at, one in enumerate(_list(data, "days", 1, MOST_DAYS)))
    for at in range(1, len(days)):
        if days[at].date - days[at - 1].date != datetime.timedelta(1):
            raise Unreadable(f"day {at}: {days[at].date} does not follow {days[at - 1].date}.")
    return days


def _day(data, where, shifts):
    _a(dict, data, where)
    said = _text(_get(data, "date", where), f"{where}, date")
    try:
        date = datetime.date.fromisoformat(said)
    except ValueError:
        raise Unreadable(f"{where}, date: {said!r} is no date.") from None
    if date.year not in YEARS:
        raise Unreadable(f"{where}, date: {said!r} is too far away.")
    kind = _one_of((WORKDAY, REST_DAY, HOLIDAY), _get(data, "kind", where), f"{where}, kind")
    demand = _a(dict, _get(data, "demand", where), f"{where}, demand")
    people = {
        _one_of(shifts, code, f"{where}, demand"): _whole(number, f"{where}, demand of {code}", MOST_PEOPLE)
        for code, number in demand.items()
    }
    return Day(date, kind, people)


# ------------------------------------------------------------------------------------------------- people


def _person(data, where, days, shifts):
    _a(dict, data, where)
    who = _id(_get(data, "id", where), where)
    where = f"staff {who!r}"
    of = {key: (_get(data, key, where), f"{where}, {key}") for key in PERSON}
    return Person(
        id=who,
        role=_one_of((BUTLER, DESK_CLERK), *of["role"]),
        name=_text(data.get("name", ""), f"{where}, name"),
        leave=frozenset(_whole(day, of["leave"][1], days - 1) for day in _list(*of["leave"])),
        no_shifts=frozenset(_one_of(shifts, code, of["no_shifts"][1]) for code in _list(*of["no_shifts"])),
        want_off=tuple(_off(wish, of["want_off"][1], days) for wish in _list(*of["want_off"])),
        want_shift=tuple(_on(wish, of["want_shift"][1], days, shifts) for wish in _list(*of["want_shift"])),
        previous=_previous(*of["previous_7_days"], shifts),
        so_far=_counts(*of["year_to_date"]),
    )


PERSON = ("role", "leave", "no_shifts", "want_off", "want_shift", "previous_7_days", "year_to_date")


def _id(value, where):
    if isinstance(value, str):
        return _text(value, f"{where}, id", 1)
    return _whole(value, f"{where}, id", 2**63 - 1)


def _off(wish, where, days):
    day, weight = _list(wish, where, 2, 2)
    return _whole(day, where, days - 1), _whole(weight, where, MOST_WEIGHT)


def _on(wish, where, days, shifts):
    day, code, weight = _list(wish, where, 3, 3)
    return _whole(day, where, days - 1), _one_of(shifts, code, where), _whole(weight, where, MOST_WEIGHT)


def _previous(data, where, shifts):
    return tuple(_code(code, where, shifts) for code in _list(data, where, WEEK, WEEK))


def _counts(data, where):
    _a(dict, data, where)
    return Counts(
        *(_whole(_get(data, what, where), f"{where}, {what}", MOST_COUNT) for what in ("late", "rest", "hol"))
    )


def _pinned(data, people, days, shifts):
    known, pinned = {str(person.id): person.id for person in people}, {}
    for at, one in enumerate(_list(data, "pinned"), 1):
        where = f"pinned {at}"
        who, day, code = _list(one, where, 3, 3)
        who = known[_one_of(known, str(_id(who, where)), where)]
        key = who, _whole(day, where, days - 1)
        if key in pinned:
            raise Unreadable(f"{where}: {who!r} is pinned twice on day {day}.")
        pinned[key] = _code(code, where, shifts)
    return pinned


# ------------------------------------------------------------------------------------------------- plain values


def _a(kind, value, where):
    if not isinstance(value, kind):
        raise Unreadable(f"{where}: {NAMES[kind]} is expected, not {_short(value)}.")
    return value


NAMES = {dict: "an object", list: "a list", str: "text"}


def _get(data, key, where):
    if key not in data:
        raise Unreadable(f"{where}: “{key}” is missing.")
    return data[key]


def _list(value, where, least=0, most=math.inf):
    _a(list, value, where)
    if not least <= len(value) <= most:
        expected = str(least) if least == most else f"at least {least}" if len(value) < least else f"at most {most}"
        raise Unreadable(f"{where}: {expected} expected, not {len(value)}.")
    return value


def _text(value, where, least=0):
    _a(str, value, where)
    if not least <= len(value) <= LONGEST:
        raise Unreadable(f"{where}: text of {least} to {LONGEST} characters is expected, not {_short(value)}.")
    return value


def _one_of(known, value, where):
    if not isinstance(value, str) or value not in known:
        raise Unreadable(f"{where}: {_short(value)} is not one of {', '.join(known)}.")
    return value


def _code(value, where, shifts):
    """A shift code; null and "" are a day off."""
    return FREE if value is None or value == FREE else _one_of(shifts, value, where)


def _whole(value, where, most):
    """A whole number from 0 to `most`; 3.0 is none, nor is true."""
    if type(value) is not int or not 0 <= value <= most:
        raise Unreadable(f"{where}: a whole number from 0 to {most} is expected, not {_short(value)}.")
    return value


def _minutes(value, where):
    """Minutes of hours, which may be fractional; NaN fails the comparison."""
    if type(value) not in {int, float} or not 0 <= value <= MOST_HOURS:
        raise Unreadable(f"{where}: hours from 0 to {MOST_HOURS} are expected, not {_short(value)}.")
    return round(value * MINUTES)


def _different(values, where):
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise Unreadable(f"{where}: {_short(twice[0])} is there twice.")


def _short(value):
    try:
        said = repr(value)
    except (ValueError, RecursionError):  # whole numbers of thousands of digits, lists in lists in lists
        return "that"
    return said if len(said) <= 40 else f"{said[:40]}…"
