"""One's own shifts: a page, wishes for the months to come, and an address for one's calendar (R11)."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.people.rules import DUTY_STAFF
from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import for_everyone, needs_role
from frontdesk.kernel.ui.sessions import open_to_all

from .. import commands, feeds
from ..forms.wishes import WishForm
from ..models import PlannedShift, ShiftFeed, ShiftType, Wish

WEEKS = timedelta(days=62)


@require_GET
@for_everyone
def my_shifts(request):
    return _show(request)


def _show(request, address="", wish_form=None):
    today = timezone.localdate(request.at)
    shifts = PlannedShift.objects.filter(person=request.user, date__gte=today, date__lte=today + WEEKS)
    context = {
        "shifts": shifts.select_related("desk"), "address": address, "today": today,
        "feed": ShiftFeed.objects.filter(person=request.user).first(),
    }  # fmt: skip
    if request.desk is not None and request.roles & DUTY_STAFF:
        context["wishes"] = Wish.objects.filter(desk=request.desk, person=request.user, date__gt=today)
        context["wish_form"] = wish_form or _wish_form(request)
    return render(request, "roster/my_shifts.html", context, status=422 if wish_form else 200)


def _wish_form(request, data=None):
    return WishForm(data, shifts=ShiftType.objects.filter(desk=request.desk))


@require_POST
@needs_role(DUTY_STAFF)
def make_wish(request):
    form = _wish_form(request, request.POST)
    if form.is_valid() and run(request, form, commands.make_wish, desk=request.desk, **form.cleaned_data):
        return redirect("roster:my_shifts")
    return _show(request, wish_form=form)


@require_POST
@needs_role(DUTY_STAFF)
def take_back_wish(request, pk):
    wish = get_object_or_404(Wish, pk=pk, desk=request.desk, person=request.user)
    try:
        commands.take_back_wish(wish_id=wish.pk, by=request.user, at=request.at)
    except Refused as no:
        messages.error(request, str(no))
    return redirect("roster:my_shifts")


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
