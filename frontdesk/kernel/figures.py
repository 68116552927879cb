"""Figures that every room counts alike: a rate with both its numbers, an amount, and counting by desk and calendar month.

Nothing recorded is a figure too, and never a good one: a rate without a case has no percentage, an amount of nothing is unknown.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, IntegerField, Q, Value, When

FEW = 10
EVERY = Q(pk__isnull=False)


@dataclass(frozen=True)
class Rate:
    """`done` of `all`; no percentage without a case."""

    done: int
    all: int

    @property
    def percent(self):
        return round(100 * self.done / self.all) if self.all else None

    @property
    def is_few(self):
        """Fewer than ten cases: then the counts say more than a percentage."""
        return self.all < FEW

    @property
    def is_known(self):
        return self.all > 0

    @property
    def height(self):
        """What a curve shows of it: the percentage."""
        return self.percent


@dataclass(frozen=True)
class Amount:
    """How many were recorded. None recorded says nothing about how many there were."""

    count: int

    @property
    def is_known(self):
        return self.count > 0

    @property
    def height(self):
        """What a curve shows of it: the number itself."""
        return self.count if self.is_known else None


NOTHING = Amount(0)


def following(month):
    """The first day of the month after."""
    return (month + timedelta(days=32)).replace(day=1)


def months_to(month, number):
    """So many months in order, the last of them `month` (its first day)."""
    found = [month]
    while len(found) < number:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return tuple(reversed(found))


@dataclass(frozen=True)
class Span:
    """Desks (with their projects) and months (first days, in order, none left out) that are counted; at: as they stand then."""

    desks: tuple
    months: tuple
    at: datetime

    @property
    def ends(self):
        """The first day after it."""
        return following(self.months[-1])

    @cached_property
    def zones(self):
        """{time zone: [desk id]}"""
        found = defaultdict(list)
        for desk in self.desks:
            found[ZoneInfo(desk.project.time_zone)].append(desk.pk)
        return dict(found)

    def today(self, desk):
        """The local day of its moment."""
        return self.at.astimezone(ZoneInfo(desk.project.time_zone)).date()

    def begins(self, zone):
        """[the moments at which its months begin, and the one at which the last ends]"""
        return [datetime.combine(month, time.min, zone) for month in (*self.months, self.ends)]

    @property
    def cells(self):
        """[(desk id, month)]"""
        return [(desk.pk, month) for desk in self.desks for month in self.months]


def by_month(rows, span, moment, **wanted):
    """{(desk id, month): {name: number}} of rows with a `desk`, one statement a time zone. wanted: aggregates.

    moment: the column, an aware moment or a day, that says to which month a row belongs.
    """
    found = {}
    for zone, desks in span.zones.items():
        here = of_months(rows.filter(desk__in=desks), span, moment, zone)
        for row in here.values("desk_id", "month_number").annotate(**wanted):
            found[row.pop("desk_id"), span.months[row.pop("month_number")]] = row
    return found


def of_months(rows, span, moment, zone):
    """Those rows that lie in the span, each with `month_number`, the place of its month among the span's."""
    is_day = rows.model._meta.get_field(moment).get_internal_type() == "DateField"
    edges = [*span.months, span.ends] if is_day else span.begins(zone)
    rows = rows.filter(**{f"{moment}__gte": edges[0], f"{moment}__lt": edges[-1]})
    cases = [When(**{f"{moment}__lt": edge}, then=Value(number)) for number, edge in enumerate(edges[1:])]
    return rows.order_by().annotate(month_number=Case(*cases, output_field=IntegerField()))


def rates(rows, span, moment, **clauses):
    """{clause: {(desk id, month): Rate}} over a table. clauses: clause=(which rows count, which of these are done)."""
    wanted = {}
    for clause, (counts, done) in clauses.items():
        wanted |= {f"{clause}_all": Count("pk", filter=counts), f"{clause}_done": Count("pk", filter=counts & done)}
    found = {clause: {} for clause in clauses}
    for key, row in by_month(rows, span, moment, **wanted).items():
        for clause in clauses:
            found[clause][key] = Rate(row[f"{clause}_done"], row[f"{clause}_all"])
    return found


def amounts(rows, span, moment, **clauses):
    """The same of amounts. clauses: clause=which of the rows count."""
    wanted = {clause: Count("pk", filter=counts) for clause, counts in clauses.items()}
    found = {clause: {} for clause in clauses}
    for key, row in by_month(rows, span, moment, **wanted).items():
        for clause in clauses:
            found[clause][key] = Amount(row[clause])
    return found


def first_of(day):
    """The month of a day."""
    return date(day.year, day.month, 1)
