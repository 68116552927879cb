"""Figures of supervision for a month: counted from what was recorded. Nothing recorded is not 100 % (R05, R61–R63)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from duty.roster import attendance, clocks
from duty.roster.models import PlannedShift

from . import due, reading
from .days import DAY, bounds, local
from .items import name_of
from .models import CoachingNote, Finding, Inspection, InspectionSettings

Kind = Inspection.Kind


@dataclass(frozen=True)
class SpotChecks:
    """The spot checks of a month. shifts: how many different shifts they were about; people: how many stood a shift in that
    month, people_checked: how many of them one that was checked; findings, closed: what they found, and what of it is closed."""

    made: int
    wanted: int
    random: int
    manual: int
    shifts: int
    people_checked: int
    people: int
    findings: int
    closed: int


@dataclass
class ItemLine:
    """The findings on one item in a month."""

    label: str
    found: int
    repeated: int
    closed: int
    most: int = 0  # of any item, so that a bar knows its length


@dataclass
class Month:
    """What was supervised in a month. tasks, days: Counters of states; kinds: of inspections."""

    month: date
    tasks: Counter
    handover_tasks: Counter
    kinds: Counter
    days: Counter
    spot: SpotChecks
    items: list = field(default_factory=list)
    coaching: int = 0

    @property
    def owed(self):
        """[(kind, Counter of states)] of what was due."""
        return [(Kind.DAILY.label, self.tasks), (Kind.HANDOVER.label, self.handover_tasks)]

    @property
    def made(self):
        """[(kind, number)] of what was made."""
        return [(label, self.kinds[kind]) for kind, label in Kind.choices if self.kinds[kind]]


def last_day(month):
    return (month + DAY * 32).replace(day=1) - DAY


def spot_count(desk, month):
    """(how many spot checks were made in a month, how many the project wanted at its end, or wants now)."""
    return _spots(desk, month).count(), _wanted(desk, month)


def _wanted(desk, month):
    ends = bounds(clocks.of(desk), last_day(month))[1]
    return InspectionSettings.over_time([desk.project_id])(desk.project_id, ends).spot_checks_a_month


def _spots(desk, month):
    return Inspection.objects.filter(desk=desk, kind=Kind.SPOT, day__gte=month, day__lte=last_day(month))


def spot_checks(desk, month):
    """The SpotChecks made in a month (its first day)."""
    rows = list(_spots(desk, month).values_list("picked_by", "target_date", "target_code"))
    picked = Counter(how for how, _date, _code in rows)
    shifts = {(day, code) for _how, day, code in rows}
    stood = _stood(desk, month)
    wanted = Q(pk__in=())
    for day, code in shifts:
        wanted |= Q(date=day, code=code)
    checked = set(PlannedShift.objects.filter(wanted, desk=desk).values_list("person_id", flat=True))
    findings = Finding.objects.filter(inspection__in=_spots(desk, month))
    return SpotChecks(
        made=len(rows), wanted=_wanted(desk, month), findings=findings.count(),
        closed=findings.filter(state__closed_at__isnull=False).count(),
        random=picked[Inspection.PickedBy.RANDOM], manual=picked[Inspection.PickedBy.MANUAL], shifts=len(shifts),
        people_checked=len(checked & stood), people=len(stood),
    )  # fmt: skip


def _stood(desk, month):
    """The ids of everybody who is planned or has signed in for a shift of a month."""
    until = last_day(month)
    planned = PlannedShift.objects.filter(desk=desk, date__gte=month, date__lte=until)
    table = clocks.of(desk)
    spans = attendance.spans(desk, bounds(table, month)[0], bounds(table, until)[1])
    return {*planned.values_list("person_id", flat=True), *(span.person_id for span in spans)}


def month_of(desk, month, at):
    """The Month of supervision that begins on this day, as it stands at a moment."""
    until = last_day(month)
    tasks = due.tasks(desk, month, until, at)
    here = Inspection.objects.filter(desk=desk, day__gte=month, day__lte=until)
    starts, ends = bounds(clocks.of(desk), month)[0], bounds(clocks.of(desk), until)[1]
    found = Month(
        month=month,
        tasks=Counter(task.state for task in tasks if task.kind == Kind.DAILY),
        handover_tasks=Counter(task.state for task in tasks if task.kind == Kind.HANDOVER),
        kinds=Counter(here.values_list("kind", flat=True)),
        days=_days(desk, month, until, at),
        spot=spot_checks(desk, month),
        coaching=CoachingNote.objects.filter(desk=desk, recorded_at__gte=starts, recorded_at__lt=ends).count(),
    )
    rows = Finding.objects.filter(desk=desk, recorded_at__gte=starts, recorded_at__lt=ends).order_by()
    lines = rows.values_list("item", "name").annotate(
        found=Count("id"), repeated=Count("id", filter=Q(times__gte=3)), closed=Count("state__closed_at")
    )
    found.items = sorted(
        (ItemLine(name_of(item, name), *numbers) for item, name, *numbers in lines), key=lambda line: -line.found
    )
    for line in found.items:
        line.most = found.items[0].found
    return found


def _days(desk, first, last, at):
    """How the days of a month were read: in time, late, partly, not."""
    counted = Counter()
    today = local(clocks.of(desk), at)
    for held in reading.states(desk, first, min(last, today), at):
        if held.state == reading.State.READ:
            counted["late" if held.is_late else "in_time"] += 1
        elif held.is_owed(at):
            counted[held.state] += 1
    return counted
