"""The desk's shift types, who does not stand one, and busy windows; changed by supervisor and lead (R12–R14)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, reports, rules
from ..forms.shifts import BusyWindowForm, ShiftForm
from ..forms.wishes import ShiftLimitForm
from ..models import BusyWindow, ShiftLimit, ShiftType


@require_GET
@needs_role(rules.READERS)
def shifts(request):
    return _show(request)


def _show(request, shift_form=None, window_form=None, limit_form=None):
    types = ShiftType.objects.filter(desk=request.desk)
    chosen = types.filter(code=request.GET.get("code", "")[:4]).first()
    initial = {name: getattr(chosen, name) for name in ShiftForm.base_fields} if chosen else None
    context = {
        "types": types, "windows": BusyWindow.objects.filter(desk=request.desk),
        "shift_form": shift_form or ShiftForm(initial=initial), "window_form": window_form or BusyWindowForm(),
        "may_change": bool(request.roles & rules.PLANNERS), "limit_form": limit_form or _limit_form(request),
        "limits": ShiftLimit.objects.filter(desk=request.desk).select_related("person"),
        "changes": ShiftType.history.filter(desk=request.desk).select_related("history_user")[:10],
    }  # fmt: skip
    return render(
        request, "roster/shifts.html", context, status=422 if shift_form or window_form or limit_form else 200
    )


def _limit_form(request, data=None):
    people = reports.duty_staff(request.desk, request.at)
    return ShiftLimitForm(data, people=people, shifts=ShiftType.objects.filter(desk=request.desk))


@require_POST
@needs_role(rules.PLANNERS)
def add_limit(request):
    form = _limit_form(request, request.POST)
    if form.is_valid():
        words = {"person": form.cleaned_data["person"], "code": form.cleaned_data["shift"]}
        if run(request, form, commands.limit_shift, desk=request.desk, reason=form.cleaned_data["reason"], **words):
            return redirect("roster:shifts")
    return _show(request, limit_form=form)


@require_POST
@needs_role(rules.PLANNERS)
def lift_limit(request, pk):
    limit = get_object_or_404(ShiftLimit, pk=pk, desk=request.desk)
    commands.lift_limit(limit_id=limit.pk, by=request.user, at=request.at)
    return redirect("roster:shifts")


@require_POST
@needs_role(rules.PLANNERS)
def change_shift(request):
    form = ShiftForm(request.POST)
    if form.is_valid() and run(request, form, commands.change_shift, desk=request.desk, **form.cleaned_data):
        messages.success(request, _("The shift is set. Approved months keep the times they were approved with."))
        return redirect("roster:shifts")
    return _show(request, shift_form=form)


@require_POST
@needs_role(rules.PLANNERS)
def add_window(request):
    form = BusyWindowForm(request.POST)
    if form.is_valid() and run(request, form, commands.add_busy_window, desk=request.desk, **form.cleaned_data):
        return redirect("roster:shifts")
    return _show(request, window_form=form)


@require_POST
@needs_role(rules.PLANNERS)
def remove_window(request, pk):
    window = get_object_or_404(BusyWindow, pk=pk, desk=request.desk)
    commands.remove_busy_window(window_id=window.pk, by=request.user, at=request.at)
    return redirect("roster:shifts")
