"""The shifts that were: those that can be spot-checked, and what was written in them (R03, R63)."""

from datetime import timedelta

from duty.log.models import Entry
from duty.roster import clocks
from duty.roster.models import PlannedShift
from handover.models import Sheet

from . import days
from .known import Known

BACK = timedelta(days=30)


def past(desk, at):
    """[(date, code)] of the shifts of the last 30 days that are over: planned, handed over, or written in.

    None of before the book was begun: nothing of it could be checked.
    """
    table = clocks.of(desk)
    since, today, owed = at - BACK, days.local(table, at), Known([desk], at.date(), at.date()).first_owed(desk, table)
    planned = PlannedShift.objects.filter(desk=desk)
    found = set(planned.filter(ends_at__gt=since, ends_at__lte=at).values_list("date", "code"))
    signed = Sheet.objects.filter(desk=desk, recorded_at__gt=since, from_date__isnull=False)
    found |= set(signed.values_list("from_date", "from_code"))
    written = Entry.objects.filter(desk=desk, recorded_at__gt=since, recorded_at__lte=at).exclude(shift_code="")
    moments = written.values_list("recorded_at", "shift_code")
    found |= {(day, code) for moment, code in moments if (day := days.local(table, moment)) < today}
    return sorted(one for one in found - set(running(desk, at)) if owed and one[0] >= owed - days.DAY)


def of_day(desk, day, at):
    """The codes of the shifts of a day that have begun by a moment: planned, handed over, or written in."""
    starts, ends = days.bounds(clocks.of(desk), day)
    sheets = Sheet.objects.filter(desk=desk, recorded_at__lte=at)
    written = Entry.objects.filter(desk=desk, recorded_at__gte=starts, recorded_at__lt=min(ends, at)).exclude(
        shift_code=""
    )
    return sorted({
        *PlannedShift.objects.filter(desk=desk, date=day, starts_at__lte=at).values_list("code", flat=True),
        *sheets.filter(from_date=day).values_list("from_code", flat=True),
        *sheets.filter(to_date=day).values_list("to_code", flat=True),
        *written.order_by().values_list("shift_code", flat=True).distinct(),
    })  # fmt: skip


def entries_of(desk, date, code):
    """The entries that were written in a shift of a day, oldest first."""
    starts, ends = days.bounds(clocks.of(desk), date)
    planned = PlannedShift.objects.filter(desk=desk, date=date, code=code).values_list("starts_at", "ends_at")
    if spans := list(planned):  # it may run past midnight
        starts, ends = min(one for one, _ in spans), max(one for _, one in spans)
    rows = Entry.objects.filter(desk=desk, recorded_at__gte=starts, recorded_at__lt=ends, shift_code=code)
    return rows.order_by("id")


def sheets_of(desk, date, code):
    """The handover sheets of a shift: by which it took the desk over, and by which it handed it on."""
    mine = Sheet.objects.filter(desk=desk)
    return (mine.filter(from_date=date, from_code=code) | mine.filter(to_date=date, to_code=code)).order_by("id")


def running(desk, at):
    """[(date, code)] of the planned shifts that are stood at a moment."""
    planned = PlannedShift.objects.filter(desk=desk, starts_at__lte=at, ends_at__gt=at)
    return sorted(set(planned.values_list("date", "code")))
