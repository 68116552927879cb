"""The calendar and the hours of a desk: read by those who work with them, changed by supervisor and lead."""

from calendar import Calendar
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, rules
from ..days import Days, holidays_between
from ..forms import calendar as forms
from ..models import DayPlan, ServiceHours


@require_GET
@needs_role(rules.READERS)
def hours(request):
    """When the desk is open, and its shift types (R13)."""
    return _show_hours(request)


@require_POST
@needs_role(rules.PLANNERS)
def set_hours(request):
    form = forms.HoursForm(request.POST)
    if form.is_valid() and run(request, form, commands.set_hours, desk=request.desk, hours=form.hours()):
        messages.success(request, _("The service hours hold from now on."))
        return redirect("roster:hours")
    return _show_hours(request, form)


def _show_hours(request, form=None):
    rows = ServiceHours.objects.filter(desk=request.desk)
    initial = {
        f"{row.day_kind}_{end}": getattr(row, end).strftime("%H:%M") for row in rows for end in ("opens", "closes")
    }
    form = form or forms.HoursForm(initial=initial)
    context = {
        "form": form,
        "hours": rows,
        "changes": ServiceHours.history.filter(desk=request.desk).select_related("history_user").exclude(history_user=None)[:20],
        "may_change": bool(request.roles & rules.PLANNERS),
    }  # fmt: skip
    return render(request, "roster/hours.html", context, status=422 if form.errors else 200)


@require_GET
@needs_role(rules.READERS)
def calendar(request, year=None):
    """A year at a glance: which days are worked, and whether its plan is known at all (R13)."""
    return _show_year(request, year or timezone.localdate().year)


@require_POST
@needs_role(rules.PLANNERS)
def plan_day(request, year):
    form = forms.DayForm(request.POST)
    if form.is_valid():
        line = (form.cleaned_data["date"], form.cleaned_data["kind"], form.cleaned_data["note"])
        words = {"project_id": request.desk.project_id, "lines": [line]}
        if run(request, form, commands.plan_days, **words):
            messages.success(request, _("The day is kept."))
            return redirect("roster:calendar_year", year=line[0].year)
    return _show_year(request, year, day_form=form)


@require_POST
@needs_role(rules.PLANNERS)
def paste_days(request, year):
    form = forms.PasteForm(request.POST)
    if form.is_valid():
        try:
            lines = commands.read_days(form.cleaned_data["lines"])
        except Refused as no:
            form.add_error("lines", str(no))
        else:
            words = {"project_id": request.desk.project_id, "lines": lines}
            if run(request, form, commands.plan_days, **words):
                messages.success(request, _("The plan is kept."))
                return redirect("roster:calendar_year", year=lines[0][0].year)
    return _show_year(request, year, paste_form=form)


@require_POST
@needs_role(rules.PLANNERS)
def forget_day(request, pk):
    plan = get_object_or_404(DayPlan, pk=pk, project=request.desk.project_id)
    commands.forget_day(plan_id=plan.pk, by=request.user, at=request.at)
    messages.success(request, _("The official calendar holds for this day again."))
    return redirect("roster:calendar_year", year=plan.date.year)


def _show_year(request, year, day_form=None, paste_form=None):
    if not 2000 <= year <= 2100:
        raise Http404(year)
    days = Days.of(request.desk.project_id)
    weeks = Calendar(firstweekday=0)
    form_of_day, form_of_paste = day_form or forms.DayForm(), paste_form or forms.PasteForm()
    context = {
        "year": year,
        "months": [
            (
                date(year, month, 1),
                [
                    [(day, days.kind(day) or "") if day.month == month else None for day in week]
                    for week in weeks.monthdatescalendar(year, month)
                ],
            )
            for month in range(1, 13)
        ],
        "unknown": days.unknown_in(year),
        "holidays": holidays_between(date(year, 1, 1), date(year, 12, 31), language=get_language()),
        "own": DayPlan.objects.filter(project=request.desk.project_id, date__year=year),
        "day_form": form_of_day,
        "paste_form": form_of_paste,
        "may_change": bool(request.roles & rules.PLANNERS),
    }
    wrong = form_of_day.errors or form_of_paste.errors
    return render(request, "roster/calendar.html", context, status=422 if wrong else 200)
