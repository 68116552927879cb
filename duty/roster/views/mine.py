"""One's own shifts: a page, and an address for one's calendar (R11)."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.ui.permissions import for_everyone
from frontdesk.kernel.ui.sessions import open_to_all

from .. import commands, feeds
from ..models import PlannedShift, ShiftFeed

WEEKS = timedelta(days=62)


@require_GET
@for_everyone
def my_shifts(request):
    return _show(request)


def _show(request, address=""):
    today = timezone.localdate(request.at)
    shifts = PlannedShift.objects.filter(person=request.user, date__gte=today, date__lte=today + WEEKS)
    context = {
        "shifts": shifts.select_related("desk"), "address": address, "today": today,
        "feed": ShiftFeed.objects.filter(person=request.user).first(),
    }  # fmt: skip
    return render(request, "roster/my_shifts.html", context)


@require_POST
@for_everyone
def make_feed(request):
    """A new secret address; it is shown on this page once."""
    token = commands.make_feed(by=request.user, at=request.at)
    return _show(request, address=request.build_absolute_uri(f"/shifts/{token}.ics"))


@require_POST
@for_everyone
def end_feed(request):
    commands.end_feed(by=request.user)
    return redirect("roster:my_shifts")


@require_GET
@open_to_all
def feed(request, token):
    """The calendar behind a secret address; an address that nobody has, and one that was ended, look the same."""
    owner = feeds.owner(token)
    if owner is None:
        raise Http404
    answer = HttpResponse(feeds.calendar(owner, at=request.at), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=600"
    return answer
