"""Spot checks: draw, show, inspect; or choose by hand (R03, R63)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duty.log import book
from duty.roster import clocks
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import run, tell_saved
from frontdesk.kernel.ui.inputs import Keyed
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, days, figures, shifts
from ..forms.inspection import ChosenShiftForm
from ..models import Inspection, SpotDraw
from ..rules import INSPECTORS, READERS
from .inspecting import make, show

PAGE = 30


@require_GET
@needs_role(READERS)
def draws(request):
    """The month's spot checks against what is wanted, what waits, and what was drawn and chosen, the latest first."""
    return _list(request)


def _list(request, form=None, chosen_form=None):
    desk, today = request.desk, days.local(clocks.of(request.desk), request.at)
    made = SpotDraw.objects.filter(desk=desk).select_related("recorded_by").prefetch_related("reveals", "inspections")
    if before := params.whole(request, "before"):
        made = made.filter(pk__lt=before)
    made = list(made[: PAGE + 1])
    past = _choosable(request)
    context = {
        "spot": figures.spot_checks(desk, today.replace(day=1)),
        "waiting": SpotDraw.objects.filter(desk=desk).waiting().first(),
        "draws": [(one, one.reveals.first(), one.inspections.first()) for one in made[:PAGE]],
        "older": made[PAGE - 1].pk if len(made) > PAGE else None,
        "chosen": Inspection.objects.filter(desk=desk, picked_by="manual").select_related("recorded_by")[:PAGE],
        "form": form or Keyed(),
        "chosen_form": chosen_form or ChosenShiftForm(shifts=past),
        "may_inspect": bool(request.roles & INSPECTORS),
        "can_draw": bool(past),
    }
    return render(request, "inspections/draws.html", context, status=422 if form or chosen_form else 200)


def _choosable(request):
    """[(date, code)] offered for a choice by hand, the latest first; older ones are chosen on their day's page."""
    return sorted({*shifts.past(request.desk, request.at), *shifts.running(request.desk, request.at)}, reverse=True)


@require_POST
@needs_role(INSPECTORS)
def draw(request):
    """抽取: it is decided and sealed now, and shown on the next page."""
    form = Keyed(request.POST)
    if form.is_valid() and run(request, form, commands.draw, desk=request.desk, key=form.cleaned_data["key"]):
        return redirect(SpotDraw.objects.filter(desk=request.desk).first())
    return _list(request, form)


def _draw_of(request, pk):
    return get_object_or_404(SpotDraw.objects.select_related("recorded_by"), pk=pk, desk=request.desk)


@require_GET
@needs_role(READERS)
def one_draw(request, pk):
    """One draw: what is committed to, and, once it is shown, which shift and records it is."""
    made = _draw_of(request, pk)
    shown = made.reveals.first()
    context = {
        "draw": made, "shown": shown, "inspection": made.inspections.first(),
        "lines": book.of_ids(shown.entry_ids) if shown else [],
        "sheets": shifts.sheets_of(request.desk, shown.target_date, shown.target_code) if shown else [],
        "may_inspect": bool(request.roles & INSPECTORS),
    }  # fmt: skip
    return render(request, "inspections/draw.html", context)


@require_POST
@needs_role(INSPECTORS)
def reveal(request, pk):
    made = _draw_of(request, pk)
    try:
        commands.reveal(draw_id=made.pk, by=request.user, at=request.at)
    except Refused as no:
        messages.error(request, str(no))
    return redirect(made)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_role(INSPECTORS)
def inspect_drawn(request, pk):
    """Spot-check what was drawn, with its records at hand."""
    made = _draw_of(request, pk)
    shown, done = made.reveals.first(), made.inspections.first()
    if shown is None or done:
        return redirect(done or made)
    form, words = make(request, drawn=shown.entry_ids), {"draw_id": made.pk}
    return _inspect(request, form, commands.inspect_drawn, words, shown.target_date, shown.target_code, shown.entry_ids)


@require_GET
@needs_role(INSPECTORS)
def choose(request):
    """From the list of past shifts to the form for one of them."""
    form = ChosenShiftForm(request.GET or None, shifts=_choosable(request))
    if form.is_valid():
        return redirect("inspections:inspect_chosen", *form.cleaned_data["shift"])
    return _list(request, chosen_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_role(INSPECTORS)
def inspect_chosen(request, day, code):
    """Spot-check a shift that was chosen by hand; another project's shift, or one that never was, is not there."""
    if code not in shifts.of_day(request.desk, day, request.at):
        raise Http404(code)
    words = {"desk": request.desk, "date": day, "code": code}
    return _inspect(request, make(request), commands.inspect_chosen, words, day, code)


def _inspect(request, form, verb, words, day, code, picked=()):
    if request.method == "POST" and form.is_valid():
        words = {**words, "found": list(form.found()), "key": form.cleaned_data["key"]}
        if run(request, form, verb, **words):
            tell_saved(request, form, _("The spot check is signed and in the records."))
            return redirect("inspections:draws")
    return show(
        request, form, title=Inspection.Kind.SPOT.label, target=(day, code), lines=book.of_ids(picked),
        sheets=shifts.sheets_of(request.desk, day, code),
    )  # fmt: skip
