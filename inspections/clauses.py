"""What is recorded of the clauses about supervision, month by month and desk by desk.

A function of a Span returns {clause: {(desk id, month): figure}}; where a key is missing nothing is recorded.
"""

from collections import Counter, defaultdict
from functools import reduce
from operator import or_

from django.db.models import Count, Q, Sum

from duty.roster import clocks
from frontdesk.kernel.figures import EVERY, Amount, Rate, amounts, by_month, first_of

from . import due, reading
from .days import DAY, at_clock, between, local
from .known import Known
from .models import CoachingNote, DailyNotice, DailyReading, Inspection, InspectionSettings, OffDuty

Kind, State = Inspection.Kind, due.State
OWED = {State.DONE, State.LATE, State.MISSED}


def inspections(span):
    """Items found in order; ad hoc inspections; spot checks, and of how many that are wanted (R03, R58, R61, R63)."""
    rows = by_month(
        Inspection.objects, span, "day", passed=Sum("passed"), failed=Sum("failed"),
        adhoc=Count("pk", filter=Q(kind=Kind.ADHOC)), spot=Count("pk", filter=Q(kind=Kind.SPOT)),
    )  # fmt: skip
    found = {clause: {} for clause in ("R58", "R61", "R03", "R63")}
    for key, row in rows.items():
        found["R58"][key] = Rate(row["passed"], row["passed"] + row["failed"])
        found["R61"][key] = Amount(row["adhoc"])
        found["R03"][key] = Amount(row["spot"])
    wanted = InspectionSettings.over_time({desk.project_id for desk in span.desks})
    for desk in span.desks:
        ends = dict(zip(span.months, span.begins(clocks.of(desk).zone)[1:], strict=True))
        for month in span.months:
            made = rows.get((desk.pk, month), {}).get("spot", 0)
            if made:
                found["R63"][desk.pk, month] = Rate(made, wanted(desk.project_id, ends[month]).spot_checks_a_month)
    return found


def findings(span):
    """Findings, and how many of them somebody else has verified (R62)."""
    rows = by_month(
        Inspection.objects, span, "day", all=Count("findings"),
        closed=Count("findings", filter=Q(findings__state__closed_at__isnull=False)),
    )  # fmt: skip
    return {"R62": {key: Rate(row["closed"], row["all"]) for key, row in rows.items()}}


def words(span):
    """Coaching notes and daily notices (R05, R60)."""
    coached = amounts(CoachingNote.objects, span, "recorded_at", R05=EVERY)
    return coached | amounts(DailyNotice.objects, span, "date", R60=EVERY)


def owed(span):
    """Inspections made by their time, of those that were due; days read by theirs (R46, R59)."""
    known = Known(span.desks, span.months[0], span.ends - DAY)
    found = {clause: defaultdict(lambda: [0, 0]) for clause in ("R46", "R59")}
    for desk in span.desks:
        for task in due.tasks(desk, known.first, known.last, span.at, known):
            if task.state in OWED:
                _add(found["R59"][desk.pk, first_of(task.day)], task.state == State.DONE)
        for held in reading.states(desk, known.first, known.last, span.at, known):
            if held.state == reading.State.READ or held.is_owed(span.at):
                in_time = held.state == reading.State.READ and not held.is_late
                _add(found["R46"][desk.pk, first_of(held.day)], in_time)
    return {clause: {key: Rate(*pair) for key, pair in rows.items()} for clause, rows in found.items()}


def _add(pair, done):
    pair[0] += int(done)
    pair[1] += 1


SOURCES = (inspections, findings, words, owed)


def of_many(span):
    """The same two for many desks at once, without looking at each task: the daily inspections made by 9:30, and the days that
    were read at all, of the days on which the desks were open and a supervisor was on duty (R46, R59)."""
    known = Known(span.desks, span.months[0], span.ends - DAY)
    read = by_month(DailyReading.objects, span, "day", days=Count("day", distinct=True))
    found = {"R46": {}, "R59": {}}
    made, excused = (
        _in_time(Inspection.objects.filter(kind=Kind.DAILY), span, "day"),
        _in_time(OffDuty.objects, span, "date"),
    )
    for desk in span.desks:
        for month, days in _open_days(desk, known, span).items():
            key = desk.pk, month
            found["R59"][key] = Rate(made[key], max(days - excused[key], made[key]))
            found["R46"][key] = Rate(read.get(key, {}).get("days", 0), days)
    return found


def _open_days(desk, known, span):
    """{month: on how many days that are past the desk was open, since it owes anything}"""
    table = clocks.of(desk)
    began = known.first_owed(desk, table)
    past = min(known.last, local(table, span.at) - DAY)
    days = between(max(began, known.first), past) if began else ()
    return Counter(first_of(day) for day in days if table.serves(day))


def _in_time(rows, span, column):
    """{(desk id, month): on how many days one of the rows was written by 9:30}; counted in the database."""
    found = Counter()
    days = between(span.months[0], span.ends - DAY)
    for desk in {desk.project.time_zone: desk for desk in span.desks}.values():
        table = clocks.of(desk)
        in_time = reduce(
            or_, (Q(**{column: day, "recorded_at__lte": at_clock(table, day, due.DUE_AT)}) for day in days)
        )
        same = tuple(one for one in span.desks if one.project.time_zone == desk.project.time_zone)
        here = by_month(rows.filter(in_time, desk__in=same), span, column, days=Count(column, distinct=True))
        found.update({key: row["days"] for key, row in here.items()})
    return found
