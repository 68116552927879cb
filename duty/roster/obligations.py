"""What the roster owes: the 25th (R09), open shifts (R28), tomorrow's shift, an unattended desk (R22), undecided cases (R48)."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.kernel.notices.obligations import Owed
from frontdesk.kernel.people.models import Desk, Posting, Role

from . import attendance, clocks, reports
from .commands.months import deadline
from .models import DutyCase, PlannedShift, Roster, ShiftRequest

REMIND_FROM_DAY = 20
OPEN_SHIFT_DAYS = 7
TOMORROW_FROM = time(18)  # in the evening, when there is time to look
WAITS = timedelta(hours=24)
UNATTENDED_AFTER = timedelta(minutes=10)
DONE = {Roster.State.DRAFTED, Roster.State.REVIEWED, Roster.State.SUBMITTED, Roster.State.APPROVED}


def drafts_due(at):
    """Each desk's draft of next month: the supervisor daily from the 20th until it is complete; past the 25th the lead once."""
    people, states = deciders(at), {}
    for desk in Desk.objects.select_related("project"):
        today = at.astimezone(ZoneInfo(desk.project.time_zone)).date()
        month = month_after(today)
        if today.day < REMIND_FROM_DAY:
            continue
        if month not in states:
            states[month] = dict(Roster.objects.filter(month=month).values_list("desk_id", "state"))
        if states[month].get(desk.pk) in DONE:
            continue
        late = at >= deadline(month, desk.project.time_zone)
        key, subject = f"roster:{desk.pk}:{month:%Y-%m}", f"{month:%Y-%m}"
        link = f"/roster/{month:%Y-%m}/"
        kind = "roster_late" if late else "roster_due"
        for person_id in people.get((desk.project_id, Role.SUPERVISOR), ()):
            yield Owed(person_id, desk.project_id, f"{key}:{today:%d}", kind, subject, link, urgent=late)
        if late:
            for person_id in people.get((desk.project_id, Role.PROJECT_LEAD), ()):
                yield Owed(person_id, desk.project_id, f"{key}:late", "roster_late", subject, link, urgent=True)


def month_after(day):
    """The first day of the month after that of a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def shifts_open(at):
    """Shifts of the next days that nobody stands of an approved month: the supervisor, urgent from the day before. R28."""
    people = deciders(at)
    for desk in Desk.objects.select_related("project").filter(rosters__state=Roster.State.APPROVED).distinct():
        today = _today(desk, at)
        for day, code, missing in reports.open_shifts(desk, today, today + timedelta(days=OPEN_SHIFT_DAYS)):
            soon = day <= today + timedelta(days=1)
            key = f"open:{desk.pk}:{day:%Y-%m-%d}:{code}:{missing}" + (":soon" if soon else "")
            for person_id in people.get((desk.project_id, Role.SUPERVISOR), ()):
                link = f"/roster/{day:%Y-%m}/open/{day:%Y-%m-%d}/{code}/"
                yield Owed(person_id, desk.project_id, key, "shift_open", f"{day:%m-%d} {code}", link, urgent=soon)


def shifts_tomorrow(at):
    """Everybody is told in the evening which shift they stand on the next day."""
    shifts = PlannedShift.objects.filter(
        starts_at__gt=at, starts_at__lt=at + timedelta(hours=36), person__is_active=True
    )
    for shift in shifts.select_related("desk__project"):
        local = at.astimezone(ZoneInfo(shift.desk.project.time_zone))
        if shift.date == local.date() + timedelta(days=1) and local.time() >= TOMORROW_FROM:
            key, subject = (
                f"shift:{shift.desk_id}:{shift.date:%Y-%m-%d}:{shift.code}",
                f"{shift.date:%m-%d} {shift.code}",
            )
            yield Owed(shift.person_id, shift.desk.project_id, key, "shift_tomorrow", subject, "/my-shifts/")


def desks_unattended(at):
    """空岗: a desk in service hours, with a shift planned, at which nobody is signed in: the supervisor at once. R22."""
    people = deciders(at)
    running = PlannedShift.objects.filter(starts_at__lte=at - UNATTENDED_AFTER, ends_at__gt=at)
    desks = Desk.objects.select_related("project").filter(pk__in=running.values("desk"))
    used = attendance.is_used([desk.pk for desk in desks])
    for desk in desks:
        if desk.pk not in used or not _is_open(desk, at) or any(not p.away_since for p in attendance.present(desk, at)):
            continue
        first = running.filter(desk=desk).order_by("starts_at").values_list("date", "code")[0]
        key, subject = f"unattended:{desk.pk}:{first[0]}:{first[1]}:{at:%Y%m%d%H}", desk.name
        for person_id in people.get((desk.project_id, Role.SUPERVISOR), ()):
            yield Owed(person_id, desk.project_id, key, "desk_unattended", subject, "/attendance/", urgent=True)


def cases_undecided(at):
    """Each open case, once, to whoever decides it. R48."""
    people = deciders(at)
    for case in DutyCase.objects.filter(decisions=None, recorded_at__lte=at).select_related("desk"):
        role = Role.PROJECT_LEAD if case.kind == DutyCase.Kind.ROSTER_LATE else Role.SUPERVISOR
        for person_id in people.get((case.desk.project_id, role), ()):
            yield Owed(person_id, case.desk.project_id, f"case:{case.pk}", "case_open", str(case.date), "/attendance/")


def requests_waiting(at):
    """A request that nobody answered for a day comes back, every day until somebody does. R27."""
    people = deciders(at)
    for asked in ShiftRequest.objects.open().filter(recorded_at__lte=at - WAITS).select_related("desk__project"):
        days = (at - asked.recorded_at) // WAITS
        is_colleagues = asked.kind == ShiftRequest.Kind.SWAP and asked.state is None
        whom = [asked.other_id] if is_colleagues else people.get((asked.desk.project_id, Role.SUPERVISOR), ())
        kind = "swap_asked" if is_colleagues else "leave_asked" if asked.kind == "leave" else "request_consented"
        if asked.last_day < _today(asked.desk, at):
            continue
        for person_id in whom:
            key, link = f"request:{asked.pk}:day{days}", asked.get_absolute_url()
            yield Owed(person_id, asked.desk.project_id, key, kind, str(asked.first_day), link)


def deciders(at):
    """{(project id, role): ids} of supervisors and leads."""
    people = {}
    rows = Posting.objects.at(at).filter(person__is_active=True, role__in=[Role.SUPERVISOR, Role.PROJECT_LEAD])
    for project_id, role, person_id in rows.values_list("project_id", "role", "person_id"):
        people.setdefault((project_id, role), set()).add(person_id)
    return people


def _today(desk, at):
    return at.astimezone(ZoneInfo(desk.project.time_zone)).date()


def _is_open(desk, at):
    table = clocks.of(desk)
    local = at.astimezone(table.zone)
    opens, closes = table.hours.get(table.days.assumed(local.date()), (time.min, time.min))
    return opens <= local.time() < closes


ALL = (drafts_due, shifts_open, shifts_tomorrow, desks_unattended, cases_undecided, requests_waiting)
