"""A roster as rows of a spreadsheet, out and in."""

from datetime import date

from django.utils.translation import gettext as _

from frontdesk.kernel.exports import tables

from . import clocks, grid, reports
from .models import Leave, ShiftType

MOST_FAULTS = 20


class Faults(ValueError):
    """What is wrong with a file, a sentence each."""


def rows_of(roster, frozen):
    """A version as rows: a head with the dates, the kinds of days, then a person a row with shifts and hours, the legend last."""
    _month, table, shifts = grid.thaw(frozen.grid)
    days, dates = clocks.of(roster.desk).days, grid.days_of(roster.month)
    instance = reports.instance_of(roster, table)
    hours = {code: shift.paid / 60 for code, shift in instance.shifts.items()}
    rows = [
        [_("Name"), *[day.isoformat() for day in dates], _("Shifts"), _("Hours")],
        ["", *[str(days.kind(day) or "?") for day in dates], "", ""],
    ]
    for person in reports.people_named({person for person, _day in table}):
        codes = [table.get((person.pk, day), "") for day in dates]
        worked = [code for code in codes if code in shifts]
        rows.append([person.name, *codes, len(worked), sum(hours.get(code, 0) for code in worked)])
    rows += [[f"{code} {starts}–{ends}"] for code, (starts, ends) in shifts.items()]
    rows += [[f"{leave.value} {leave.label}"] for leave in Leave if leave.value in table.values()]
    rows.append([f"v{frozen.version} {frozen.reason}".strip()])
    return rows


def ledger_rows(lines):
    """The month's hours, a ledger.Line a row, as rows of a spreadsheet; hours as numbers. R14, R22."""
    yield [
        _("Name"), _("Planned"), _("Attended"), _("Beyond"), _("Late"), _("Absent"), _("Late shifts"), _("Rest days"),
        _("Holidays"),
    ]  # fmt: skip
    for line in lines:
        hours = [round(minutes / 60, 1) for minutes in (line.planned, line.attended, line.over)]
        counts = [line.late, line.absent, line.late_shifts, line.rest_shifts, line.holiday_shifts]
        yield [line.person.name, *hours, *counts]


def read(roster, upload):
    """{(person, date): code} from a workbook whose first row has dates (or days 1–31) and whose rows begin with a name.

    A file of another month is read by the days of the month, so that last month's can be the beginning of this one. Raises
    Faults with a sentence for each thing that is wrong; rows without any code, such as a legend, are passed over.
    """
    try:
        rows = tables.read_xlsx(upload)
    except tables.UnreadableFile:
        raise Faults([_("This is no spreadsheet in the XLSX format. Save it as XLSX and choose it again.")]) from None
    dates, columns = grid.days_of(roster.month), _columns(rows[0] if rows else [])
    if not columns:
        raise Faults([_("The first row has no days. Put the dates of the month there, a column each.")])
    people = {}
    for person in reports.staff_of(roster):
        people.setdefault(person.name, []).append(person)
    codes = set(ShiftType.objects.filter(desk=roster.desk_id).values_list("code", flat=True)) | set(Leave.values)
    table, faults = {}, []
    for number, row in enumerate(rows[1:], 2):
        cells = {
            day: row[column] for day, column in columns.items() if column < len(row) and row[column] not in {"", "-"}
        }
        if not row or not row[0] or not cells:
            continue
        found = people.get(row[0], [])
        if len(found) != 1:
            said = _("Row %(row)s: nobody on duty at this desk is called %(name)s, or more than one is.")
            faults.append(said % {"row": number, "name": row[0][:20]})
            continue
        for day, code in cells.items():
            if code not in codes:
                said = _("Row %(row)s, day %(day)s: %(code)s is no shift and no leave of this desk.")
                faults.append(said % {"row": number, "day": day, "code": code[:8]})
            elif day <= len(dates):
                table[found[0], dates[day - 1]] = code
    if faults:
        raise Faults(faults[:MOST_FAULTS])
    if not table:
        raise Faults([_("Nobody is on this file's roster.")])
    return table


def _columns(head):
    """{day of the month: column} of a head row."""
    columns = {}
    for column, value in enumerate(head[1:], 1):
        day = _day(value)
        if day:
            columns.setdefault(day, column)
    return columns


def _day(value):
    if value.isascii() and value.isdigit() and len(value) <= 2 and 1 <= int(value) <= 31:
        return int(value)
    try:
        return date.fromisoformat(value[:10]).day
    except ValueError:
        return None
