"""The print room 打印室: a month as one file, made by the worker while the page says how far it is (R64)."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.records.access import Lot
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui.acting import note_access, run
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands
from ..forms import PrintForm
from ..models import PrintJob
from ..rules import PRINTERS

LATEST = 12


@require_GET
@needs_role(PRINTERS)
def room(request):
    return _show(request)


def _show(request, form=None, status=200):
    months = commands.months(request.desk)
    return render(
        request,
        "printing/room.html",
        _jobs(request) | {"form": form or PrintForm(months=months), "months": months},
        status=status,
    )


def _jobs(request):
    """One's own prints at the desk, the latest first; each bears the name of whoever asked, and is nobody else's."""
    mine = PrintJob.objects.filter(desk=request.desk, asked_by=request.user)[:LATEST]
    jobs = [(job, job.is_silent(request.at)) for job in mine]
    return {"jobs": jobs, "is_asking": any(job.is_open and not silent for job, silent in jobs)}


@require_POST
@needs_role(PRINTERS)
def ask(request):
    form = PrintForm(request.POST, months=commands.months(request.desk))
    if form.is_valid() and run(request, form, commands.ask_print, desk=request.desk, **form.cleaned_data):
        return redirect("printing:room")
    return _show(request, form, status=422)


@require_GET
@needs_role(PRINTERS)
def progress(request):
    """How far the prints are; the page asks again every two seconds while one is under way."""
    return render(request, "printing/_jobs.html", _jobs(request))


@require_POST
@needs_role(PRINTERS)
def stop(request, pk):
    job = _mine(request, pk)
    commands.stop_print(job_id=job.pk, by=request.user)
    return redirect("printing:room")


@require_GET
@needs_role(PRINTERS)
def file(request, pk):
    """The file of a print, to whoever asked for it; that it went out is noted (R45)."""
    job = _mine(request, pk)
    if job.state != PrintJob.State.DONE or not job.path.exists():
        raise Http404(pk)
    note_access(request, AccessLine.What.PRINT, Lot("log.month", int(f"{job.month:%Y%m}")))
    name = f"{job.desk.project.code}-{job.month:%Y-%m}.pdf"
    return FileResponse(job.path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


def _mine(request, pk):
    return get_object_or_404(
        PrintJob.objects.filter(desk=request.desk, asked_by=request.user).select_related("desk__project"), pk=pk
    )
