"""The rule report of a month: what its grid breaks, costs and leaves uncovered (R10, R13).

A month in the database is turned into the plain data that the draft's rules look at; the rules stand there and nowhere else.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from frontdesk.kernel.people.models import Posting, Role, User
from frontdesk.kernel.people.rules import DUTY_STAFF

from . import clocks, grid
from .drafting import explain, rules, sentences
from .drafting.instance import Counts, Day, Instance, Person, Shift
from .models import Assignment, DayKind, PlannedShift, Roster, ShiftLimit, ShiftType, Wish

WEEK = timedelta(days=7)
WISH_WEIGHT = 3  # points of the draft's cost; a single day off between shifts weighs as much
KINDS = {DayKind.MAKEUP: "W"}  # a make-up workday is a workday


@dataclass(frozen=True)
class Line:
    """One thing the report says. person, day: where, or None."""

    code: str
    person: int | None
    day: object
    text: str


def grouped(lines):
    """[(text, days)]: what is said in the same words of several days, once."""
    days = {}
    for line in lines:
        days.setdefault(line.text, []).append(line.day)
    return [(text, [day for day in where if day]) for text, where in days.items()]


@dataclass(frozen=True)
class Report:
    hard: list
    soft: list
    uncovered: list
    hours: dict

    @property
    def lacks(self):
        """Whether a shift lacks people or a butler."""
        return any(line.code in rules.COVERAGE for line in self.soft)

    @property
    def broken(self):
        return grouped(self.hard)

    @property
    def warnings(self):
        return grouped(self.soft)

    @property
    def is_clean(self):
        return not (self.hard or self.soft)


def staff_of(roster):
    """Whoever may stand duty in the month, by name: posted as butler or desk clerk for any of it, or on the grid already."""
    first = timezone.make_aware(datetime.combine(roster.month, time.min))
    last = timezone.make_aware(datetime.combine(grid.days_of(roster.month)[-1] + timedelta(days=1), time.min))
    posted = Posting.objects.filter(project_id=roster.desk.project_id, role__in=DUTY_STAFF, starts_at__lt=last).exclude(
        ends_at__lte=first
    )
    on_grid = Assignment.objects.filter(roster=roster).values("person")
    people = User.objects.filter(pk__in=posted.values("person"), is_active=True) | User.objects.filter(pk__in=on_grid)
    return list(people.distinct().order_by("name_sort", "id"))


def duty_staff(desk, at):
    """Whoever stands duty at the desk's project at a moment, by name."""
    posted = Posting.objects.at(at).filter(project=desk.project_id, role__in=DUTY_STAFF)
    return User.objects.filter(pk__in=posted.values("person"), is_active=True).order_by("name_sort", "id")


def people_named(ids):
    """People by their ids, in the order of their names."""
    return User.objects.filter(pk__in=ids).order_by("name_sort", "id")


def instance_of(roster, table=None):
    """The month as the plain data of a draft: who may stand what, when, and what they stood before.

    table: {(person id, date): code} of an approved version; without it the draft as it stands, with its pins.
    """
    days, month_days = clocks.of(roster.desk).days, grid.days_of(roster.month)
    shifts = list(ShiftType.objects.filter(desk=roster.desk))
    demand = {shift.code: shift.people for shift in shifts}
    codes = set(demand)
    away, pinned = defaultdict(set), {}
    for person_id, day, code, is_pinned in _cells(roster, table):
        number = (day - roster.month).days
        if code not in codes:
            away[person_id].add(number)
        elif is_pinned:
            pinned[person_id, number] = code
    people = staff_of(roster)
    roles = defaultdict(set)
    for person_id, role in Posting.objects.filter(
        project_id=roster.desk.project_id, person__in=people, role__in=DUTY_STAFF
    ).values_list("person_id", "role"):
        roles[person_id].add(role)
    before, so_far = _past(roster, people, days)
    off, on = _wishes(roster, codes)
    limits = defaultdict(set)
    for person_id, code in ShiftLimit.objects.filter(desk=roster.desk_id).values_list("person_id", "code"):
        limits[person_id].add(code)
    staff = tuple(
        Person(
            id=person.pk,
            role="butler" if Role.BUTLER in roles[person.pk] else "desk_clerk",
            name=person.name,
            leave=frozenset(away[person.pk]),
            no_shifts=frozenset(limits[person.pk] & codes),
            want_off=tuple(off[person.pk]),
            want_shift=tuple(on[person.pk]),
            previous=tuple(before[person.pk].get(roster.month - WEEK + timedelta(days=n), "") for n in range(7)),
            so_far=so_far[person.pk],
        )
        for person in people
    )
    return Instance(
        name=str(roster),
        month=str(roster),
        days=tuple(
            Day(date=day, kind=KINDS.get(days.assumed(day), str(days.assumed(day))), demand=dict(demand))
            for day in month_days
        ),
        shifts={shift.code: _shift(shift) for shift in shifts},
        staff=staff,
        pinned=pinned,
    )


def wishes_in(roster):
    """{(person id, date): shift code or ''} of what people would like in a month."""
    days = grid.days_of(roster.month)
    wishes = Wish.objects.filter(desk=roster.desk_id, date__gte=days[0], date__lte=days[-1])
    return {(person, day): code for person, day, code in wishes.values_list("person_id", "date", "code")}


def _wishes(roster, codes):
    """({person: [(day number, weight)]} to be off, {person: [(day number, code, weight)]} to stand a shift)."""
    off, on = defaultdict(list), defaultdict(list)
    for (person_id, day), code in sorted(wishes_in(roster).items()):
        number = (day - roster.month).days
        if not code:
            off[person_id].append((number, WISH_WEIGHT))
        elif code in codes:
            on[person_id].append((number, code, WISH_WEIGHT))
    return off, on


def _cells(roster, table):
    if table is not None:
        return [(person_id, day, code, False) for (person_id, day), code in table.items()]
    return Assignment.objects.filter(roster=roster).values_list("person_id", "date", "code", "pinned")


def _shift(shift):
    starts, ends = (clock.hour * 60 + clock.minute for clock in (shift.starts, shift.ends))
    ends += 24 * 60 if ends <= starts else 0
    return Shift(code=shift.code, starts=starts, ends=ends, paid=ends - starts - shift.break_minutes)


def _past(roster, people, days):
    """({person: {date: code}} of the week before, {person: Counts} of the year before the month)."""
    before, counts = defaultdict(dict), defaultdict(Counter)
    year = roster.month.replace(month=1)
    rows = PlannedShift.objects.filter(
        desk=roster.desk, person__in=people, date__lt=roster.month, date__gte=min(year, roster.month - WEEK)
    )
    for person_id, day, code in rows.values_list("person_id", "date", "code"):
        if day >= roster.month - WEEK:
            before[person_id][day] = code
        if day >= year:
            kind = days.assumed(day)
            counts[person_id]["late"] += code in {"L", "N"}
            counts[person_id]["rest"] += kind == DayKind.REST_DAY
            counts[person_id]["hol"] += kind == DayKind.HOLIDAY
    return before, {
        person.pk: Counts(**{name: counts[person.pk][name] for name in ("late", "rest", "hol")}) for person in people
    }


def rows_of(instance, roster, table=None):
    """{person id: [shift code or '' for each day]} as the rules take it; leave is a free day."""
    table, codes = grid.cells(roster) if table is None else table, set(instance.shifts)
    days = grid.days_of(roster.month)
    return {
        person.id: [code if (code := table.get((person.id, day), "")) in codes else "" for day in days]
        for person in instance.staff
    }


def of(roster, table=None):
    """The Report of a month's draft as it stands, or of a table of an approved version."""
    instance = instance_of(roster, table)
    rows = rows_of(instance, roster, table)
    hard: list[Line] = []
    soft: list[Line] = []
    for finding in rules.findings(instance, rows):
        day = instance.days[finding.day].date if finding.day is not None and finding.day >= 0 else None
        line = Line(finding.code, finding.person, day, sentences.sentence(instance, finding))
        (hard if finding.hard else soft).append(line)
    uncovered = list(_uncovered(roster, rows, instance))
    hours = {person: rules.hours(instance, row) / 60 for person, row in rows.items()}
    return Report(hard=uncovered + hard, soft=soft, uncovered=uncovered, hours=hours)


def _uncovered(roster, rows, instance):
    """Spans of the service hours in which nobody is planned. R13."""
    table = clocks.of(roster.desk)
    for number, day in enumerate(grid.days_of(roster.month)):
        opens, closes = table.hours.get(table.days.assumed(day), (time.min, time.min))
        at, ends = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
        here = [instance.shifts[row[number]] for row in rows.values() if row[number]]
        for first, last in [*sorted((shift.starts, shift.ends) for shift in here), (ends, ends)]:
            if first > at and at < ends:
                said = {"from": _clock(at), "to": _clock(min(first, ends))}
                yield Line("uncovered", None, day, _("%(from)s–%(to)s uncovered") % said)
            at = max(at, last)


@dataclass(frozen=True)
class Gap:
    """A shift that lacks people or a butler, and why nobody could fill it: [(reason, names)], the most frequent first."""

    day: object
    code: str
    people: int
    is_butler: bool
    reasons: list


def gaps(roster, table=None):
    """[Gap] of a month's draft, or of a table of an approved version (R10, R13)."""
    instance = instance_of(roster, table)
    found = []
    for day, code, people, is_butler, why in explain.gaps(instance, rows_of(instance, roster, table)):
        names = defaultdict(list)
        for person, reason in why:
            names[sentences.reason(reason)].append(person.name)
        reasons = sorted(names.items(), key=lambda one: -len(one[1]))
        found.append(Gap(instance.days[day].date, code, people, is_butler, reasons))
    return found


def open_shifts(desk, first, last):
    """(day, shift code, people missing) of the approved months between two days, both included. R28."""
    approved = set(Roster.objects.filter(desk=desk, state=Roster.State.APPROVED).values_list("month", flat=True))
    wanted = dict(ShiftType.objects.filter(desk=desk).values_list("code", "people"))
    planned = PlannedShift.objects.filter(desk=desk, date__gte=first, date__lte=last)
    here = Counter(planned.order_by().values_list("date", "code"))
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.replace(day=1) in approved:
            for code, people in wanted.items():
                if here[day, code] < people:
                    yield day, code, people - here[day, code]


def _clock(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
