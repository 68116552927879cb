"""What is recorded of the clauses that roster and attendance answer for, month by month and desk by desk.

A function of a Span returns {clause: {(desk id, month): figure}}; where a key is missing nothing is recorded.
"""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta

from django.db.models import Count, Max, Min, Q

from frontdesk.kernel.appointments.models import RoleChange
from frontdesk.kernel.figures import EVERY, Amount, Rate, amounts, first_of, following, of_months, rates
from frontdesk.kernel.people.models import Posting, Role

from . import clocks
from .models import (
    AttendanceMark,
    CaseDecision,
    DutyCase,
    PlannedShift,
    Roster,
    RosterStep,
    RosterVersion,
    ShiftRequest,
    ShiftType,
    SupportCall,
)

DAY = timedelta(days=1)


def changes_of_roles(span):
    return amounts(RoleChange.objects, span, "recorded_at", R04=EVERY)


def rosters(span):
    """Drafted by the 25th, reviewed by somebody else than its drafter, approved before it began, versions (R09–R11, R65)."""
    rows = Roster.objects.filter(desk__in=span.desks, month__gte=span.months[0], month__lt=span.ends)
    months = {roster.pk: roster for roster in rows}
    zone_of = {pk: zone for zone, desks in span.zones.items() for pk in desks}
    reviews = defaultdict(list)
    steps = RosterStep.objects.filter(roster__in=months, kind=RosterStep.Kind.REVIEWED)
    for roster, alone in steps.values_list("roster_id", "self_reviewed"):
        reviews[roster].append(alone)
    first = dict(RosterVersion.objects.filter(roster__in=months, version=1).values_list("roster_id", "recorded_at"))
    found = {clause: {} for clause in ("R09", "R10", "R11", "R65")}
    for pk, roster in months.items():
        key = roster.desk_id, roster.month
        began = datetime.combine(roster.month, time.min, zone_of[roster.desk_id])
        found["R09"][key] = Rate(int(not roster.late), int(roster.state != Roster.State.DRAFT or pk in reviews))
        found["R10"][key] = Rate(reviews[pk].count(False), len(reviews[pk]))
        found["R11"][key] = Rate(int(pk in first and first[pk] < began), int(pk in first))
        found["R65"][key] = Amount(roster.version)
    return found


def planned(span):
    """Of the planned shifts: with a butler, covering the service hours, filled, signed in for (R12, R13, R22, R28)."""
    counted = {clause: defaultdict(lambda: [0, 0]) for clause in ("R12", "R13", "R22", "R28")}
    wanted = {(desk, code): people for desk, code, people in _wanted(span)}
    begun, days = defaultdict(int), defaultdict(list)
    for row in _shifts(span):
        desk_id, day, code = row["desk_id"], row["date"], row["code"]
        key = desk_id, first_of(day)
        days[desk_id, day].append((row["first"], row["last"], code, row["people"]))
        _add(counted["R12"][key], row["butlers"] > 0, 1)
        if row["first"] <= span.at:
            begun[key] += row["people"]
    for desk in span.desks:
        _cover(desk, {day: held for (pk, day), held in days.items() if pk == desk.pk}, wanted, counted)
    came = _signed_in(span)
    for key, number in begun.items():
        _add(counted["R22"][key], min(came[key], number), number)
    return {clause: {key: Rate(*pair) for key, pair in rows.items()} for clause, rows in counted.items()}


def _add(pair, done, of):
    pair[0] += int(done)
    pair[1] += of


def _wanted(span):
    return ShiftType.objects.filter(desk__in=span.desks, people__gt=0).values_list("desk_id", "code", "people")


def _shifts(span):
    """One row for each shift of a day: how many people stand it, how many of them butlers, from when to when."""
    butlers = Posting.objects.filter(role=Role.BUTLER, project__in={desk.project_id for desk in span.desks})
    is_butler = Q(person__in=set(butlers.values_list("person_id", flat=True)))
    for zone, desks in span.zones.items():
        edges = span.begins(zone)
        # By the moment too, which is indexed; a shift belongs to the day on which it begins.
        rows = PlannedShift.objects.filter(
            desk__in=desks,
            starts_at__gte=edges[0],
            starts_at__lt=edges[-1],
            date__gte=span.months[0],
            date__lt=span.ends,
        )
        yield from (
            rows.order_by()
            .values("desk_id", "date", "code")
            .annotate(
                people=Count("pk"), butlers=Count("pk", filter=is_butler), first=Min("starts_at"), last=Max("ends_at")
            )
        )


def _cover(desk, days, wanted, counted):
    """Count the open days of the months that have a roster, and the places that are wanted on them."""
    table = clocks.of(desk)
    codes = {code: people for (pk, code), people in wanted.items() if pk == desk.pk}
    for month in {first_of(day) for day in days}:
        key, day = (desk.pk, month), month
        while day < following(month):
            held = days.get(day, [])
            opens, closes = table.hours.get(table.days.assumed(day), (time.min, time.min))
            if opens < closes:
                at = [datetime.combine(day, clock, table.zone) for clock in (opens, closes)]
                _add(counted["R13"][key], _covers(held, *at), 1)
                here = Counter({code: people for _first, _last, code, people in held})
                filled = sum(min(people, here[code]) for code, people in codes.items())
                _add(counted["R28"][key], 0, sum(codes.values()))
                counted["R28"][key][0] += filled
            day += DAY


def _covers(held, opens, closes):
    """Whether shifts leave no gap between two moments."""
    for first, last, _code, _people in sorted(held):
        if first <= opens:
            opens = max(opens, last)
    return opens >= closes


def _signed_in(span):
    """{(desk id, month): how many planned shifts somebody signed in for}"""
    found = Counter()
    for zone, desks in span.zones.items():
        marks = AttendanceMark.objects.filter(desk__in=desks, kind=AttendanceMark.Kind.IN, date__isnull=False)
        rows = of_months(marks, span, "recorded_at", zone).values_list(
            "desk_id", "month_number", "recorded_by_id", "date"
        )
        found.update((desk_id, span.months[number]) for desk_id, number, _person, _day in set(rows))
    return found


def support(span):
    return amounts(SupportCall.objects, span, "recorded_at", R14=EVERY)


def requests(span):
    """Leave that was answered, of what was asked for (R27)."""
    rows = ShiftRequest.objects.filter(kind=ShiftRequest.Kind.LEAVE).with_state()
    return rates(rows, span, "recorded_at", R27=(EVERY, Q(state__isnull=False)))


def cases(span):
    """On duty without being planned; late or absent, and decided (R29, R48)."""
    late = Q(kind__in=[DutyCase.Kind.LATE, DutyCase.Kind.ABSENT])
    decided = Q(pk__in=CaseDecision.objects.filter(desk__in=span.desks).values("case"))
    found = rates(DutyCase.objects, span, "date", R29=(Q(kind=DutyCase.Kind.UNPLANNED), EVERY), R48=(late, decided))
    return found | {"R29": {key: Amount(rate.all) for key, rate in found["R29"].items()}}


SOURCES = (changes_of_roles, rosters, planned, support, requests, cases)
