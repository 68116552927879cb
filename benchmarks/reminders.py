"""The sweep: 20,000 things owed over 200 projects, beside a heap of old notices."""

import time
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from frontdesk.kernel.notices import commands, obligations
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.models import Project, User

PROJECTS, BATCH = 200, 500


def sweep(context, line):
    """A sweep that finds everything known already, as sixty times an hour, against a bare SELECT of those keys."""
    owed_count = 1_000 if context.quick else 20_000
    people, projects = _people_and_projects()
    owed = [
        obligations.Owed(
            people[n % len(people)], projects[n % PROJECTS], f"bench:{n}:overdue", "bench", f"{n:04d}", "/"
        )
        for n in range(owed_count)
    ]
    at = timezone.now()
    with _declared(owed):
        first, _ = _timed(lambda: commands.sweep(at=at))
        again = min(_timed(lambda: commands.sweep(at=at))[0] for _ in range(5))
        floor = min(_timed(lambda: _bare_select(owed))[0] for _ in range(5))
        _old_notices(people, projects, 10 * owed_count, at)
        heap = min(_timed(lambda: commands.sweep(at=at))[0] for _ in range(5))
        heap_floor = min(_timed(lambda: _bare_select(owed))[0] for _ in range(5))
    more = {"ms": round(again * 1000), "floor_ms": round(floor * 1000), "entries": owed_count}
    yield line("sweep, all known / SELECT", again / floor, 6, **more)
    yield line("sweep, all new / all known", first / again, 30, ms=round(first * 1000), entries=owed_count)
    more = {"ms": round(heap * 1000), "floor_ms": round(heap_floor * 1000), "entries": owed_count}
    yield line("sweep, ten times the notices", heap / again, 1.5, **more)
    Notice.objects.filter(kind="bench").delete()


def _timed(work):
    began = time.process_time() if connection.vendor == "sqlite" else time.perf_counter()
    result = work()
    return (time.process_time() if connection.vendor == "sqlite" else time.perf_counter()) - began, result


def _bare_select(owed):
    with connection.cursor() as cursor:
        for start in range(0, len(owed), BATCH):
            keys = [line.key for line in owed[start : start + BATCH]]
            marks = ",".join(["%s"] * len(keys))
            cursor.execute(f"SELECT key, person_id FROM notices_notice WHERE key IN ({marks})", keys)
            cursor.fetchall()


@contextmanager
def _declared(owed):
    before, obligations.sources = obligations.sources, [lambda at: owed]
    try:
        yield
    finally:
        obligations.sources = before


def _people_and_projects():
    """600 people, 200 projects; made once."""
    for number in range(PROJECTS):
        Project.objects.get_or_create(
            code=f"sw{number}", defaults={"name": f"测量{number}", "centre_name": "客户服务中心"}
        )
    if not User.objects.filter(username="sw-0").exists():
        User.objects.bulk_create(
            User(username=f"sw-{n}", name="曾雨", name_sort="zeng yu") for n in range(3 * PROJECTS)
        )
    ids = Project.objects.filter(code__startswith="sw").order_by("id").values_list("id", flat=True)
    return list(User.objects.filter(username__startswith="sw-").order_by("id").values_list("id", flat=True)), list(ids)


def _old_notices(people, projects, count, at):
    """Read long ago, by the same people."""
    long_ago = at - timedelta(days=400)
    Notice.objects.bulk_create(
        (
            Notice(
                person_id=people[n % len(people)], project_id=projects[n % PROJECTS], key=f"bench-old:{n}:overdue",
                kind="bench", subject="", link="/", at=long_ago, read_at=long_ago,
            )
            for n in range(count)
        ),
        batch_size=1000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
