"""The day's points and who has ticked them; coaching notes (R05, R60)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duty.roster import clocks
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import run_filled, tell_saved
from frontdesk.kernel.ui.permissions import for_everyone, needs_role

from .. import commands, days, onduty
from ..forms.words import CoachingForm, NoticeForm
from ..models import CoachingNote, DailyNotice
from ..rules import INSPECTORS, KEEPERS, READERS, TOLD

PAGE = 30


@require_GET
@needs_role(READERS | TOLD)
def notices(request):
    """Today's points and those of other days; those who supervise see who has not ticked."""
    return _show_notices(request)


def _show_notices(request, form=None):
    today = days.local(clocks.of(request.desk), request.at)
    rows = DailyNotice.objects.filter(desk=request.desk).select_related("recorded_by").order_by("-date", "-id")
    if before := params.whole(request, "before"):
        rows = rows.filter(pk__lt=before)
    rows = list(rows.exclude(date=today)[: PAGE + 1])
    context = {
        "told": onduty.told(request.desk, today),
        "mine": set(onduty.unticked(request.desk, request.user, today).values_list("pk", flat=True)),
        "may_tick": bool(request.roles & TOLD), "sees_ticks": bool(request.roles & READERS),
        "others": rows[:PAGE], "older": rows[PAGE - 1].pk if len(rows) > PAGE else None, "today": today,
        "form": form or (NoticeForm(initial={"date": today}) if request.roles & INSPECTORS else None),
    }  # fmt: skip
    return render(request, "inspections/notices.html", context, status=422 if form else 200)


@require_POST
@needs_role(INSPECTORS)
def give_notice(request):
    form = NoticeForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.give_notice, desk=request.desk):
        tell_saved(request, form, _("Everybody on duty that day is asked to tick it."))
        return redirect("inspections:notices")
    return _show_notices(request, form)


@require_POST
@needs_role(TOLD)
def tick(request, pk):
    """已知: one tick; back to where it was shown."""
    notice = get_object_or_404(DailyNotice, pk=pk, desk=request.desk)
    commands.tick_notice(notice_id=notice.pk, by=request.user, at=request.at)
    messages.success(request, _("Noted."))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe and back.startswith("/") else "inspections:notices")


@require_GET
@for_everyone
def coaching(request):
    """One's own coaching notes; for those who supervise all of them, and a form for another."""
    return _show_coaching(request)


def _show_coaching(request, form=None):
    if request.desk is None:
        raise Http404
    rows = CoachingNote.objects.filter(desk=request.desk).select_related("person", "recorded_by", "inspection")
    keeps = bool(request.roles & KEEPERS)
    if not keeps:
        rows = rows.to(request.user)
    elif person := params.whole(request, "person"):
        rows = rows.filter(person=person)
    if before := params.whole(request, "before"):
        rows = rows.filter(pk__lt=before)
    rows = list(rows[: PAGE + 1])
    context = {
        "notes": rows[:PAGE], "older": rows[PAGE - 1].pk if len(rows) > PAGE else None, "keeps": keeps,
        "form": form or (_coaching_form(request, initial=_after_inspection(request)) if keeps else None),
    }  # fmt: skip
    return render(request, "inspections/coaching.html", context, status=422 if form else 200)


def _coaching_form(request, data=None, **more):
    return CoachingForm(data, desk=request.desk, at=request.at, by=request.user, **more)


def _after_inspection(request):
    return {"inspection_id": params.whole(request, "inspection")}


@require_POST
@needs_role(KEEPERS)
def coach(request):
    """督导: write a word to somebody, or about a shift."""
    form = _coaching_form(request, request.POST)
    if form.is_valid() and run_filled(request, form, commands.coach, desk=request.desk):
        tell_saved(request, form, _("It is on record, and whom it is about has been told."))
        return redirect("inspections:coaching")
    return _show_coaching(request, form)
