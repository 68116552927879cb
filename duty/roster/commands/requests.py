"""Leave and swaps: asked by staff, decided by the supervisor, and only then on the roster (R27–R29)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.models import Posting, Role
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import DUTY_STAFF, holds
from frontdesk.kernel.records import sealing

from .. import grid, leaves
from ..models import PlannedShift, RequestAnswer, Roster, RosterVersion, ShiftRequest
from . import months

MOST_DAYS = 98  # maternity leave is the longest
Kind, Answer = ShiftRequest.Kind, RequestAnswer.Kind
NOT_STAFF = _("Only those who stand duty at this desk ask for leave or a swap.")
ANSWERED = _("This request is answered already. Read the page again.")


def ask_leave(*, desk, leave, first_day, last_day, reason, by, at, key=""):
    """有事请假: ask the supervisor to be away on days of one's own. Returns the sealed request. R27."""
    if last_day < _today(desk, at):
        raise Refused(_("These days are over. Ask for days to come."))
    if (last_day - first_day).days >= MOST_DAYS:
        raise Refused(_("Ask for at most %(days)s days at once.") % {"days": MOST_DAYS})
    asked = ShiftRequest(
        kind=Kind.LEAVE, leave=leave, first_day=first_day, last_day=last_day, reason=reason.strip() or None
    )
    return _ask(desk, asked, by, at, key)


def ask_swap(*, desk, first_day, other, other_day, reason, by, at, key=""):
    """Ask to exchange one's shift of a day for a colleague's, or to have it taken over (other_day None). R29."""
    if first_day < _today(desk, at):
        raise Refused(_("This shift is over. Choose one to come."))
    if not holds(other, desk.project_id, DUTY_STAFF, at):
        raise Refused(_("Only butlers and desk clerks stand duty at the desk; others support it. Choose one of these."))
    for person, day in ((by, first_day), (other, other_day)):
        if day and not PlannedShift.objects.filter(desk=desk, person=person, date=day).exists():
            raise Refused(
                _("%(name)s has no shift on %(day)s on the approved roster. Look at the roster and choose another day.")
                % {"name": person, "day": day}
            )
    asked = ShiftRequest(
        kind=Kind.SWAP,
        first_day=first_day,
        last_day=first_day,
        other=other,
        other_day=other_day,
        reason=reason.strip() or None,
    )
    return _ask(desk, asked, by, at, key)


def _ask(desk, asked, by, at, key):
    if not holds(by, desk.project_id, DUTY_STAFF, at):
        raise Forbidden(NOT_STAFF)
    with constraints_speak(ShiftRequest), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(ShiftRequest, by=by, key=key):
            return sent
        pen.write(asked, by=by)
        whom = {asked.other_id} if asked.kind == Kind.SWAP else _supervisors(desk, pen.at)
        _tell(pen, asked, whom, f"{asked.kind}_asked")
        pen.remember(asked, by=by, key=key)
    return asked


def consent(*, request_id, agrees, by, at, note="", key=""):
    """The colleague of a swap agrees or declines; the roster stays as it is until the supervisor has decided. R29."""

    def answer(pen, asked):
        if by.pk != asked.other_id:
            raise Forbidden(_("Only the colleague who was asked answers this."))
        if asked.state:
            raise Refused(ANSWERED)
        whom = _supervisors(asked.desk, pen.at) if agrees else {asked.recorded_by_id}
        return Answer.CONSENTED if agrees else Answer.DECLINED, whom

    return _answer(request_id, answer, by, at, note, key)


def withdraw(*, request_id, by, at, note="", key=""):
    """Whoever asked takes the request back while it is not decided. R27."""

    def answer(_pen, asked):
        if by.pk != asked.recorded_by_id:
            raise Forbidden(_("Only whoever asked takes a request back."))
        if asked.state not in {None, Answer.CONSENTED}:
            raise Refused(ANSWERED)
        return Answer.WITHDRAWN, {asked.other_id} - {None}

    return _answer(request_id, answer, by, at, note, key)


def decide(*, request_id, approves, by, at, note="", key=""):
    """The supervisor approves, and the roster changes in the same transaction, or refuses with the reason. R27–R29."""

    def answer(pen, asked):
        _must_decide(by, asked, pen.at)
        if asked.state not in {None, Answer.CONSENTED}:
            raise Refused(ANSWERED)
        if asked.kind == Kind.SWAP and approves and asked.state != Answer.CONSENTED:
            raise Refused(_("The colleague has not agreed yet. A swap needs both; ask them to answer."))
        if approves:
            (_apply_leave if asked.kind == Kind.LEAVE else _apply_swap)(pen, asked, by)
        return Answer.APPROVED if approves else Answer.REFUSED, {asked.recorded_by_id, asked.other_id} - {None}

    return _answer(request_id, answer, by, at, note, key)


def cancel(*, request_id, by, at, note="", key=""):
    """The supervisor takes an approved leave back, with a reason; who stood in stays on the roster. R27."""

    def answer(pen, asked):
        _must_decide(by, asked, pen.at)
        if asked.kind != Kind.LEAVE or asked.state != Answer.APPROVED:
            raise Refused(_("Only an approved leave can be cancelled. Change shifts by a substitution."))
        _apply_leave(pen, asked, by, cancelled=True)
        return Answer.CANCELLED, {asked.recorded_by_id}

    return _answer(request_id, answer, by, at, note, key)


def _answer(request_id, answer, by, at, note, key):
    """Lock, ask `answer(pen, request)` for (the kind of answer, whom to tell), write it."""
    desk_id = ShiftRequest.objects.values_list("desk_id", flat=True).get(pk=request_id)
    with constraints_speak(RequestAnswer, RosterVersion), sealing.pen(desk_id, at=at) as pen:
        if sent := pen.sent_before(RequestAnswer, by=by, key=key):
            return sent
        asked = (
            ShiftRequest.objects.with_state().select_related("desk__project", "recorded_by", "other").get(pk=request_id)
        )
        kind, whom = answer(pen, asked)
        given = pen.write(RequestAnswer(request=asked, kind=kind, note=note.strip() or None), by=by)
        _tell(pen, asked, whom, f"request_{kind}")
        pen.remember(given, by=by, key=key)
    return given


def _apply_leave(pen, asked, by, cancelled=False):
    """Write the leave into every month it touches: into a draft as it is, into an approved month as a new version."""
    by_month = {}
    for day in leaves.days(asked):
        by_month.setdefault(day.replace(day=1), []).append(day)
    for roster in _rosters(asked.desk, by_month):
        days = by_month[roster.month]
        table = _table(roster)
        for day in days:
            place = asked.recorded_by_id, day
            if not cancelled:
                table[place] = asked.leave
            elif table.get(place) == asked.leave:
                del table[place]
        _change(pen, roster, table, by, asked)


def _apply_swap(pen, asked, by):
    """Exchange the two shifts; both must stand as they were when the swap was asked for."""
    one, other = asked.recorded_by_id, asked.other_id
    moves = [(one, other, asked.first_day), (other, one, asked.other_day)]
    moves = [move for move in moves if move[2]]
    rosters = {roster.month: roster for roster in _rosters(asked.desk, {day.replace(day=1) for *_, day in moves})}
    tables = {month: _table(roster) for month, roster in rosters.items()}
    codes = []
    for giver, _taker, day in moves:
        code = tables.get(day.replace(day=1), {}).pop((giver, day), None)
        if code is None:
            raise Refused(_("The roster has changed since the swap was asked for. Have it asked for anew."))
        codes.append(code)
    for (_giver, taker, day), code in zip(moves, codes, strict=True):
        table = tables[day.replace(day=1)]
        if (taker, day) in table:
            raise Refused(_("One of the two has another shift or leave on that day. Look at the roster."))
        table[taker, day] = code
    for month, roster in rosters.items():
        _change(pen, roster, tables[month], by, asked)


def _rosters(desk, wanted):
    found = list(
        Roster.objects.select_for_update(of=("self",))
        .select_related("desk__project")
        .filter(desk=desk, month__in=list(wanted))
    )
    for roster in found:
        if roster.state == Roster.State.SUBMITTED:
            raise Refused(
                _("The roster of %(month)s is with the project lead. Have it approved or returned first.")
                % {"month": roster}
            )
    return found


def _table(roster):
    if roster.state == Roster.State.APPROVED:
        return grid.thaw(roster.versions.order_by("-version").first().grid)[1]
    return grid.cells(roster)


def _change(pen, roster, table, by, asked):
    if roster.state == Roster.State.APPROVED:
        months.freeze(pen, roster, table, by, reason=f"{asked.get_kind_display()} #{asked.pk}")
    else:
        months.write_cells(roster, table, by=by, at=pen.at)
        months.take_up(pen, roster, by)


def _must_decide(by, asked, at):
    if by.pk == asked.recorded_by_id or not holds(by, asked.desk.project_id, {Role.SUPERVISOR}, at):
        raise Forbidden(_("The supervisor decides on leave and swaps, and not on their own."))


def _supervisors(desk, at):
    posted = Posting.objects.at(at).filter(project_id=desk.project_id, role=Role.SUPERVISOR)
    return set(posted.values_list("person_id", flat=True))


def _tell(pen, asked, people, kind):
    notices.tell(
        people, project_id=asked.desk.project_id, key=f"request:{asked.pk}:{kind}", kind=kind, subject=str(asked.first_day),
        link=asked.get_absolute_url(), at=pen.at, urgent=asked.first_day - _today(asked.desk, pen.at) <= timedelta(days=1),
    )  # fmt: skip


def _today(desk, at):
    return at.astimezone(ZoneInfo(desk.project.time_zone)).date()
