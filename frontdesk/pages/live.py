"""Whether something has changed at a desk since somebody's page was drawn: asked every few seconds by every open page.

An answer costs a handful of small queries and is mostly 204. What a page shows of the desk is fetched again only when
this says so. Asking is no sign that somebody is there: the idle lock does not hear of it (`sessions.note_activity`).
"""

from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from duty.log.models import Entry, Matter
from duty.log.rules import READERS
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.records.models import Chain, Seal
from frontdesk.kernel.ui.permissions import for_everyone

DUE = ("due_at", "accept_by", "arrive_by", "contain_by")
SLACK = timedelta(seconds=2)  # between a page's own moment and what others wrote while it was drawn


@dataclass(frozen=True)
class Mark:
    """Where a desk stands for one person: the head of its chain, their newest notice, and how many due times are past."""

    person: int
    desk: int
    seq: int
    notice: int
    overdue: int

    def __str__(self):
        return ".".join(map(str, astuple(self)))


def read(text):
    """(person, desk, further numbers) of what a page knows: those of a Mark, or only the second at which it was drawn."""
    numbers = [int(part) for part in text.split(".") if part.isascii() and part.isdigit() and len(part) <= 18]
    return (*numbers[:2], numbers[2:]) if len(numbers) in {3, 5} else (None, None, [])


@require_GET
@for_everyone
def live(request):
    """204 while nothing is new; else the next mark, the bell, and a sentence, and the page is told to fetch its parts."""
    if request.desk is None:
        return HttpResponse(status=204)
    asked = request.GET.get("since", "")[:100]
    chain = Chain.objects.only("last_seq", "last_at").get(pk=request.desk.pk)
    newest = Notice.objects.filter(person=request.user).order_by("-id").values_list("id", "at").first() or (0, None)
    mark = Mark(request.user.pk, request.desk.pk, chain.last_seq, newest[0], _overdue(request))
    if asked == str(mark):
        return HttpResponse(status=204)
    person, desk, numbers = read(asked)
    if (person, desk) != (mark.person, mark.desk):  # somebody else has signed in, or goes on at another desk
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    answer = render(
        request, "components/live.html", {"mark": mark, "said": _said(request, mark, numbers), "again": True}
    )
    if len(numbers) == 3 or _happened(numbers[0], chain.last_at, newest[1]):
        answer["HX-Trigger"] = "desk-changed"
    return answer


def _overdue(request):
    """How many due times of the desk's open matters are past: the number moves when one passes, without any record."""
    if not request.roles & READERS:
        return 0
    counts = {name: Count("pk", filter=Q(**{f"{name}__lt": request.at})) for name in DUE}
    return sum(Matter.objects.open().filter(desk=request.desk).aggregate(**counts).values())


def _happened(second, *moments):
    """Whether one of the moments lies after the second at which a page was drawn."""
    try:
        drawn = datetime.fromtimestamp(second, UTC)
    except (OverflowError, ValueError, OSError):
        return True
    return any(moment is not None and moment > drawn - SLACK for moment in moments)


def _said(request, mark, numbers):
    """What is new in words, to be read out: others' lines of the book, and notices."""
    if len(numbers) != 3:
        return ""
    seq, notice, _due = numbers
    parts = []
    if request.roles & READERS and mark.seq > seq:
        others = Seal.objects.filter(chain=mark.desk, seq__gt=seq, kind=Entry.seal_kind).exclude(sealed_by=request.user)
        if lines := others.count():
            parts.append(ngettext("%(n)s new line in the book", "%(n)s new lines in the book", lines) % {"n": lines})
    if told := Notice.objects.filter(person=request.user, id__gt=notice, read_at=None).count():
        parts.append(ngettext("%(n)s new notice", "%(n)s new notices", told) % {"n": told})
    return _("; ").join(parts)
