"""What is inspected, and how often; read by those who supervise and audit, changed by supervisor and lead (A28, A29, A32)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, items
from ..forms.settings import FrequencyForm, ItemsFormSet, VersionForm
from ..models import InspectionSettings, InspectionTemplate
from ..rules import KEEPERS, READERS


@require_GET
@needs_role(READERS)
def settings(request):
    return _show(request)


def _show(request, frequency=None, rows=None, version=None):
    held = InspectionSettings.of(request.desk.project_id)
    newest, wanted = items.current(request.desk.pk)
    often = {"handover_inspections": held.handover_inspections, "spot_checks_a_month": held.spot_checks_a_month}
    context = {
        "frequency": frequency or FrequencyForm(initial=often),
        "rows": rows or ItemsFormSet(initial=[item.content() for item in wanted]),
        "version": version or VersionForm(initial={"version": newest}),
        "names": items.NAMES,
        "templates": InspectionTemplate.objects.filter(desk=request.desk).select_related("by"),
        "changes": InspectionSettings.history.filter(project=request.desk.project_id).select_related("history_user")[
            :10
        ],
        "may_change": bool(request.roles & KEEPERS),
    }
    return render(request, "inspections/settings.html", context, status=422 if frequency or rows else 200)


@require_POST
@needs_role(KEEPERS)
def set_frequency(request):
    form = FrequencyForm(request.POST)
    words = {"project_id": request.desk.project_id}
    if form.is_valid() and run(request, form, commands.set_frequency, **words, **form.cleaned_data):
        messages.success(request, _("It holds from now on; what is past stays as it was counted."))
        return redirect("inspections:settings")
    return _show(request, frequency=form)


@require_POST
@needs_role(KEEPERS)
def set_items(request):
    """The words of the ten, and the desk's own items; an empty row is no item."""
    rows, version = ItemsFormSet(request.POST), VersionForm(request.POST)
    if rows.is_valid() and version.is_valid():
        said = [row.cleaned_data for row in rows if row.cleaned_data]
        words = {
            "desk": request.desk, "version": version.cleaned_data["version"],
            "words": {one["code"]: (one["standard"], one["method"]) for one in said if one["code"] in items.NAMES},
            "own": [
                (one["code"], one["name"], one["standard"], one["method"]) for one in said
                if one["code"] not in items.NAMES and not one["drop"] and (one["code"] or one["name"])
            ],
        }  # fmt: skip
        if run(request, version, commands.set_items, **words):
            messages.success(
                request, _("The next inspection looks at these items; those of the past stay as they are.")
            )
            return redirect("inspections:settings")
    return _show(request, rows=rows, version=version)
