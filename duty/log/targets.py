"""By when the stages of a matter are due: the project's plan in force, reckoned on one of three clocks (R01, R16, A12)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from duty.roster import clocks
from frontdesk.kernel.people import settings_cache

from .models import Target, TargetPlan
from .usual_targets import ROWS

AFTER_APPOINTMENT = 8 * 60  # minutes of the clock that an appointed visit may take until its result
# The first form of a result did not say whether the customer is asked: then this held.
CALL_BACK = frozenset({("REP", "P1"), ("REP", "P2"), ("CMP", "P1"), ("CMP", "P2"), ("CMP", "P3"), ("INC", "P1")})


@dataclass(frozen=True)
class Times:
    """One row of a plan; minutes on its clock."""

    category: str
    grade: str
    priority: str
    clock: str
    accept_minutes: int | None
    arrive_minutes: int | None
    contain_minutes: int | None
    solve_minutes: int
    call_back_hours: int | None
    call_back_percent: int

    def as_dict(self):
        return asdict(self)


COLUMNS = tuple(Times.__dataclass_fields__)
USUAL = tuple(Times(*row) for row in ROWS)


@dataclass(frozen=True)
class Due:
    """The due moments of a matter (aware, None where not asked for) and how it is called back. `version` 0: the usual plan."""

    accept_by: datetime | None
    arrive_by: datetime | None
    contain_by: datetime | None
    due_at: datetime
    half_at: datetime
    most_at: datetime
    clock: str
    call_back_hours: int | None
    call_back_percent: int
    version: int

    def columns(self):
        """What a record that sets due times holds of it."""
        names = ("accept_by", "arrive_by", "contain_by", "due_at", "half_at", "most_at")
        return {name: getattr(self, name) for name in names}


def reckon(*, desk, category, priority, at, grade="", appointed_at=None):
    """The Due of a matter whose clock starts at `at`. desk: with its project; appointed_at: agreed with the customer."""
    version, times = row_for(desk.project, category, priority, at, grade)
    table, clock = clocks.of(desk), times.clock

    def after(minutes):
        return None if minutes is None else table.add(clock, at, minutes)

    arrive_by, due_at = after(times.arrive_minutes), after(times.solve_minutes)
    if appointed_at and appointed_at > at and priority in {"P3", "P4"}:
        arrive_by = appointed_at
        due_at = max(due_at, table.add(clock, appointed_at, AFTER_APPOINTMENT))
    span = table.left(clock, at, due_at)
    return Due(
        accept_by=after(times.accept_minutes),
        arrive_by=arrive_by,
        contain_by=after(times.contain_minutes),
        due_at=due_at,
        half_at=after(span * 0.5),
        most_at=after(span * 0.8),
        clock=clock,
        call_back_hours=times.call_back_hours,
        call_back_percent=times.call_back_percent,
        version=version,
    )


def row_for(project, category, priority, at, grade=""):
    """(version, Times) of the plan in force at a moment: the row that fits most closely."""
    version, rows = in_force(project, at)
    for wanted in ((category, grade, priority), (category, "", priority), ("", "", priority)):
        if wanted in rows:
            return version, rows[wanted]
    raise LookupError(f"no target times for {category} {priority}")


def in_force(project, at):
    """(version, {(category, grade, priority): Times}) of the plan in force at a moment; what it leaves out is as usual."""
    for version, starts_at, rows in settings_cache.get(project, "targets", lambda: _read(project)):
        if starts_at <= at:
            return version, rows
    return 0, _BY_CELL


def of_version(project, version):
    """The rows of one version, in force or not."""
    return next(
        rows for number, _, rows in settings_cache.get(project, "targets", lambda: _read(project)) if number == version
    )


def _read(project):
    """[(version, starts_at, rows)] of every plan of a project, the latest first."""
    plans = TargetPlan.objects.filter(project=project).order_by("-starts_at", "-version")
    rows = {}
    for plan_id, *values in Target.objects.filter(plan__project=project).values_list("plan_id", *COLUMNS):
        times = Times(*values)
        rows.setdefault(plan_id, dict(_BY_CELL))[times.category, times.grade, times.priority] = times
    return [(plan.version, plan.starts_at, rows.get(plan.pk, _BY_CELL)) for plan in plans]


_BY_CELL = {(times.category, times.grade, times.priority): times for times in USUAL}


def wants_call_back(category, priority):
    """Whether every matter of this sort was called back before results said so themselves."""
    return (category, priority) in CALL_BACK
