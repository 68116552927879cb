"""Every official form as a PDF beside its page; that somebody printed it is noted (R64, R65, R45)."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from duty.log import papers as log_papers
from duty.log import sheets
from duty.log.models import Entry
from duty.log.rules import READERS
from duty.roster.models import RosterVersion
from duty.roster.rules import READERS as ROSTER_READERS
from frontdesk.kernel.exports import pdf
from frontdesk.kernel.records.access import Lot
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui.acting import note_access
from frontdesk.kernel.ui.permissions import needs_role
from handover import papers as handover_papers
from handover.models import Sheet
from handover.rules import READERS as HANDOVER_READERS

from .. import composing
from ..checklist import checklist
from ..rules import PRINTERS


def _answer(request, about, parts, title, name):
    """A PDF of parts as a download, noted as a print of what it is about."""
    made = pdf.make(parts, pdf.margin(request.desk, by=request.user, at=request.at), title=title)
    note_access(request, AccessLine.What.PRINT, about)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf")
    return answer


@require_GET
@needs_role(READERS)
def day(request, date):
    """A day of the duty log with the handovers of its shifts (F1, F2)."""
    about = Lot("log.day", int(f"{date:%Y%m%d}"))
    return _answer(request, about, composing.day(request.desk, date), f"值班记录表 {date}", f"duty-log-{date}")


@require_GET
@needs_role(READERS)
def incident(request, pk):
    """The report of an incident (F14)."""
    here = Entry.objects.filter(desk=request.desk, matter__incident_at__isnull=False)
    entry = get_object_or_404(here.select_related("book", "matter", "recorded_by"), pk=pk)
    name = f"incident-{entry.book.number}-{entry}"
    return _answer(request, entry, [log_papers.incident(entry)], f"突发事件报告 {entry}", name)


@require_GET
@needs_role(READERS)
def sheet(request, pk):
    """The newest version of a work order, a complaint or a service sheet (F5, F6, F8)."""
    entry = get_object_or_404(Entry.objects.filter(desk=request.desk).select_related("book"), pk=pk)
    now = sheets.newest(entry)
    if now is None:
        raise Http404(pk)
    part = log_papers.sheet(now)
    return _answer(request, now, [part], f"{part.data['name']} {entry}", f"sheet-{entry.book.number}-{entry}")


@require_GET
@needs_role(ROSTER_READERS)
def roster(request, month, version):
    """A version of a month's roster (F3)."""
    versions = RosterVersion.objects.select_related("roster__desk__project")
    frozen = get_object_or_404(versions, roster__desk=request.desk, roster__month=month, version=version)
    name = f"roster-{frozen.roster}-v{version}"
    return _answer(request, frozen, composing.roster(frozen), f"值班表 {frozen.roster}", name)


@require_GET
@needs_role(HANDOVER_READERS)
def handover(request, pk):
    """A signed handover (F2)."""
    signed = get_object_or_404(Sheet.objects.filter(desk=request.desk), pk=pk)
    parts = [handover_papers.record(signed)]
    return _answer(request, signed, parts, f"交接班记录 {signed.pk}", f"handover-{signed.pk}")


@require_GET
@needs_role(PRINTERS)
def blank_checklist(request):
    """The inspection form, blank, for a clipboard (F4)."""
    return _answer(request, Lot("inspection.blank", request.desk.pk), [checklist()], "检查表", "checklist")
