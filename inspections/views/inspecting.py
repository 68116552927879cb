"""The supervisor's page, the form of an inspection, and the sealed one (R05, R58, R59, R61)."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duty.roster import clocks
from frontdesk.kernel.records.models import Attachment, Signature
from frontdesk.kernel.ui import params, sessions
from frontdesk.kernel.ui.acting import download, run, tell_saved
from frontdesk.kernel.ui.inputs import posted_people
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, days, due, evidence, figures, items, onduty, results
from ..forms.inspection import InspectionForm
from ..models import Inspection, OffDuty, Rectification
from ..rules import INSPECTORS, READERS

PAGE = 30
FIRST = 8  # findings on the supervisor's page
Kind = Inspection.Kind
TITLES = {Kind.DAILY, Kind.HANDOVER, Kind.ADHOC}


@require_GET
@needs_role(READERS)
def home(request):
    """What is owed today, then findings, the month's spot checks, and the inspections there were, the latest first."""
    desk, today = request.desk, days.local(clocks.of(request.desk), request.at)
    rows = Inspection.objects.filter(desk=desk).select_related("recorded_by")
    if before := params.whole(request, "before"):
        rows = rows.filter(pk__lt=before)
    made = list(rows[: PAGE + 1])
    states = Rectification.objects.filter(desk=desk).open().select_related("finding", "owner")
    context = {
        "tasks": due.tasks(desk, today, today, request.at),
        "yesterday": [one for one in due.tasks(desk, today - days.DAY, today - days.DAY, request.at) if one.is_missed],
        "off": OffDuty.objects.filter(desk=desk, date__gte=today).select_related("recorded_by"),
        "findings": [(state, named(state.finding)) for state in states.order_by("due", "finding_id")[:FIRST]],
        "open": states.count(),
        "overdue": states.overdue(today).count(),
        "spot": figures.spot_count(desk, today.replace(day=1)),
        "notices": onduty.told(desk, today),
        "made": made[:PAGE],
        "older": made[PAGE - 1].pk if len(made) > PAGE else None,
        "today": today,
        "may_inspect": bool(request.roles & INSPECTORS),
    }
    return render(request, "inspections/home.html", context)


def named(finding):
    """What the item of a finding is called on the screen."""
    return items.name_of(finding.item, finding.name)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_role(INSPECTORS)
def new(request, kind):
    """Inspect the desk: daily, at the change of shift, or ad hoc with any of the items."""
    if kind not in TITLES:
        raise Http404(kind)
    form = make(request, whole=kind in Inspection.WHOLE)
    if request.method == "POST" and form.is_valid():
        words = {"desk": request.desk, "kind": kind, "found": list(form.found()), "key": form.cleaned_data["key"]}
        if run(request, form, commands.inspect, **words):
            tell_saved(request, form, _("The inspection is signed and in the records."))
            return redirect("inspections:home")
    return show(request, form, title=Kind(kind).label, whole=kind in Inspection.WHOLE)


def make(request, *, drawn=(), whole=False):
    """The form of an inspection for this request. drawn: ids of entries that a draw has picked; whole: every item is asked."""
    _version, wanted = items.current(request.desk.pk)
    first = [("duty_log", evidence.ENTRY, pk) for pk in drawn]
    for item in wanted:  # what was ticked stays, though newer records have come meanwhile
        ticked = map(evidence.pair, request.POST.getlist(f"evidence-{item.code}"))
        first += [(item.code, *pair) for pair in ticked if pair]
    return InspectionForm(
        request.POST or None, request.FILES or None, items=wanted, by=request.user, whole=whole,
        initial=sessions.typed(request),
        samples=evidence.offered(request.desk, first), people=posted_people(request.desk.project_id, request.at),
    )  # fmt: skip


def show(request, form, **context):
    context = {"form": form, "cards": form.cards(), "refused": form.refused() if form.is_bound else [], **context}
    return render(request, "inspections/form.html", context, status=422 if form.errors else 200)


@require_GET
@needs_role(READERS)
def inspection(request, pk):
    """A sealed inspection as the form that people know; prints as that."""
    found = Inspection.objects.filter(desk=request.desk).select_related("recorded_by", "sheet", "desk__project", "draw")
    one = get_object_or_404(found, pk=pk)
    context = {
        "inspection": one,
        "shown": results.of(one),
        "people": results.people(one),
        "findings": [
            (finding, named(finding)) for finding in one.findings.select_related("state", "owner").order_by("id")
        ],
        "signature": Signature.objects.filter(about_kind=Inspection.seal_kind, about_id=one.pk).first(),
        "notices": onduty.told(request.desk, one.day),
    }
    return render(request, "inspections/inspection.html", context)


@require_GET
@needs_role(READERS)
def attachment(request, pk):
    """A photo of an inspection of this desk, as a download; who opened it is noted."""
    return download(request, get_object_or_404(Attachment, pk=pk, desk=request.desk, about_kind=Inspection.seal_kind))


@require_GET
@needs_role(READERS)
def month(request, month):
    """What was supervised in a month: numbers, nothing but what was recorded (R05, R61–R63)."""
    before = (month - timedelta(days=1)).replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    context = {
        "month": figures.month_of(request.desk, month, request.at), "before": before, "after": after,
    }  # fmt: skip
    return render(request, "inspections/month.html", context)
