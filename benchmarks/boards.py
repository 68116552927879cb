"""The compliance board, the comparison of projects and the map of hours, against 'hello' on the same server."""

from datetime import timedelta

from django.utils import timezone

from duty.log.models import Entry, Note
from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.people.models import Role, User

from . import generate

A_DAY = 167  # entries, which make 5,000 a month
YEARS = {"": 365, ", two years of book": 730}  # days


def board(context, line):
    """A month of 5,000 entries and as many steps, the year around it, the map of hours: in a book of one year and of two."""
    if context.entries > 1000:  # its books are its own: once is enough
        return
    times, first = context.times(60), {}
    month = f"{timezone.localdate():%Y-%m}"
    paths = {
        "board": (f"/compliance/{month}/", 35),
        "board of a year": (f"/compliance/{month[:4]}/", 60),
        "one clause": (f"/compliance/{month}/R26/", 40),
        "entries per hour": (f"/compliance/hours/{month}/", 15),
    }
    for said, days in YEARS.items():
        entries = context.times(days * A_DAY)
        desk, supervisor = _desk(f"b-{days}")
        generate.fill(desk, supervisor, entries, a_day=entries / days)
        _write_steps(desk, supervisor)
        client = context.client(supervisor)
        hello, _ = client.cost("/hello/", times * 4)
        for name, (path, target) in paths.items():
            took, _ = client.cost(path, times)
            more = {"ms": round(took, 2), "entries": entries}
            if name in first:
                yield line(f"{name}{said} / a year of it", took / hello / first[name], 1.2, **more)
            else:
                first[name] = took / hello
                yield line(f"{name} / hello", first[name], target, **more)


def _desk(code):
    """(a desk, its supervisor)"""
    desk, supervisor = generate.found(code)
    _appoint(desk, supervisor, Role.SUPERVISOR)
    return desk, supervisor


def _write_steps(desk, person):
    """One step for each entry; not sealed, for nothing here verifies."""
    written = Entry.objects.filter(desk=desk).values_list("pk", "recorded_at")
    steps = (
        Note(desk=desk, entry_id=pk, recorded_at=at, recorded_by=person, kind="progress", text="已处理", salts="{}")
        for pk, at in written.iterator(chunk_size=2000)
    )
    Note.objects.bulk_create(steps, batch_size=2000)


def _appoint(desk, person, role):
    lead = User.objects.get(postings__project=desk.project_id, postings__role=Role.PROJECT_LEAD)
    at = timezone.now() - timedelta(days=380 if role == Role.HEAD_OFFICE else 1190)  # before the first entry
    appointments.appoint(project_id=desk.project_id, person=person, role=role, starts_at=at, by=lead, at=at)


def projects(context, line):
    """200 projects beside each other, 300 entries each in this month; a fourth of them with four times as many before."""
    if context.entries > 1000:
        return
    desks, each, times = generate.more_projects(context.times(200), context.clerk), 300, context.times(30)
    for desk in [context.desk, *desks]:
        _appoint(desk, context.clerk, Role.HEAD_OFFICE)
    before = timezone.now() - timedelta(days=60)
    for desk in desks[:: 1 if context.quick else 4]:  # a fourth of them has a past
        generate.fill(desk, context.clerk, each * 4, seed=desk.pk, a_day=20, until=before)
    for desk in desks:
        generate.fill(desk, context.clerk, each, seed=desk.pk, a_day=10)
    client = context.client()
    hello, _ = client.cost("/hello/", times * 4)
    took, _ = client.cost("/compliance/projects/", times)
    more = {"ms": round(took, 2), "projects": len(desks), "entries": each * len(desks)}
    yield line("200 projects / hello", took / hello, 60, **more)
    yield line("200 projects, each / hello", took / hello / len(desks), 0.4, **more)
