"""What the entries of a volume come to, kept on the volume itself: so that a year is twelve rows, and 200 projects are 200.

A volume is a month of a desk; which one an entry belongs to is sealed with it, so no time zone can move it later. Counted is
what an entry says for ever, and how its matter ended. Whatever changes with the clock alone is not counted here.
The two ways of saying it, `of_entry` for the moment of writing and `in_volume` for the database, are compared by verify.
"""

from datetime import timedelta

from django.db.models import Count, F, Q

from .models import Channel, Rings

LATE = timedelta(minutes=15)  # between what happened and the line about it (R21)
WITHIN = (Rings.ONE, Rings.TWO, Rings.THREE)
RUNG = (*WITHIN, Rings.MORE, Rings.MISSED)
ENQUIRY = "ENQ"


def of_entry(entry, matter):
    """{column: 0 or 1} of an entry with its matter (or the course of it)."""
    closed = matter.closed_at is not None
    rung = entry.channel == Channel.CALL and entry.rings in RUNG
    return {
        "in_shift": int(entry.shift_code != ""),
        "enquiries": int(entry.category == ENQUIRY),
        "late": int(entry.recorded_at - entry.occurred_at > LATE),
        "rung": int(rung),
        "within_three": int(rung and entry.rings in WITHIN),
        "outgoing": int(entry.channel == Channel.HOTLINE_OUT),
        "closed": int(closed),
        "in_time": int(closed and matter.closed_at <= matter.due_at),
        "lasting": int(closed and not matter.reopened_count),
        "reopened": int(matter.reopened_count > 0),
        "at_once": int(entry.category == ENQUIRY and matter.closed_at == entry.recorded_at),
    }


def changed(before, after):
    """{column: what to add} between two counts of the same entry; empty when nothing changed."""
    return {name: F(name) + after[name] - before[name] for name in after if after[name] != before[name]}


def in_volume(to=""):
    """{column: the aggregate that counts it} over entries, or over volumes with `to` as the way to their entries."""

    def when(**said):
        return Q(**{f"{to}{name}": value for name, value in said.items()})

    written, happened = F(f"{to}recorded_at"), F(f"{to}occurred_at")
    due = F(f"{to}matter__due_at")
    call = when(channel=Channel.CALL)
    conditions = {
        "in_shift": when(pk__isnull=False) & ~when(shift_code=""),
        "enquiries": when(category=ENQUIRY),
        "at_once": when(category=ENQUIRY, matter__closed_at=written),
        "late": when(occurred_at__lt=written, recorded_at__gt=happened + LATE),
        "rung": call & when(rings__in=RUNG),
        "within_three": call & when(rings__in=WITHIN),
        "outgoing": when(channel=Channel.HOTLINE_OUT),
        "closed": when(matter__closed_at__isnull=False),
        "in_time": when(matter__closed_at__lte=due),
        "lasting": when(matter__closed_at__isnull=False, matter__reopened_count=0),
        "reopened": when(matter__reopened_count__gt=0),
    }
    return {name: Count(f"{to}pk", filter=condition) for name, condition in conditions.items()}


COLUMNS = tuple(in_volume())
