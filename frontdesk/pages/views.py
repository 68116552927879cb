"""The workbench and the search over everything one may see."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from duty.log import book
from duty.log.models import Entry, Matter
from duty.log.rules import CALLED, READERS, WRITERS
from duty.log.views import queues
from duty.log.views.book import counts, note_closed
from duty.roster import attendance, ledger
from duty.roster import beside as rosters
from duty.roster.rules import ATTENDERS
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.search import index, pairs
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.permissions import for_everyone, needs_role
from handover import reading, turns
from inspections import beside

from . import today
from .compliance.rules import COMPARERS

TOP = 12
FOUND = 30


@require_GET
@for_everyone
def workbench(request):
    """What is open, overdue and unowned at the desk, and the last lines of the book (R07, R57)."""
    notices.sweep_if_nobody_did(at=request.at)
    if request.roles & CALLED and not request.roles & READERS:
        return redirect("log:call_outs")
    if request.roles & COMPARERS and not request.roles & READERS:
        return redirect("compliance:all_projects")
    if request.desk is None or not request.roles & READERS:
        return render(request, "pages/nothing_here.html")
    sheet = reading.newest(request.desk)
    handed_on = reading.taken_over(sheet)
    taken = list(handed_on)[:TOP]
    due = Matter.objects.filter(desk=request.desk).open().exclude(pk__in=taken).order_by("due_at", "entry_id")
    due = list(due.values_list("entry_id", flat=True)[:TOP])
    latest, lines = book.last_and(request.desk.pk, [*taken, *due], lines=TOP)
    here = attendance.present(request.desk, request.at)
    context = {
        "here": here,
        "turn": turns.current(request.desk, request.at),
        "window": ledger.busy_now(request.desk, request.at),
        "may_attend": bool(request.roles & ATTENDERS),
        "points": beside.points(request),
        "rosters": rosters.waiting(request.desk, request.roles, request.at),
        "owed": beside.owed(request),
        "standing": queues.first_of_all(request),
        "unread_sheet": reading.unread(sheet, request.user, here),
        "handed_on": [lines[pk] for pk in taken],
        "times": handed_on,
        "due": [lines[pk] for pk in due],
        "counts": counts(request.desk, request.at),
        "latest": latest,
        "may_write": bool(request.roles & WRITERS),
        "today": timezone.localdate(),
        "day": today.of(request.desk, request.at),
    }
    return render(request, "pages/workbench.html", context)


@require_GET
@needs_role(READERS)
def search(request):
    """Lines whose words hold every part of the query, newest first, at the projects one may read."""
    asked = request.GET.get("q", "").strip()[:80]
    runs = pairs.phrases(asked)
    ids, following = index.find(
        asked,
        project_ids={request.desk.project_id},
        kind=Entry.seal_kind,
        limit=FOUND,
        before=params.whole(request, "before"),
    )
    lines = book.of_ids(ids, runs)
    note_closed(request, lines)
    context = {"searched": asked, "runs": runs, "lines": lines, "following": following}
    return render(request, "pages/search.html", context)
