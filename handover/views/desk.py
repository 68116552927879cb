"""The desk's page of the handover: what is due, who is held, what was signed (R48–R50, R57)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duty.roster import attendance
from frontdesk.kernel.people.models import User
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.acting import run
from frontdesk.kernel.ui.permissions import needs_role

from .. import commands, parties, reading, relief, turns
from ..forms.work import ReleaseForm
from ..models import Handover, Refusal, Release, Sheet
from ..rules import READERS, RELEASERS, SIGNERS

PAGE = 30


@require_GET
@needs_role(READERS)
def overview(request):
    return _show(request)


def _show(request, release_form=None):
    desk, turn = request.desk, turns.current(request.desk, request.at)
    here = attendance.present(desk, request.at)
    held = [one for one in here if relief.held(desk, one, request.at)]
    sheets = Sheet.objects.filter(desk=desk).select_related("outgoing", "incoming").prefetch_related("reads")
    if before := params.whole(request, "before"):
        sheets = sheets.filter(pk__lt=before)
    sheets = list(sheets[: PAGE + 1])
    may_release = bool(request.roles & RELEASERS)
    context = {
        "turn": turn,
        "following": turns.following(desk, request.at),
        "names": _names(turn),
        "open": _open_of(desk, turn),
        "may_take_over": _may_take_over(request, turn),
        "may_hand_over": bool(turn and turn.outgoing and request.roles & SIGNERS),
        "mine": next((one for one in here if one.person.pk == request.user.pk), None),
        "is_held": any(one.person.pk == request.user.pk for one in held),
        "held": held if may_release else [],
        "release_form": release_form or (ReleaseForm(people=_people(held)) if may_release and held else None),
        "refusals": Refusal.objects.filter(desk=desk).select_related("recorded_by", "handover")[:5],
        "releases": Release.objects.filter(desk=desk).select_related("person", "recorded_by")[:5],
        "unread_sheet": reading.unread(reading.newest(desk), request.user, here),
        "sheets": [(sheet, commands.awaits_countersignature(sheet)) for sheet in sheets[:PAGE]],
        "older": sheets[PAGE - 1].pk if len(sheets) > PAGE else None,
        "may_see_figures": bool(request.roles & RELEASERS),
    }
    wrong = release_form is not None
    return render(request, "handover/overview.html", context, status=422 if wrong else 200)


def _open_of(desk, turn):
    """The open handover of the turn that is due, or None."""
    opened = Handover.objects.filter(desk=desk, state=Handover.State.OPEN).select_related("outgoing", "incoming")
    return opened.filter(**turn.columns).first() if turn else None


def _names(turn):
    """{user id: name} of those who stand the two shifts of a turn."""
    people = {
        *(turn.outgoing.people if turn and turn.outgoing else ()),
        *(turn.incoming.people if turn and turn.incoming else ()),
    }
    return dict(User.objects.filter(pk__in=people).values_list("pk", "name"))


def _people(held):
    return User.objects.filter(pk__in=[one.person.pk for one in held])


def _may_take_over(request, turn):
    if turn is None or turn.incoming is None:
        return False
    return parties.may_take_over(request.user, turn.incoming, request.desk, request.at)


@require_POST
@needs_role(SIGNERS)
def take_over(request):
    """到岗接班: arrive, and begin or join the handover."""
    return _begin(request, commands.take_over)


@require_POST
@needs_role(SIGNERS)
def prepare(request):
    """Begin as the one who leaves, or who closes the desk."""
    return _begin(request, commands.prepare)


def _begin(request, verb):
    try:
        handover = verb(desk=request.desk, by=request.user, at=request.at)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("handover:overview")
    return redirect("handover:read", pk=handover.pk)


@require_POST
@needs_role(SIGNERS)
def call_relief(request):
    try:
        commands.call_relief(desk=request.desk, by=request.user, at=request.at)
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The supervisor has been told. Stay until you are relieved or released."))
    return redirect("handover:overview")


@require_POST
@needs_role(RELEASERS)
def release(request):
    here = attendance.present(request.desk, request.at)
    form = ReleaseForm(request.POST, people=_people(here))
    if form.is_valid() and run(request, form, commands.release, desk=request.desk, **form.cleaned_data):
        messages.success(request, _("They may leave, and have been told; the reason stays on record."))
        return redirect("handover:overview")
    return _show(request, form)


@require_POST
@needs_role(SIGNERS)
def drop(request, pk):
    """Give an open handover up: begun by mistake."""
    handover = get_object_or_404(Handover, pk=pk, desk=request.desk)
    try:
        commands.drop(handover_id=handover.pk, by=request.user, at=request.at)
    except Refused as no:
        messages.error(request, str(no))
    return redirect("handover:overview")
