"""What is measured. Each function yields result lines: {"name", "ratio", "target", "ok", …}."""

import time
import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from duty.log.models import Entry, Matter
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.records import sealing
from frontdesk.kernel.records.models import ClockStep, Submission
from frontdesk.kernel.search import index
from frontdesk.kernel.search.models import Document

from . import boards, generate, handovers, reminders, rosters, server, verifying


def line(name, ratio, target, *, at_most=True, **more):
    ok = ratio <= target if at_most else ratio >= target
    sign = "≤" if at_most else "≥"
    return {"name": name, "ratio": round(ratio, 3), "target": f"{sign} {target}", "ok": ok, **more}


def append(context):
    """A call logged over HTTP (session, CSRF, form, chain, matter, search words) against two commits of the bare ORM.

    chained: one sealed record through the pen; bare: one small row. Same database, taken in turn.
    """
    times = context.times(150)
    client = context.client()
    fields = {
        "channel": "call",
        "rings": "2",
        "where": "8-1-1203",
        "category": "REP",
        "description": "厨房水管漏水请尽快",
    }

    def stack():
        assert client.post("/log/new/", {**fields, "key": str(uuid.uuid4())})[0] == 302

    def chained():
        at = timezone.now()
        with sealing.pen(context.desk.pk, at=at) as pen:
            pen.write(ClockStep(clock_said=at, book_said=at), by=context.clerk)

    def bare():
        with transaction.atomic():
            Submission.objects.create(person=context.clerk, form="floor", key=str(uuid.uuid4()), record_id=1)

    stack()
    before = server.processor_seconds(client.pid)
    for _ in range(times):
        stack()
    ours_cpu = (server.processor_seconds(client.pid) - before) / times
    before = time.process_time()
    for _ in range(times):
        chained()
    cpu = ours_cpu / ((time.process_time() - before) / times)
    yield line("append CPU / commit CPU", cpu, 6, ms=round(ours_cpu * 1000, 2), entries=context.entries)
    rounds = [(_rate(stack, times), _rate(chained, times), _rate(bare, times)) for _ in range(4)][1:]
    ours = sorted(ours / floor for ours, floor, _ in rounds)[1]
    target = 0.25 if connection.vendor == "sqlite" else 0.30
    per_second = {
        name: round(max(rates))
        for name, rates in zip(("ours", "chained", "bare"), zip(*rounds, strict=True), strict=True)
    }
    yield line("append / chained commit", ours, target, at_most=False, per_second=per_second, entries=context.entries)
    bare_ratio = sorted(ours / floor for ours, _, floor in rounds)[1]
    yield {
        "name": "append / bare insert",
        "ratio": round(bare_ratio, 3),
        "target": "—",
        "ok": True,
        "entries": context.entries,
    }


def _rate(act, times):
    """How often a second."""
    began = time.perf_counter()
    for _ in range(times):
        act()
    return times / (time.perf_counter() - began)


def pages(context):
    """The pages of the log against 'hello' on the same server, in processor time."""
    client, times = context.client(), context.times(120)
    hello, _ = client.cost("/hello/", times * 4)
    middle = Entry.objects.filter(desk=context.desk).order_by("id")[context.entries // 2].pk
    book, seconds = client.cost("/log/", times)
    deep, _ = client.cost(f"/log/?before={middle}", times)
    yield line("book page / hello", book / hello, 35, ms=round(book, 2), entries=context.entries)
    yield line("book page p95 / p50", seconds[int(times * 0.95)] / seconds[times // 2], 2, entries=context.entries)
    yield line("book page deep / first", deep / book, 1.2, entries=context.entries)
    for name, path in {"workbench": "/", "matters": "/matters/", "new entry": "/log/new/"}.items():
        cost, _ = client.cost(path, times)
        yield line(f"{name} / hello", cost / hello, 60, ms=round(cost, 2), entries=context.entries)
    found, _ = client.cost("/search/?q=%E6%B0%B4%E7%AE%A1", times)
    yield line("search page / book page", found / book, 1.3, ms=round(found, 2), entries=context.entries)


def live(context):
    """What an open page asks every ten seconds, mostly in vain: against 'hello', and how often a process answers it."""
    client, times = context.client(), context.times(400)
    since = client.get("/log/")[1].decode().split("/live/?since=")[1].split('"')[0]
    since = client.get(f"/live/?since={since}")[1].decode().split("since=")[1].split('"')[0]
    hello, _ = client.cost("/hello/", times)
    nothing, _ = client.cost(f"/live/?since={since}", times, status=204)
    more = {
        "ms": round(nothing, 2),
        "a_second": round(1000 / nothing),
        "pages": round(10_000 / nothing),
        "entries": context.entries,
    }
    yield line("live / hello", nothing / hello, 8, **more)


def matters(context):
    """The list of what is open, with 5,000 open matters, against 'hello'; and again with more closed ones."""
    client, times = context.client(), context.times(60)
    hello, _ = client.cost("/hello/", times * 4)
    generate.fill(context.desk, context.clerk, context.times(5000), seed=11, open_share=1)
    before, _ = client.cost("/matters/", times)
    more = {"open": context.times(5000), "entries": context.entries}
    yield line("matters, 5,000 open / hello", before / hello, 60, ms=round(before, 2), **more)
    generate.fill(context.desk, context.clerk, context.times(20_000), seed=12, open_share=0)
    after, _ = client.cost("/matters/", times)
    yield line("matters, more closed / before", after / before, 1.2, ms=round(after, 2), **more)


def sweep_of_the_log(context):
    """A sweep over 200 projects with 20,000 open matters against reading these matters; and with more closed ones."""
    desks = generate.more_projects(context.times(200), context.clerk)
    each = context.times(100)
    for desk in desks:
        generate.fill(desk, context.clerk, each, seed=desk.pk, open_share=1)
    first, second, floor = _sweeps()
    more = {"open": Matter.objects.open().count(), "projects": len(desks), "entries": context.entries}
    yield {"name": "first sweep / reading", "ratio": round(first / floor, 2), "target": "—", "ok": True, **more}
    yield line("sweep / reading the same", second / floor, 10, ms=round(second * 1000), **more)
    for desk in desks:
        generate.fill(desk, context.clerk, each * 2, seed=desk.pk, open_share=0)
    _, again, _ = _sweeps()
    yield line("sweep, more closed / before", again / second, 1.2, ms=round(again * 1000), **more)


def _sweeps():
    """Processor seconds of a sweep that tells all, of the next one, which tells nothing, and of reading the open matters."""
    at, took = timezone.now() + timedelta(days=400), []
    columns = ("entry_id", "owner_id", "desk__project_id", "due_at", "half_at", "most_at", "entry__serial", "unit_no")
    for act in (
        lambda: notices.sweep(at=at),
        lambda: notices.sweep(at=at),
        lambda: list(Matter.objects.open().values_list(*columns)),
    ):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return took


def search(context):
    """The index against LIKE over the same words, the rarest and the commonest term."""
    times = context.times(20)
    project = {context.desk.project_id}
    for name, term in {
        "rare": Document.objects.order_by("id")[3].text[-4:],
        "common": "水管",
        "none": "彗星撞",
    }.items():
        began = time.perf_counter()
        for _ in range(times):
            index.find(term, project_ids=project, kind=Entry.seal_kind, limit=30)
        ours = (time.perf_counter() - began) / times
        began = time.perf_counter()
        list(
            Document.objects.filter(project_id__in=project, text__contains=term).order_by("-id").values_list("id")[:30]
        )
        like = time.perf_counter() - began
        more = {"ms": round(ours * 1000, 3), "like_ms": round(like * 1000, 2), "entries": context.entries}
        yield {"name": f"search {name} / LIKE", "ratio": round(ours / like, 4), "target": "—", "ok": True, **more}


def verify_stored(context):
    """See verifying.py."""
    yield from verifying.stored(context, line)


def verify_rebuilt(context):
    yield from verifying.rebuilt(context, line)


def verify_processes(context):
    yield from verifying.processes(context, line)


def sweep(context):
    """See reminders.py."""
    yield from reminders.sweep(context, line)


def draft(context):
    yield from rosters.draft(context, line)


def grid_page(context):
    yield from rosters.grid_page(context, line)


def handover(context):
    """See handovers.py."""
    yield from handovers.pages(context, line)


def board(context):
    yield from boards.board(context, line)


def compare_projects(context):
    yield from boards.projects(context, line)


ALL = {
    "append": append, "pages": pages, "live": live, "matters": matters, "sweep": sweep, "sweep-log": sweep_of_the_log,
    "search": search,
    "verify-stored": verify_stored, "verify-rebuilt": verify_rebuilt, "verify-processes": verify_processes, "draft": draft,
    "grid": grid_page, "handover": handover, "board": board, "projects": compare_projects,
}  # fmt: skip
