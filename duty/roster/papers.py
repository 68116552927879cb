"""《值班表》 on paper (F3): people × days of one version, its legend and totals, how it came to be, and what changed since."""

from collections import Counter
from datetime import time

from frontdesk.kernel.exports import chinese
from frontdesk.kernel.exports.chinese import in_chinese
from frontdesk.kernel.exports.pdf import Part
from frontdesk.kernel.people.models import Posting
from frontdesk.kernel.people.rules import DUTY_STAFF

from . import clocks, grid, reports, shifts
from .drafting.instance import LATE_SHIFTS
from .ledger import DAY_MINUTES
from .models import DayKind, Leave, RosterStep

OFF = "休"


@in_chinese
def roster(frozen, *, on_call=()):
    """F3 of a RosterVersion (with its roster and desk). on_call: [(post, who, deputy)] that hold for the month. R65.

    A cell that a substitution has changed carries the number of the version that did.
    """
    month, table, spans = grid.thaw(frozen.grid)
    days, dates = clocks.of(frozen.roster.desk).days, grid.days_of(month)
    kinds = [days.assumed(day) for day in dates]
    types = {shift.code: shift for shift in shifts.of(frozen.roster.desk)}
    paid = {code: _minutes(span) - (types[code].break_minutes if code in types else 0) for code, span in spans.items()}
    target = DAY_MINUTES * sum(days.is_worked(day) for day in dates)
    versions = list(frozen.roster.versions.filter(version__lte=frozen.version).order_by("version"))
    marks, changes = _changes(versions)
    people = list(reports.people_named({person for person, _day in table}))
    roles = _roles(frozen.roster.desk.project_id, people)
    rows = []
    for person in people:
        codes = [table.get((person.pk, day), "") for day in dates]
        worked = [(code, kind) for code, kind in zip(codes, kinds, strict=True) if code in spans]
        minutes = sum(paid[code] for code, _kind in worked)
        rows.append(
            {
                "name": person.name,
                "role": "、".join(roles.get(person.pk, ())),
                "cells": [
                    [code or OFF, marks.get((person.pk, day), 0)] for code, day in zip(codes, dates, strict=True)
                ],
                "totals": [
                    len(worked),
                    _hours(minutes),
                    sum(code in LATE_SHIFTS for code, _kind in worked),
                    sum(kind == DayKind.REST_DAY for _code, kind in worked),
                    sum(kind == DayKind.HOLIDAY for _code, kind in worked),
                    _hours(max(0, minutes - target)),
                ],
            }
        )
    stood = Counter((day, code) for (_person, day), code in table.items())
    return Part(
        "roster",
        {
            "month": chinese.month(month),
            "version": frozen.version,
            "days": [
                [day.day, chinese.WEEKDAYS[day.weekday()], str(kind)] for day, kind in zip(dates, kinds, strict=True)
            ],
            "rows": rows,
            "staffing": [{"code": code, "counts": [stood[day, code] for day in dates]} for code in spans],
            "legend": _legend(spans, types, table),
            "target": _hours(target),
            "steps": [_step(step) for step in frozen.roster.steps.select_related("recorded_by").order_by("id")],
            "changes": changes,
            "on_call": [list(one) for one in on_call],
        },
    )


def _minutes(span):
    first, last = (time.fromisoformat(clock) for clock in span)
    minutes = (last.hour - first.hour) * 60 + last.minute - first.minute
    return minutes if minutes > 0 else minutes + 24 * 60


def _hours(minutes):
    return f"{minutes / 60:.1f}".removesuffix(".0")


def _roles(project_id, people):
    """{person id: titles} as whoever stands duty at a project, the latest posting first."""
    roles = {}
    held = Posting.objects.filter(project=project_id, person__in=people, role__in=DUTY_STAFF).order_by("-starts_at")
    for posting in held:
        roles.setdefault(posting.person_id, [posting.title])
    return roles


def _legend(spans, types, table):
    named = [(code, types[code].name if code in types else "", "–".join(span)) for code, span in spans.items()]
    legend = [f"{code} {name} {span}".replace("  ", " ") for code, name, span in named]
    return [
        *legend,
        *(f"{leave.value} {leave.label}" for leave in Leave if leave.value in set(table.values())),
        f"{OFF} 休息",
    ]


def _changes(versions):
    """({(person id, day): number of the version that changed it}, [what each version changed and why])."""
    marks, changes, before = {}, [], None
    for version in versions:
        table = grid.thaw(version.grid)[1]
        if before is not None:
            moved = sorted(
                {place for place in before | table if before.get(place) != table.get(place)},
                key=lambda place: place[::-1],
            )
            marks |= dict.fromkeys(moved, version.version)
            names = {person.pk: person.name for person in reports.people_named({person for person, _day in moved})}
            changes.append(
                {
                    "version": version.version,
                    "cells": "；".join(
                        f"{day.month}月{day.day}日 {names[person]} "
                        f"{before.get((person, day), OFF)}→{table.get((person, day), OFF)}"
                        for person, day in moved
                    ),
                    "reason": version.reason,
                    "by": version.recorded_by.name,
                    "at": chinese.moment(version.recorded_at),
                }
            )
        before = table
    return marks, changes


def _step(step):
    said = [step.note or ""]
    if step.self_reviewed:
        said.append("自拟自审")
    if step.late:
        said.append("逾期拟定")
    if step.kind == RosterStep.Kind.REVIEWED and (step.hard or step.soft):
        said.append(f"规则检查：违反 {step.hard} 项，提醒 {step.soft} 项")
    return {
        "name": step.get_kind_display(), "by": step.recorded_by.name, "at": chinese.moment(step.recorded_at),
        "note": "；".join(filter(None, said)),
    }  # fmt: skip
