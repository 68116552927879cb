"""What is recorded of the clauses about supervision, month by month and desk by desk.

A function of a Span returns {clause: {(desk id, month): figure}}; where a key is missing nothing is recorded.
"""

from collections import Counter, defaultdict
from functools import reduce
from operator import or_

from django.db.models import Count, Q, Sum

from duty.roster import clocks
from frontdesk.kernel.figures import EVERY, Amount, Rate, Span, amounts, by_month, first_of

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
    were read at all; of the past days on which the desks were open, inspections without those excused (R46, R59)."""
    known = Known(span.desks, span.months[0], span.ends - DAY)
    made = _days_with(Inspection.objects.filter(kind=Kind.DAILY), span, "day", by_half_past_nine=True)
    excused = _days_with(OffDuty.objects, span, "date", by_half_past_nine=True)
    read = _days_with(DailyReading.objects, span, "day")
    found = {"R46": {}, "R59": {}}
    for desk in span.desks:
        for month, days in _open_days(desk, known, span).items():
            key = desk.pk, month
            found["R59"][key] = Rate(made[key], max(days - excused[key], made[key]))
            found["R46"][key] = Rate(read[key], max(days, read[key]))
    return found


def _open_days(desk, known, span):
    """{month: on how many days that are past the desk was open, since it owes anything}"""
    table = clocks.of(desk)
    began = known.first_owed(desk, table)
    past = min(known.last, local(table, span.at) - DAY)
    days = between(max(began, known.first), past) if began else ()
    return Counter(first_of(day) for day in days if table.serves(day))


def _days_with(rows, span, column, *, by_half_past_nine=False):
    """{(desk id, month): on how many past days there is such a row, or one written by 9:30}; counted in the database."""
    found = Counter()
    for zone in span.zones:
        same = tuple(desk for desk in span.desks if desk.project.time_zone == str(zone))
        table = clocks.of(same[0])
        days = between(span.months[0], min(span.ends, local(table, span.at)) - DAY)
        if not days:
            continue
        here = rows.filter(**{f"{column}__lte": days[-1]})
        if by_half_past_nine:
            moments = {day: at_clock(table, day, due.DUE_AT) for day in days}
            here = here.filter(reduce(or_, (Q(**{column: day, "recorded_at__lte": at}) for day, at in moments.items())))
        part = Span(same, span.months, span.at)
        counted = by_month(here, part, column, days=Count(column, distinct=True))
        found.update({key: row["days"] for key, row in counted.items()})
    return found
