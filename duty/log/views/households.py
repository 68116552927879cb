"""The register of households: who lives where, who moved in and out. Read by the desk, kept by those who know them."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui.acting import note_access, refusals_on, run_filled
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, rules
from ..forms.households import ChangeForm, MoveInForm, MoveOutForm, UnitForm
from ..models import Household, Resident
from .lookup import matching

PAGE, CHANGES = 50, 30


@needs_role(rules.READERS)
def households(request):
    """The units in their order, or those that somebody sought for; a POST adds one."""
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = commands.add_household(
                project_id=request.desk.project_id, by=request.user, at=request.at, **form.cleaned_data
            )
            return redirect(made)
    sought = request.GET.get("q", "").strip()[:30]
    rows = Household.objects.filter(project_id=request.desk.project_id)
    if sought:
        residents = Resident.objects.living_there().filter(matching(sought), project_id=request.desk.project_id)
        rows = rows.filter(Q(pk__in=residents.values("household")) | Q(unit_no__istartswith=sought))
    if after := request.GET.get("after", "")[:30]:
        last = get_object_or_404(Household, project_id=request.desk.project_id, unit_no=after)
        rows = rows.filter(Q(unit_sort__gt=last.unit_sort) | Q(unit_sort=last.unit_sort, pk__gt=last.pk))
    found = list(rows.prefetch_related("residents").order_by("unit_sort", "id")[: PAGE + 1])
    context = {
        "households": [(home, [one for one in home.residents.all() if not one.moved_out]) for home in found[:PAGE]],
        "after": found[PAGE - 1].unit_no if len(found) > PAGE else "",
        "sought": sought,
        "form": form,
        "may_keep": bool(request.roles & rules.HOUSEHOLD_KEEPERS),
        "may_take_over": bool(request.roles & rules.DECIDERS),
    }
    return render(request, "log/households.html", context, status=422 if form.errors else 200)


def _here(request, pk):
    return get_object_or_404(Household, pk=pk, project_id=request.desk.project_id)


@require_GET
@needs_role(rules.READERS)
def household(request, pk):
    return _show(request, _here(request, pk))


def _show(request, home, opened=None, form=None, **more):
    """The page of a household. opened, form: which form was refused, as ('in', None), ('change', resident) …"""
    forms = {opened: form} if form else {}
    residents = list(home.residents.order_by("moved_out", "id"))
    living = [one for one in residents if not one.moved_out]
    changes = Resident.history.filter(household=home).select_related("history_user").order_by("-history_date")
    context = {
        "home": home,
        "living": [
            (one, forms.get(("change", one.pk)) or ChangeForm(initial={"name": one.name, "kind": one.kind}, prefix=f"c{one.pk}"),
             forms.get(("out", one.pk)) or MoveOutForm(initial={"moved_out": timezone.localdate()}, prefix=f"o{one.pk}"))
            for one in living
        ],
        "gone": [one for one in residents if one.moved_out],
        "changes": changes[:CHANGES],
        "move_in_form": forms.get(("in", None)) or MoveInForm(),
        "unit_form": forms.get(("unit", None)) or UnitForm(initial={"unit_no": home.unit_no}, prefix="unit"),
        "opened": opened,
        "may_keep": bool(request.roles & rules.HOUSEHOLD_KEEPERS),
        "may_reveal": bool(request.roles & rules.REVEALERS) and any(one.phone for one in residents),
        **more,
    }  # fmt: skip
    return render(request, "log/household.html", context, status=422 if form else 200)


@require_POST
@needs_role(rules.HOUSEHOLD_KEEPERS)
def rename(request, pk):
    home = _here(request, pk)
    form = UnitForm(request.POST, prefix="unit")
    if form.is_valid() and run_filled(request, form, commands.rename_household, household_id=home.pk):
        messages.success(request, _("The unit is written so from now on."))
        return redirect(home)
    return _show(request, home, ("unit", None), form)


@require_POST
@needs_role(rules.HOUSEHOLD_KEEPERS)
def move_in(request, pk):
    home = _here(request, pk)
    form = MoveInForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.move_in, household_id=home.pk):
        messages.success(request, _("The desk finds them from now on."))
        return redirect(home)
    return _show(request, home, ("in", None), form)


def _resident(request, pk):
    return get_object_or_404(Resident.objects.select_related("household"), pk=pk, project_id=request.desk.project_id)


@require_POST
@needs_role(rules.HOUSEHOLD_KEEPERS)
def change_resident(request, pk):
    one = _resident(request, pk)
    form = ChangeForm(request.POST, prefix=f"c{one.pk}")
    if form.is_valid() and run_filled(request, form, commands.change_resident, resident_id=one.pk):
        messages.success(request, _("It is put right; what it was before stays in the history."))
        return redirect(one.household)
    return _show(request, one.household, ("change", one.pk), form)


@require_POST
@needs_role(rules.HOUSEHOLD_KEEPERS)
def move_out(request, pk):
    one = _resident(request, pk)
    form = MoveOutForm(request.POST, prefix=f"o{one.pk}")
    if form.is_valid() and run_filled(request, form, commands.move_out, resident_id=one.pk):
        messages.success(request, _("%(name)s has left; the desk finds them no more.") % {"name": one.name})
        return redirect(one.household)
    return _show(request, one.household, ("out", one.pk), form)


@require_POST
@needs_role(rules.REVEALERS)
def household_phones(request, pk):
    """The full telephone numbers of a household, once; who looked is noted (R45)."""
    home = _here(request, pk)
    note_access(request, AccessLine.What.REVEAL, home)
    return _show(request, home, in_full=True)
