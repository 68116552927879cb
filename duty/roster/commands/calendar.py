"""Changing the days and hours of a desk."""

import csv
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history, settings_cache
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak

from .. import rules
from ..models import DayKind, DayPlan, ServiceHours

NOT_ALLOWED = _("Only the supervisor and the project lead change the calendar and the service hours.")
YEARS = range(2000, 2101)
MOST_LINES = 800


def set_hours(*, desk, hours, by, at):
    """Set when the desk is open: {kind of day: (opens, closes)}, local times; equal ones mean closed. R13.

    What is recorded from then on is reckoned with them; due times that stand already do not move.
    """
    _must_plan(by, desk.project_id, at)
    with constraints_speak(ServiceHours), transaction.atomic():
        for kind, (opens, closes) in hours.items():
            row = ServiceHours.objects.filter(desk=desk, day_kind=kind).first() or ServiceHours(
                desk=desk, day_kind=kind
            )
            if row.pk is None or (row.opens, row.closes) != (opens, closes):
                row.opens, row.closes = opens, closes
                history.save(row, by=by, at=at)
        settings_cache.changed(desk.project_id)


def plan_days(*, project_id, lines, by, at):
    """Say what days are: [(date, kind, note)]; all of them or none. Returns how many were changed. L06, L07."""
    _must_plan(by, project_id, at)
    changed = 0
    with constraints_speak(DayPlan), transaction.atomic():
        known = {row.date: row for row in DayPlan.objects.filter(project_id=project_id)}
        for day, kind, note in lines:
            row = known.get(day) or DayPlan(project_id=project_id, date=day)
            if row.pk is None or (row.kind, row.note) != (kind, note):
                row.kind, row.note = kind, note
                history.save(row, by=by, at=at)
                known[day] = row
                changed += 1
        settings_cache.changed(project_id)
    return changed


def forget_day(*, plan_id, by, at):
    """Take a day of one's own back, so that the official calendar holds for it again."""
    with transaction.atomic():
        row = DayPlan.objects.select_for_update().get(pk=plan_id)
        _must_plan(by, row.project_id, at)
        history.delete(row, by=by, at=at)
        settings_cache.changed(row.project_id)


def read_days(text):
    """[(date, kind, note)] of pasted lines like `2027-01-01,H,元旦`.

    Raises Refused with every line that is wrong, by its number, so that all can be put right at once.
    """
    found, wrong = {}, []
    rows = [row for row in csv.reader(text.replace("\uff0c", ",").replace("\t", ",").splitlines()) if any(row)]
    if not rows:
        raise Refused(_("Paste at least one line, such as 2027-01-01,H,New Year."))
    if len(rows) > MOST_LINES:
        raise Refused(_("These are more lines than two years have days. Paste one year at a time."))
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row] + ["", ""]
        try:
            day = date.fromisoformat(cells[0])
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            wrong.append(
                _("line %(n)s: %(text)s is not a day such as 2027-01-01") % {"n": number, "text": cells[0][:20]}
            )
        elif cells[1].upper() not in DayKind.values:
            wrong.append(
                _("line %(n)s: a day is W, R, H or M, not %(text)s") % {"n": number, "text": cells[1][:20] or "—"}
            )
        elif day in found:
            wrong.append(_("line %(n)s: %(day)s stands twice") % {"n": number, "day": day})
        else:
            found[day] = (day, cells[1].upper(), cells[2][:40])
    if wrong:
        more = "" if len(wrong) <= 8 else " …"
        raise Refused(_("Nothing was kept. ") + "; ".join(str(line) for line in wrong[:8]) + more)
    return list(found.values())


def _must_plan(by, project_id, at):
    if not rules.may_plan(by, project_id, at):
        raise Forbidden(NOT_ALLOWED)
