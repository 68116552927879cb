"""Figures of the handovers of a span, counted from the signed sheets: in time, punctual, plausible, travelling (R50, R57)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from frontdesk.kernel.figures import Rate

from . import assembly, reading, turns
from .models import Handover, Sheet

SECONDS_EACH = 2  # to read a line, to understand an item, to count an article: quicker than that, nobody did
Kind = Handover.Kind


@dataclass(frozen=True)
class Punctuality:
    """How often somebody took over, how often of these a quarter of an hour before, and how many minutes were missed in all."""

    name: str
    takings_over: Rate
    minutes_late: int


@dataclass(frozen=True)
class Figures:
    """on_time: changes of shift that both had signed when the shift began; fast: [(sheet, seconds it would take)]."""

    on_time: Rate
    punctual: Rate
    people: list
    fast: list
    sheets: int


def of_span(desk, since, until):
    """The Figures of the sheets signed between two moments."""
    sheets = Sheet.objects.filter(desk=desk, recorded_at__gte=since, recorded_at__lt=until).order_by("id")
    sheets = list(sheets.select_related("outgoing", "incoming"))
    came = defaultdict(list)
    signed_in_time, changes, fast = 0, 0, []
    for sheet in sheets:
        held = orjson.loads(sheet.content or "{}")
        if held.get("minutes_early") is not None:
            came[sheet.incoming_id, sheet.incoming.name].append(turns.minutes_late(held["minutes_early"]))
            if sheet.kind == Kind.CHANGE:
                changes += 1
                signed_in_time += sheet.recorded_at <= began(held)
        if held and sheet.seconds < (wanted := _plausible(held)):
            fast.append((sheet, wanted))
    people = [
        Punctuality(name, Rate(minutes.count(0), len(minutes)), sum(minutes)) for (_pk, name), minutes in came.items()
    ]
    every = [minutes for found in came.values() for minutes in found]
    return Figures(
        on_time=Rate(signed_in_time, changes),
        punctual=Rate(every.count(0), len(every)),
        people=sorted(people, key=lambda one: (-one.minutes_late, one.name)),
        fast=fast,
        sheets=len(sheets),
    )


def began(held):
    """When the shift that took over began: the arrival and the minutes before it."""
    arrived = datetime.fromisoformat(held["arrived_at"]).replace(second=0)
    return arrived + timedelta(minutes=held["minutes_early"])


def _plausible(held):
    done = held["read"]["count"] + len(held["items"]) + len(held["counts"])
    return SECONDS_EACH * done


def travelling(desk):
    """[Item] of the last sheet that went through more than three takings-over, the most travelled first (R57)."""
    sheet = Sheet.objects.filter(desk=desk).order_by("-id").first()
    found = [item for item in reading.items_of(sheet) if item.times > assembly.TRAVELS] if sheet else []
    return sorted(found, key=lambda item: -item.times)
