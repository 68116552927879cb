"""What a roster breaks and what it costs, found by looking at it. Knows nothing of the solver, which is measured by this.

Hard rules are never broken by a draft; soft ones have a cost in points, and a draft has the least sum it could find.
Roster rules L01–L04 and C01–C09 of the labour law and the company; R10 wants them beside the roster under review.
"""

from collections import Counter
from dataclasses import dataclass, field

from .instance import FREE, HOLIDAY, LATE_SHIFTS, MINUTES, REST_DAY, WEEK

REST = 11 * MINUTES
MOST_DAYS_IN_SEVEN = 6
MOST_OVERTIME = 36 * MINUTES
WORKING_DAY = 8 * MINUTES
MOST_LEAVE_FOR_FAIRNESS = 3

# Points. What is counted once for each unit: a person missing, an overtime day begun, a weight of a wish …
MISSING, NO_BUTLER = 1000, 500
OVERTIME, SINGLE, SURPLUS, BACKWARD = 2, 3, 1, 1
UNEVEN = {"late": 6, "rest": 6, "hol": 10, "hours": 3}
BACKWARD_PAIR = ("L", "A")

HARD = ("moved", "unknown", "leave", "forbidden", "rest", "seven_days", "weekly_rest", "hours")
COVERAGE = ("missing", "no_butler")
SOFT = (
    *COVERAGE,
    "overtime",
    "day_off_worked",
    "shift_not_given",
    "single_day",
    "single_off",
    "surplus",
    "backward",
    *(f"uneven_{what}" for what in UNEVEN),
)


@dataclass(frozen=True)
class Finding:
    """One thing worth saying about a roster: a hard rule broken (no cost), or a cost of so many points.

    person is an id or None, day an index or None; params are what sentences.sentence fills in.
    """

    code: str
    person: int | str | None = None
    day: int | None = None
    cost: int = 0
    params: dict = field(default_factory=dict)

    @property
    def hard(self):
        return self.code in HARD


def findings(instance, roster):
    """Every Finding of a roster, people first, then days, then the comparison of people."""
    found = [one for person in instance.staff for one in of_person(instance, person, roster[person.id])]
    found += [one for day in instance.span for one in of_day(instance, day, roster)]
    return found + of_everyone(instance, roster)


def violations(instance, roster):
    return [one for person in instance.staff for one in hard(instance, person, roster[person.id])]


def cost(instance, roster):
    """(points in all, {code: points} of every soft rule, zero ones too)."""
    parts = dict.fromkeys(SOFT, 0)
    for one in findings(instance, roster):
        if not one.hard:
            parts[one.code] += one.cost
    return sum(parts.values()), parts


def of_person(instance, person, row):
    """The Findings that follow from one person's row alone."""
    return [*hard(instance, person, row), *soft(instance, person, row)]


# ------------------------------------------------------------------------------------------------- one person


def hard(instance, person, row):
    who = person.id
    for (pinned, day), code in instance.pinned.items():
        if pinned == who and row[day] != code:
            yield Finding("moved", who, day, params={"shift": code})
    for day, code in enumerate(row):
        if code and code not in instance.shifts:
            yield Finding("unknown", who, day, params={"shift": code})
        elif code and day in person.leave:
            yield Finding("leave", who, day, params={"shift": code})
        elif code in person.no_shifts:
            yield Finding("forbidden", who, day, params={"shift": code})
    yield from _rest(instance, person, row)
    yield from _rest_days(instance, person, row)
    worked, most = hours(instance, row), most_hours(instance)
    if worked > most:
        yield Finding("hours", who, params={"hours": worked / MINUTES, "most": most / MINUTES})


def hours(instance, row):
    """Minutes worked in the month."""
    return sum(instance.shifts[code].paid for code in row if code in instance.shifts)


def most_hours(instance):
    """Minutes anybody may work in the month: 36 h above the workdays' (L03)."""
    return instance.workdays * WORKING_DAY + MOST_OVERTIME


def short_rests(instance, person, row):
    """(earlier day, later day, minutes) of each pair of shifts less than 11 h apart; the earlier may be negative."""
    line = [*person.previous, *row]
    for at in range(WEEK, len(line)):
        for back in (1, 2):  # a shift may end on the day after it began, so that even two days on may be too soon
            before, after = instance.shifts.get(line[at - back]), instance.shifts.get(line[at])
            if before and after and before.gap_to(after, back) < REST:
                yield at - back - WEEK, at - WEEK, before.gap_to(after, back)


def _rest(instance, person, row):
    line = [*person.previous, *row]
    for earlier, later, gap in short_rests(instance, person, row):
        said = {"hours": gap / MINUTES, "earlier": earlier, "before": line[earlier + WEEK], "after": row[later]}
        yield Finding("rest", person.id, later, params=said)


def _rest_days(instance, person, row):
    line = [*person.previous, *row]
    for last in range(len(row)):
        if sum(map(bool, line[last + 1 : last + 1 + WEEK])) > MOST_DAYS_IN_SEVEN:
            yield Finding("seven_days", person.id, last)
    for week in instance.weeks():
        if all(line[day + WEEK] for day in week):
            yield Finding("weekly_rest", person.id, week[-1], params={"first": week[0]})


def soft(instance, person, row):
    who = person.id
    over = hours(instance, row) - instance.workdays * WORKING_DAY
    if over > 0:
        yield Finding("overtime", who, cost=OVERTIME * -(-over // WORKING_DAY), params={"hours": over / MINUTES})
    for day, weight in person.want_off:
        if row[day]:
            yield Finding("day_off_worked", who, day, weight, {"shift": row[day]})
    for day, code, weight in person.want_shift:
        if row[day] != code and instance.may(person, day, code):
            yield Finding("shift_not_given", who, day, weight, {"shift": code})
    for day in range(1, len(row) - 1):
        before, here, after = map(bool, row[day - 1 : day + 2])
        if here and not before and not after:
            yield Finding("single_day", who, day, SINGLE, {"shift": row[day]})
        if before and after and not here and day not in person.leave:
            yield Finding("single_off", who, day, SINGLE)
    for day in range(1, len(row)):
        if (row[day - 1], row[day]) == BACKWARD_PAIR:
            yield Finding("backward", who, day, BACKWARD, {"before": row[day - 1], "after": row[day]})


# ------------------------------------------------------------------------------------------------- one day


def of_day(instance, day, roster):
    """What the shifts of one day lack or have too much of."""
    here = Counter(row[day] for row in roster.values())
    butlers = {roster[person.id][day] for person in instance.staff if person.is_butler}
    found = []
    for code in instance.shifts:
        short = instance.days[day].demand.get(code, 0) - here[code]
        if short > 0:
            found.append(Finding("missing", day=day, cost=MISSING * short, params={"shift": code, "people": short}))
        if short < 0:
            found.append(Finding("surplus", day=day, cost=SURPLUS * -short, params={"shift": code, "people": -short}))
        if instance.runs(day, code) and code not in butlers:
            found.append(Finding("no_butler", day=day, cost=NO_BUTLER, params={"shift": code}))
    return found


# ------------------------------------------------------------------------------------------------- everybody


def compared(instance):
    """{what: people whose counts are compared}: who was away for long is not; late shifts only of those who may stand all."""
    here = [person for person in instance.staff if len(person.leave) <= MOST_LEAVE_FOR_FAIRNESS]
    return {what: [p for p in here if not p.no_shifts] if what == "late" else here for what in UNEVEN}


def counts(instance, person, row):
    """{what: number}: late, rest-day and holiday shifts of the year up to the month's end; shifts and leave days of the month."""
    kinds = [day.kind for day, code in zip(instance.days, row, strict=True) if code]
    return {
        "late": person.so_far.late + sum(code in LATE_SHIFTS for code in row if code),
        "rest": person.so_far.rest + kinds.count(REST_DAY),
        "hol": person.so_far.hol + kinds.count(HOLIDAY),
        "hours": len(kinds) + len(person.leave),
    }


def outside(value, band):
    """By how much a count lies outside the band [band, band + 1]."""
    return max(0, value - band - 1, band - value)


def best_band(values):
    """The integer whose band [it, it + 1] leaves the least outside; the lowest of several."""
    return min(range(min(values), max(values) + 1), key=lambda band: sum(outside(value, band) for value in values))


def of_everyone(instance, roster):
    """Whose late, rest-day and holiday shifts and hours lie outside the band that the others share (C06)."""
    rows = {person.id: counts(instance, person, roster[person.id]) for person in instance.staff}
    found = []
    for what, people in compared(instance).items():
        if not people:
            continue
        band = best_band([rows[person.id][what] for person in people])
        for person in people:
            value = rows[person.id][what]
            if by := outside(value, band):
                said = {"count": value, "low": band, "high": band + 1}
                found.append(Finding(f"uneven_{what}", person.id, cost=UNEVEN[what] * by, params=said))
    return found


def contradictions(instance):
    """The Findings of hard rules that the pinned cells break among themselves; without any there always is a roster."""
    found = []
    for person in instance.staff:
        row = [instance.pinned.get((person.id, day), FREE) for day in instance.span]
        found += hard(instance, person, row)
    return found
