"""A call logged over HTTP (session, CSRF, form, chain, matter, search words) against commits of the bare ORM."""

import threading
import time
import uuid

from django.db import connection, transaction
from django.utils import timezone

from frontdesk.kernel.records import sealing
from frontdesk.kernel.records.models import ClockStep, Submission

from . import server

FIELDS = {"channel": "call", "rings": "2", "where": "8-1-1203", "category": "REP", "description": "厨房水管漏水请尽快"}
CLIENTS = 8


def log(client):
    """One call. Where it leads to shows its message, so the cookie of that is gone before the next one."""
    assert client.post("/log/new/", {**FIELDS, "key": str(uuid.uuid4())})[0] == 302
    client.cookies.pop("messages", None)


def one(context, line):
    """chained: one sealed record through the pen; bare: one small row. Same database, taken in turn."""
    times, client = context.times(150), context.client()
    more = {"entries": context.entries}

    def chained():
        at = timezone.now()
        with sealing.pen(context.desk.pk, at=at) as pen:
            pen.write(ClockStep(clock_said=at, book_said=at), by=context.clerk)

    def bare():
        with transaction.atomic():
            Submission.objects.create(person=context.clerk, form="floor", key=str(uuid.uuid4()), record_id=1)

    log(client)
    ours = _cost(lambda: log(client), client.spent, times)
    floor = _cost(chained, lambda: time.process_time() + server.database_seconds(), times)
    yield line(
        "append CPU / commit CPU", ours / floor, 6, flat=True, ms=round(ours, 2), floor_ms=round(floor, 2), **more
    )
    rounds = [
        (_rate(lambda: log(client), times), _rate(chained, times), _rate(bare, times)) for _ in range(4)
    ][1:]  # fmt: skip
    ratio = sorted(mine / floor for mine, floor, _ in rounds)[1]
    best = {
        name: round(max(rates))
        for name, rates in zip(("ours", "chained", "bare"), zip(*rounds, strict=True), strict=True)
    }
    target = 0.25 if connection.vendor == "sqlite" else 0.30
    yield line("append / chained commit", ratio, target, at_most=False, per_second=best, **more)
    ratio = sorted(mine / floor for mine, _, floor in rounds)[1]
    yield {"name": "append / bare insert", "ratio": round(ratio, 3), "target": "—", "ok": True, **more}


def many(context, line):
    """Eight clients at once against one, into the same book; how long they wait, and whether one gets less than the others."""
    times, clients = context.times(30), [context.client() for _ in range(CLIENTS)]
    alone = _rate(lambda: log(clients[0]), times * 2)
    seconds, counts, over = [], [0] * CLIENTS, threading.Event()

    def live(number):
        while not over.is_set():
            began = time.perf_counter()
            log(clients[number])
            seconds.append(time.perf_counter() - began)
            counts[number] += 1

    threads = [threading.Thread(target=live, args=[number]) for number in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    time.sleep(max(2, times * CLIENTS / alone))
    over.set()
    for thread in threads:
        thread.join()
    rate = len(seconds) / (time.perf_counter() - began)
    seconds.sort()
    more = {"entries": context.entries}
    yield line("append, 8 clients / 1", rate / alone, 0.75, at_most=False, per_second=round(rate), **more)
    p50, p95 = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
    yield line("append, 8 clients, p95 / p50", p95 / p50, 2, ms=[round(p50 * 1000), round(p95 * 1000)], **more)
    least = min(counts) / (sum(counts) / CLIENTS)
    yield line("append, 8 clients, least / mean", least, 0.5, at_most=False, counts=counts, **more)


def _cost(act, spent, times):
    """Processor milliseconds each."""
    before = spent()
    for _ in range(times):
        act()
    return (spent() - before) * 1000 / times


def _rate(act, times):
    """How often a second."""
    began = time.perf_counter()
    for _ in range(times):
        act()
    return times / (time.perf_counter() - began)
