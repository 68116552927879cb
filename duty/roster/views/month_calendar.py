"""An approved month as a calendar in colours: who stands which shift on which day (R65)."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frontdesk.kernel.figures import following, months_to
from frontdesk.kernel.ui import drawing
from frontdesk.kernel.ui.permissions import needs_role
from frontdesk.kernel.ui.templatetags.desk import month as month_name

from .. import clocks, grid
from ..models import DayKind, PlannedShift, ShiftType
from ..rules import READERS

WEEK = 7
FREE = {DayKind.REST_DAY: "day-R", DayKind.HOLIDAY: "day-H"}


@require_GET
@needs_role(READERS)
def month_calendar(request, month):
    """The month by the newest approved version, as a picture and as a table."""
    standing = _standing(request.desk, month)
    context = {
        "month": month, "before": months_to(month, 2)[0], "after": following(month),
        "days": [(day, code, people) for (day, code), people in standing.items()],
        "shifts": ShiftType.objects.filter(desk=request.desk),
        "picture": _picture(request.desk, month, standing) if standing else "",
    }  # fmt: skip
    return render(request, "roster/month_calendar.html", context)


def _standing(desk, month):
    """{(day, shift code): names}, in the order of days and shifts."""
    planned = PlannedShift.objects.filter(desk=desk, roster__month=month).order_by(
        "date", "starts_at", "person__name_sort"
    )
    found = {}
    for day, code, name in planned.values_list("date", "code", "person__name"):
        found.setdefault((day, code), []).append(name)
    return found


def _picture(desk, month, standing):
    days, table = grid.days_of(month), clocks.of(desk).days
    lines = {day: [] for day in days}
    for (day, code), people in standing.items():
        lines[day].append((f"code-{code}", f"{code} {' '.join(people)}"))
    cells = [None] * month.weekday()
    cells += [(day.day, FREE.get(table.assumed(day), "day-W"), lines[day]) for day in days]
    weeks = [cells[at : at + WEEK] for at in range(0, len(cells), WEEK)]
    heads = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    said = _("%(n)s shifts on %(days)s days; the table below names who stands them.") % {
        "n": len(standing), "days": len({day for day, _code in standing}),
    }  # fmt: skip
    return drawing.calendar("month", f"{_('Roster')} {month_name(month)}", said, heads, weeks)
