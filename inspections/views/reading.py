"""Reading the day (R46, R47, A27, A30)."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duty.log.models import Entry
from duty.roster import clocks
from frontdesk.kernel.ui import params, sessions
from frontdesk.kernel.ui.acting import run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, days, reading
from ..forms.reading import InstructForm, OffDutyForm, ReadForm
from ..models import DailyReading
from ..rules import INSPECTORS, KEEPERS, READERS

WEEKS = timedelta(days=27)


@require_GET
@needs_role(READERS)
def readings(request):
    """The days of the last four weeks, the latest first: read, partly read, or not."""
    return _list(request)


def _list(request, off_form=None):
    today = days.local(clocks.of(request.desk), request.at)
    context = {
        "states": reading.states(request.desk, today - WEEKS, today, request.at)[::-1],
        "off_form": off_form or (OffDutyForm(initial={"date": today}) if request.roles & KEEPERS else None),
        "today": today,
    }
    return render(request, "inspections/readings.html", context, status=422 if off_form else 200)


@require_POST
@needs_role(KEEPERS)
def note_off_duty(request):
    form = OffDutyForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.note_off_duty, desk=request.desk):
        tell_saved(request, form, _("It is on record, and shown wherever something was due on that day."))
        return redirect("inspections:readings")
    return _list(request, form)


@require_GET
@needs_role(READERS)
def day(request, day):
    """A day's book in its order, with what is new since the last reading marked; an instruction on any line; the signature."""
    return _show(request, day)


def _show(request, day, read_form=None, instruct_form=None, chosen=None):
    """chosen: the entry on which an instruction is being written."""
    today = days.local(clocks.of(request.desk), request.at)
    if day > today:
        raise Http404(day)
    readings = list(DailyReading.objects.filter(desk=request.desk, day=day).select_related("recorded_by"))
    seen = readings[-1] if readings else None
    page = reading.page(request.desk, day, seen, after=params.whole(request, "after"))
    may_read = bool(request.roles & INSPECTORS)
    chosen = chosen or (params.whole(request, "instruct") if may_read else None)
    context = {
        "day": day, "page": page, "readings": readings, "state": reading.state_of(request.desk, day, request.at),
        "may_read": may_read, "waits": may_read and (seen is None or page.new), "chosen": chosen,
        "read_form": read_form or ReadForm(initial={"digest": page.written.digest, **sessions.typed(request)}),
        "instruct_form": instruct_form or (InstructForm() if chosen else None), "today": today,
        "before": day - days.DAY, "next": day + days.DAY if day < today else None,
    }  # fmt: skip
    return render(request, "inspections/reading.html", context, status=422 if read_form or instruct_form else 200)


@require_POST
@needs_role(INSPECTORS)
def sign(request, day):
    """已阅: sign for the day as it stood on the screen."""
    form = ReadForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.read_day, desk=request.desk, day=day):
        tell_saved(request, form, _("The day is read and signed."))
        return redirect("inspections:readings")
    # What was written meanwhile stands on the page now: the next signature is put under that.
    form.data = form.data.copy()
    form.data["digest"] = reading.written(request.desk, day).digest
    return _show(request, day, read_form=form)


@require_POST
@needs_role(INSPECTORS)
def instruct(request, day, pk):
    """批示 on one of the lines."""
    entry = get_object_or_404(Entry, pk=pk, desk=request.desk)
    form = InstructForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.instruct, entry_id=entry.pk):
        tell_saved(request, form, _("The instruction is in the book; the matter stays open until it is carried out."))
        return redirect(f"{reverse('inspections:reading', args=[day])}#e{entry.pk}")
    return _show(request, day, instruct_form=form, chosen=entry.pk)
