"""Beginning a handover: whoever comes arrives, whoever leaves prepares (R50, A23, A24)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from duty.roster import attendance
from duty.roster.commands import sign_in
from duty.roster.models import AttendanceMark
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import sealing

from .. import parties, rules, turns
from ..assembly import UNKNOWN_SINCE
from ..models import Handover
from .work import NOT_YOURS, locked

MINUTE = timedelta(minutes=1)
NOT_DUE = _("No change of hands is due now. It can begin an hour before the shift.")
Kind, State = Handover.Kind, Handover.State


def take_over(*, desk, by, at):
    """到岗接班: arrive for the shift that takes the desk over; signs in at the desk too. Returns the open handover.

    In time is 15 minutes before the shift; whoever comes at 13:46 for 14:00 is a minute late for it. Raises Forbidden for
    somebody who may not stand duty, Refused when no turn is due or the roster plans somebody else. R50, A22.
    """
    if not rules.may_sign(by, desk.project_id, at):
        raise Forbidden(NOT_YOURS)
    turn = _due(desk, at)
    if turn.incoming is None:
        raise Refused(_("The desk closes with this shift: nobody takes over. Whoever leaves closes it."))
    if not parties.may_take_over(by, turn.incoming, desk, at):
        raise Refused(
            _("The roster does not plan you for shift %(code)s. Ask the supervisor to put you in for it.")
            % {"code": turn.incoming.code}
        )
    with constraints_speak(Handover), sealing.pen(desk.pk, at=at) as pen:
        handover = _open(desk, turn, pen.at, by)
        if handover.incoming_id == by.pk:
            return handover
        if handover.incoming_id:
            raise Refused(
                _("%(name)s is taking over already. Let them go on, or have them give the handover up first.")
                % {"name": handover.incoming.name}
            )
        if handover.outgoing_id == by.pk:
            raise Refused(_("Two different people hand over and take over. Choose who hands over."))
        handover.incoming, handover.arrived_at = by, _arrived(desk, by, pen.at)
        handover.minutes_early = (turn.at - handover.arrived_at.replace(second=0, microsecond=0)) // MINUTE
        handover.reads_since = _last_here(desk, by, handover.arrived_at)
        if handover.kind == Kind.CHANGE and handover.outgoing_id is None:
            handover.outgoing = _usual_outgoing(handover, turn, pen.at)
        handover.save()
    if not any(one.person.pk == by.pk for one in attendance.present(desk, at)):
        sign_in(desk=desk, by=by, at=at)
    return handover


def prepare(*, desk, by, at):
    """Begin as the one who hands over, or who closes the desk; whoever comes joins later. Returns the open handover."""
    if not rules.may_sign(by, desk.project_id, at):
        raise Forbidden(NOT_YOURS)
    turn = _due(desk, at)
    if turn.outgoing is None:
        raise Refused(_("The desk opens with this shift: nobody hands over. Whoever comes opens it."))
    with constraints_speak(Handover), sealing.pen(desk.pk, at=at) as pen:
        handover = _open(desk, turn, pen.at, by)
        if handover.outgoing_id != by.pk:
            _name_outgoing(handover, by, pen.at)
            handover.save()
    return handover


def choose_outgoing(*, handover_id, person, by, at):
    """Say who hands over: somebody at the desk, of the shift, or the supervisor in place of somebody absent. A24."""
    desk_id = Handover.objects.values_list("desk_id", flat=True).get(pk=handover_id)
    with constraints_speak(Handover), sealing.pen(desk_id, at=at) as pen:
        handover = locked(handover_id, by=by, at=at)
        if handover.kind == Kind.OPENING:
            raise Refused(_("The desk opens with this shift: nobody hands over. Whoever comes opens it."))
        _name_outgoing(handover, person, pen.at)
        handover.save()


def drop(*, handover_id, by, at):
    """Give an open handover up: begun by mistake, or by the wrong person. What was signed cannot be given up."""
    desk_id = Handover.objects.values_list("desk_id", flat=True).get(pk=handover_id)
    with sealing.pen(desk_id, at=at):
        handover = locked(handover_id, by=by, at=at)
        handover.state = State.DROPPED
        handover.save(update_fields=["state"])


def _due(desk, at):
    turn = turns.current(desk, at)
    if turn is None:
        raise Refused(NOT_DUE)
    return turn


def _open(desk, turn, at, by):
    """The open handover of a turn, begun now if need be; one that was left over from an earlier turn is given up."""
    found = Handover.objects.select_for_update(of=("self",)).select_related("desk__project", "outgoing", "incoming")
    handover = found.filter(desk=desk, state=State.OPEN).first()
    if handover and any(getattr(handover, name) != value for name, value in turn.columns.items()):
        handover.state = State.DROPPED
        handover.save(update_fields=["state"])
        handover = None
    return handover or Handover.objects.create(desk=desk, started_at=at, started_by=by, **turn.columns)


def _arrived(desk, person, at):
    """Since when somebody is at the desk: now, unless they signed in before."""
    return next((one.since for one in attendance.present(desk, at) if one.person.pk == person.pk), at)


def _last_here(desk, person, arrived_at):
    """The last mark that somebody left at this desk before they came this time. R51."""
    marks = AttendanceMark.objects.filter(desk=desk, recorded_by=person, recorded_at__lt=arrived_at)
    return marks.order_by("-id").values_list("recorded_at", flat=True).first() or arrived_at - UNKNOWN_SINCE


def _usual_outgoing(handover, turn, at):
    """Whoever of the shift is at the desk, the first who came; else somebody else who is; else whom the roster plans."""
    able = {person.pk: person for person in parties.may_hand_over(handover, at)}
    here = [one.person.pk for one in attendance.present(handover.desk, at)]
    of_shift = [pk for pk in here if pk in turn.outgoing.people]
    return next((able[pk] for pk in [*of_shift, *here, *turn.outgoing.people] if pk in able), None)


def _name_outgoing(handover, person, at):
    if handover.incoming_id == person.pk:
        raise Refused(_("Two different people hand over and take over. Choose who hands over."))
    if not parties.may_hand_over(handover, at).filter(pk=person.pk).exists():
        raise Refused(
            _("Whoever hands over is at the desk, stood the shift, or is the supervisor. Choose one of them.")
        )
    handover.outgoing = person
