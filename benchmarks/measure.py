"""What is measured. Each function yields result lines: {"name", "ratio", "target", "ok", …}."""

import time
from datetime import timedelta

from django.utils import timezone

from duty.log import commands as log
from duty.log.models import Entry, Matter
from frontdesk.kernel.notices import commands as notices

from . import appending, boards, generate, handovers, peer, reminders, rosters, searching, verifying


def line(name, ratio, target, *, at_most=True, **more):
    ok = ratio <= target if at_most else ratio >= target
    sign = "≤" if at_most else "≥"
    return {"name": name, "ratio": float(f"{ratio:.3g}"), "target": f"{sign} {target}", "ok": ok, **more}


def append(context):
    """See appending.py."""
    yield from appending.one(context, line)
    yield from appending.many(context, line)


def pages(context):
    """The pages of the log against 'hello' on the same server, in processor time."""
    client, times, more = context.client(), context.times(120), {"entries": context.entries}
    middle = Entry.objects.filter(desk=context.desk).order_by("id")[context.entries // 2].pk
    paths = {
        "book page": "/log/",
        "workbench": "/",
        "matter page": _matter(context),
        "matters": "/matters/",
        "new entry": "/log/new/",
    }
    for name, path in paths.items():
        cost, hello, seconds = context.beside_hello(client, path, times)
        bound = 35 if name == "book page" else 60
        yield line(
            f"{name} / hello", cost / hello, bound, flat=True, ms=round(cost, 2), hello_ms=round(hello, 2), **more
        )
        if name == "book page":
            yield line("book page p95 / p50", seconds[int(len(seconds) * 0.95)] / seconds[len(seconds) // 2], 2, **more)
    book, _ = client.cost("/log/", times)
    deep, _ = client.cost(f"/log/?before={middle}", times)
    yield line("book page deep / first", deep / book, 1.2, **more)
    found, _ = client.cost("/search/?q=%E6%B0%B4%E7%AE%A1", times)
    yield line("search page / book page", found / book, 1.3, ms=round(found, 2), **more)


def _matter(context):
    """The page of the oldest matter that is open, on which ten notes were made."""
    matter = Matter.objects.open().filter(desk=context.desk).earliest("entry_id")
    for number in range(10):
        log.add_note(
            entry_id=matter.entry_id, text=f"第{number + 1}次回访,业主不在家", by=context.clerk, at=timezone.now()
        )
    return f"/log/entries/{matter.entry_id}/"


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
    hello = context.hello(times)
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
    """See searching.py."""
    yield from searching.terms(context, line)


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


def against_elog(context):
    """See peer.py."""
    yield from peer.pages(context, line)


ALL = {
    "append": append, "pages": pages, "live": live, "matters": matters, "sweep": sweep, "sweep-log": sweep_of_the_log,
    "search": search,
    "verify-stored": verify_stored, "verify-rebuilt": verify_rebuilt, "verify-processes": verify_processes, "draft": draft,
    "grid": grid_page, "handover": handover, "board": board, "projects": compare_projects,
    "elog": against_elog,
}  # fmt: skip
ONCE = {"sweep", "sweep-log", "draft", "grid", "handover", "projects"}  # bring what they need
