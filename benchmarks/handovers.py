"""The pages of a large handover: two hundred open matters, five hundred lines to read."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from duty.log.models import Matter
from handover import commands
from handover.models import Handover

from . import generate, server

LINES, OPEN = 500, 200


def pages(context, line):
    """Reading, and the sheet as it will be signed, against 'hello'; at a desk of its own beside the filled one."""
    desk, clerk = generate.found(f"h{context.entries}")
    generate.fill(desk, clerk, LINES, open_share=OPEN / LINES)
    commands.set_up(desk=desk)
    at = timezone.now()
    day = timezone.localtime(at).date()
    handover = Handover.objects.create(
        desk=desk, kind=Handover.Kind.CHANGE, from_date=day, from_code="E", to_date=day, to_code="L", incoming=clerk,
        arrived_at=at, reads_since=at - timedelta(days=2), started_at=at, started_by=clerk,
    )  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    items = Matter.objects.open().filter(entry__desk=desk).count()
    with server.running() as make_client:
        client, times = make_client().sign_in(clerk.username), context.times(40)
        hello, _ = make_client().cost("/hello/", times * 5)
        for part in ("read", "sign"):
            page, _ = client.cost(f"/handover/{handover.pk}/{part}/", times)
            name = f"handover {part}, {items} items / hello"
            yield line(name, page / hello, 60, ms=round(page, 1), lines=LINES, entries=context.entries)
