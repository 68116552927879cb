"""What supervision owes: each stage is told once, stops when the thing is done, and goes up once (R46, R59, R60, R62, R63).

A worker that was down tells late: the last days are looked at, not only this minute.
"""

from datetime import timedelta

from duty.roster import clocks
from duty.roster.obligations import deciders
from frontdesk.kernel.notices.obligations import Owed
from frontdesk.kernel.people.models import Desk, Role

from . import due, figures, onduty, reading
from .days import DAY, at_clock, bounds, local
from .known import Known
from .models import DailyNotice, Inspection, Rectification

UP_AFTER = timedelta(minutes=60)  # a missed inspection, a notice not ticked: then the next one up is told
LOOK_BACK = 3  # days
REMIND_SPOT_DAYS = 3  # before the month ends
Supervisor, Lead = Role.SUPERVISOR, Role.PROJECT_LEAD


def inspections_due(at):
    """9:00 a reminder, 9:30 overdue, an hour later the project lead; a missed change of shift the same way. R59."""
    people = deciders(at)
    for desk, today, known in _desks(at, 1):
        for task in due.tasks(desk, today - DAY, today, at, known):
            subject = f"{task.due_to.astimezone(clocks.of(desk).zone):%m-%d %H:%M}"
            tell = _teller(desk, people, f"inspection:{desk.pk}:{task.key}", subject, "/inspections/")
            if task.kind == Inspection.Kind.DAILY and task.state == due.State.DUE:
                if at >= at_clock(clocks.of(desk), task.day, due.REMIND_AT):
                    yield from tell("remind", "inspection_due", Supervisor)
            elif task.state == due.State.MISSED:
                kind = "inspection_missed" if task.kind == Inspection.Kind.DAILY else "handover_not_inspected"
                yield from tell("missed", kind, Supervisor, urgent=True)
                if at >= task.due_to + UP_AFTER:
                    yield from tell("up", kind, Lead)


def days_unread(at):
    """The next morning at 9:00 a reminder, at 9:30 overdue, a day later the project lead; partly read is not read. R46, A30."""
    people = deciders(at)
    for desk, today, known in _desks(at, LOOK_BACK):
        table = clocks.of(desk)
        for held in reading.states(desk, today - DAY * LOOK_BACK, today - DAY, at, known):
            if held.state not in {reading.State.UNREAD, reading.State.PARTLY}:
                continue
            stage = held.state if held.last is None else f"{held.state}{held.last.pk}"
            link = f"/reading/{held.day}/"
            tell = _teller(desk, people, f"reading:{desk.pk}:{held.day}:{stage}", f"{held.day:%m-%d}", link)
            kind = "day_unread" if held.state == reading.State.UNREAD else "day_partly_read"
            if at >= at_clock(table, local(table, held.due_at), due.REMIND_AT):
                yield from tell("remind", kind, Supervisor)
            if at > held.due_at:
                yield from tell("overdue", f"{kind}_overdue", Supervisor, urgent=True)
            if at > held.due_at + DAY:
                yield from tell("up", f"{kind}_overdue", Lead)


def findings_overdue(at):
    """A finding past its day: whoever is responsible and the supervisor; a day later the project lead. R62."""
    people = deciders(at)
    rows = Rectification.objects.open().filter(due__lt=(at + DAY).date()).select_related("desk__project", "owner")
    for state in rows.order_by("finding_id").iterator(chunk_size=1000):
        late = (local(clocks.of(state.desk), at) - state.due).days
        if late <= 0:
            continue
        key, subject = f"finding:{state.pk}:{state.due}", f"{state.due:%m-%d}"
        tell = _teller(state.desk, people, key, subject, f"/findings/{state.pk}/")
        yield from tell(
            "overdue", "finding_overdue", Supervisor, also=[state.owner_id] if state.owner.is_active else []
        )
        if late > 1:
            yield from tell("up", "finding_overdue", Lead)


def notices_unticked(at):
    """The day's points: each on duty when their shift begins, the supervisor an hour later, the lead at the day's end. R60."""
    people = deciders(at)
    rows = DailyNotice.objects.filter(date__gte=(at - DAY).date(), date__lte=(at + DAY).date(), recorded_at__lte=at)
    for desk in Desk.objects.select_related("project").filter(pk__in=rows.values("desk")):
        table = clocks.of(desk)
        for day in {local(table, at), local(table, at) - DAY}:
            told, since = onduty.told(desk, day), onduty.people(desk, day)
            ends = bounds(table, day)[1]
            for one in told:
                begun = {person.pk: max(since[person.pk], one.notice.recorded_at) for person in one.missing}
                begun = {pk: moment for pk, moment in begun.items() if moment <= at}
                tell = _teller(desk, people, f"notice:{one.notice.pk}", f"{day:%m-%d}", "/daily-notices/")
                if at < ends:
                    yield from tell("note", "notice_to_tick", also=begun)
                for pk, moment in begun.items():
                    if at >= moment + UP_AFTER:
                        yield from tell(f"unticked:{pk}", "notice_unticked", Supervisor)
                if begun and at >= ends:
                    yield from tell("up", "notice_unticked", Lead)


def spot_checks_short(at):
    """Fewer spot checks than the project wants: the supervisor in the month's last days, the lead once it is over. R63, A29."""
    people = deciders(at)
    for desk, today, known in _desks(at, 1):
        if (figures.last_day(today.replace(day=1)) - today).days < REMIND_SPOT_DAYS:
            month, stage, kind, role = today.replace(day=1), "remind", "spot_short", Supervisor
        elif today.day <= LOOK_BACK:
            month, stage, kind, role = (today - DAY * LOOK_BACK).replace(day=1), "missed", "spot_missed", Lead
        else:
            continue
        began, (made, wanted) = known.first_owed(desk, clocks.of(desk)), figures.spot_count(desk, month)
        if began and began <= month and made < wanted:
            subject = f"{month:%Y-%m} {made}/{wanted}"
            tell = _teller(desk, people, f"spot:{desk.pk}:{month:%Y-%m}", subject, "/inspections/spot/")
            yield from tell(stage, kind, role)


def _desks(at, back):
    """(desk, its local day, what is known of all desks since so many days)"""
    desks = list(Desk.objects.select_related("project"))
    known = Known(desks, at.date() - DAY * (back + 1), at.date() + DAY)  # wherever on earth a desk stands
    for desk in desks:
        yield desk, local(clocks.of(desk), at), known


def _teller(desk, people, key, subject, link):
    """tell(stage, kind, role, also=…) gives an Owed for each holder of the role and each of `also`."""

    def tell(stage, kind, role=None, *, also=(), urgent=False):
        for person_id in {*people.get((desk.project_id, role), ()), *also}:
            yield Owed(person_id, desk.project_id, f"{key}:{stage}", kind, subject, link, urgent)

    return tell


ALL = (inspections_due, days_unread, findings_overdue, notices_unticked, spot_checks_short)
