"""Entries per hour as a heat map, beside the busy windows that are set from it (R14)."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duty.log import hours
from duty.roster import commands
from duty.roster.forms.shifts import BusyWindowForm
from duty.roster.models import BusyWindow
from duty.roster.rules import PLANNERS
from frontdesk.kernel.figures import following, months_to
from frontdesk.kernel.ui import drawing, params
from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .rules import SEERS
from .views import this_month

LEAST = 30  # minutes of a stretch that is worth a window
SPANS = (1, 3, 12)  # months that are looked at together


def weekdays():
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]


@require_GET
@needs_role(SEERS)
def hours_of(request, month):
    """The map of a month, or of the three or twelve that end with it."""
    number = params.whole(request, "months") or 1
    if number not in SPANS:
        raise Http404(number)
    return _show(request, month, number)


def _show(request, month, number, form=None):
    first, after = months_to(month, number)[0], following(month)
    held = hours.of(request.desk, first, after - timedelta(days=1))
    windows = list(BusyWindow.objects.filter(desk=request.desk))
    context = {
        "month": month, "hours": held, "map": _map(held, windows), "weekdays": weekdays(), "windows": windows,
        "spans": SPANS, "number": number, "before": months_to(month, 2)[0], "first": first,
        "after": after if after <= this_month(request) else None, "form": form or BusyWindowForm(),
        "may_change": bool(request.roles & PLANNERS),
        "suggested": uncovered(held.busy, windows),
    }  # fmt: skip
    return render(request, "compliance/hours.html", context, status=422 if form else 200)


def uncovered(busy, windows):
    """Of busy stretches [(from, until)] what no busy window of every day covers yet, from half an hour on."""
    for window in windows:
        if window.days == BusyWindow.Days.EVERY:
            pieces = [piece for begins, ends in busy for piece in
                      ((begins, min(ends, window.starts)), (max(begins, window.ends), ends))]  # fmt: skip
            busy = [(begins, ends) for begins, ends in pieces if begins < ends]
    return [(begins, ends) for begins, ends in busy if _minutes(ends) - _minutes(begins) >= LEAST]


def _minutes(clock):
    return 60 * clock.hour + clock.minute


def _map(held, windows):
    """The picture; a dot marks the hours of a busy window of every day."""
    marked = {
        hour for hour in held.span for one in windows
        if one.days == BusyWindow.Days.EVERY and one.starts.hour <= hour and (one.ends.hour, one.ends.minute) > (hour, 0)
    }  # fmt: skip
    rows = [(f"{'• ' if hour in marked else ''}{hour:02d}", numbers) for hour, numbers, _sum in held.rows]
    said = _("%(n)s entries by weekday and hour; at most %(most)s in one of them.") % {"n": held.all, "most": held.most}
    return drawing.heat("hours", _("Entries per hour"), said, weekdays(), rows, held.most)


@require_POST
@needs_role(PLANNERS)
def set_window(request, month):
    """Make a stretch of the map a busy window of the desk."""
    form = BusyWindowForm(request.POST)
    if form.is_valid() and run(request, form, commands.add_busy_window, desk=request.desk, **form.cleaned_data):
        messages.success(request, _("The busy window is set."))
        return redirect("compliance:hours", month)
    return _show(request, month, 1, form)
