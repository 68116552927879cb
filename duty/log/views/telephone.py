"""What the telephone system recorded: missed calls to return, months in figures, files to take over (R26)."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import attachments
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui.acting import note_access, refusals_on, run_filled, tell_saved
from frontdesk.kernel.ui.permissions import needs_role

from .. import book, commands, figures, rules, telephone
from ..forms.telephone import ConfirmForm, FaultForm, ReturnForm, ThreeRingsForm, UploadForm
from ..models import PhoneCall, PhoneImport

SHOWN, WRONG = 100, 50


@require_GET
@needs_role(rules.READERS)
def missed_calls(request):
    """Missed calls nobody has rung back with success, the oldest first, and the files that were taken over."""
    waiting = PhoneCall.objects.waiting().filter(desk=request.desk).order_by("started_at", "id")
    context = {
        "calls": list(waiting.prefetch_related("returns__recorded_by")[:SHOWN]),
        "count": waiting.count(),
        "imports": PhoneImport.objects.filter(desk=request.desk).select_related("recorded_by")[:10],
        "may_write": bool(request.roles & rules.WRITERS),
        "month": timezone.localdate().replace(day=1),
        "patience": figures.RETURN_WITHIN,
    }
    return render(request, "log/telephone.html", context)


@require_GET
@needs_role(rules.READERS)
def telephone_month(request, year, month):
    """A month by the telephone system and by hand, side by side: two sources, two numbers."""
    try:
        first = date(year, month, 1)
    except ValueError:
        raise Http404(month) from None
    following = date(year + month // 12, month % 12 + 1, 1)
    since, until = book.bounds(first)[0], book.bounds(following)[0]
    span = {"since": since, "until": until}
    context = {
        "first": first,
        "before": date(year - (month == 1), (month - 2) % 12 + 1, 1),
        "following": following if following <= timezone.localdate() else None,
        "seconds": figures.three_rings_seconds(request.desk.project_id),
        "rates": [
            (
                _("Answered within three rings, by the telephone system"),
                figures.answered_in_time_by_the_system(desk=request.desk, **span),
            ),
            (
                _("Answered within three rings, as ticked in the book"),
                figures.answered_in_three_rings(desk_id=request.desk.pk, **span),
            ),
            (_("Missed calls rung back within 30 minutes"), figures.returned_in_time(desk=request.desk, **span)),
        ],
        "missed": PhoneCall.objects.missed().filter(desk=request.desk, started_at__gte=since, started_at__lt=until)[:SHOWN],
        "form": ThreeRingsForm(initial={"seconds": figures.three_rings_seconds(request.desk.project_id)}),
        "may_change": bool(request.roles & rules.DECIDERS),
    }  # fmt: skip
    return render(request, "log/telephone_month.html", context)


@require_POST
@needs_role(rules.DECIDERS)
def set_three_rings(request):
    form = ThreeRingsForm(request.POST)
    today = timezone.localdate()
    if form.is_valid():
        try:
            commands.set_three_rings(
                project_id=request.desk.project_id, seconds=form.cleaned_data["seconds"], by=request.user, at=request.at
            )
            messages.success(request, _("The setting holds from now on."))
        except Refused as no:
            messages.error(request, str(no))
    else:
        messages.error(request, _("Three rings take between 3 and 60 seconds. Give a number between them."))
    return redirect("log:telephone_month", year=today.year, month=today.month)


@needs_role(rules.WRITERS)
def import_calls(request):
    """Choose a file; what is in it is shown before anything is taken over."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > telephone.MOST_BYTES:
            form.add_error("file", _("The file is larger than 2 MB. Export a shorter span."))
        else:
            data = upload.read()
            return _preview(request, upload.name, data, upload_form=form)
    return render(request, "log/telephone_import.html", {"form": form}, status=422 if form.errors else 200)


def _preview(request, name, data, upload_form=None, confirm=None):
    """What a file holds, line by line where it is wrong. The file is kept under its hash, nothing else is."""
    try:
        found = telephone.read(data, zone=request.desk.project.time_zone, now=request.at)
    except Refused as no:
        form = upload_form or UploadForm(request.POST)
        form.add_error(None, str(no))
        return render(request, "log/telephone_import.html", {"form": form}, status=422)
    confirm = confirm or ConfirmForm(initial={"name": name, "sha256": attachments.keep(data)})
    context = {
        "name": name,
        "found": found,
        "first": found.calls[:10],
        "missed": sum(not call.answered for call in found.calls),
        "wrong": found.wrong[:WRONG],
        "more_wrong": max(0, len(found.wrong) - WRONG),
        "confirm": confirm,
    }
    return render(request, "log/telephone_preview.html", context, status=422 if confirm.errors else 200)


@require_POST
@needs_role(rules.WRITERS)
def confirm_import(request):
    """Take over what the preview has shown."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise Http404
    path = attachments.path_of(form.cleaned_data["sha256"])
    if not path.exists():
        raise Http404(path.name)
    data = path.read_bytes()
    with refusals_on(form):
        _taken, count = commands.import_calls(
            desk=request.desk, data=data, by=request.user, at=request.at, **form.cleaned_data
        )
        said = ngettext("%(n)s call was taken over.", "%(n)s calls were taken over.", count) % {"n": count}
        messages.success(request, said)
        return redirect("log:missed_calls")
    return _preview(request, form.cleaned_data["name"], data, confirm=form)


@needs_role(rules.WRITERS)
def report_fault(request):
    """The hotline, the duty phone or a radio is out of order: an urgent repair in the book (R30)."""
    form = FaultForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and run_filled(request, form, commands.report_fault, desk=request.desk)
    ):
        tell_saved(request, form, _("The fault is an urgent repair in the book."))
        return redirect("workbench")
    return render(request, "log/line_fault.html", {"form": form}, status=422 if form.errors else 200)


@needs_role(rules.WRITERS)
def return_call(request, pk):
    """Write down that a missed caller was rung back; the page shows the full number, which is noted."""
    call = get_object_or_404(PhoneCall, pk=pk, desk=request.desk, answered=False)
    note_access(request, AccessLine.What.REVEAL, call)
    form = ReturnForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and run_filled(request, form, commands.return_call, call_id=call.pk)
    ):
        tell_saved(request, form, _("The returned call is in the records."))
        return redirect("log:missed_calls")
    return render(request, "log/return_call.html", {"call": call, "form": form}, status=422 if form.errors else 200)
