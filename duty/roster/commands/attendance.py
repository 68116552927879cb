"""Arriving, stepping away, leaving; what is opened by itself when somebody is late or does not come (R22, R29, R48)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people import automatic, history
from frontdesk.kernel.people.models import Desk, Posting, Role
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import DUTY_STAFF, holds
from frontdesk.kernel.records import sealing

from .. import attendance, leaving, rules
from ..models import AttendanceMark, CaseDecision, DutyCase, Outcome, PlannedShift, Roster
from .months import DEADLINE_DAY, deadline

Kind, Case = AttendanceMark.Kind, DutyCase.Kind
MINUTE = timedelta(minutes=1)
LOOK_BACK = timedelta(days=7)  # how far a watch looks back after an outage
DEFAULT_OUTCOMES = ["无需处理", "谈话提醒", "书面警告", "按项目规定扣分"]
NOT_AT_DESK = _("You are not signed in at this desk. Sign in first.")
DRAFTED = [Roster.State.DRAFTED, Roster.State.REVIEWED, Roster.State.SUBMITTED, Roster.State.APPROVED]


def sign_in(*, desk, by, at, key=""):
    """到岗: arrive at the desk. Late by a minute or more opens a case, and so does standing a shift that somebody else has.

    Returns the sealed mark. Raises Forbidden when somebody may not stand at the desk, Refused when they are there already.
    """
    if not rules.may_attend(by, desk.project_id, at):
        raise Forbidden(_("Only those who stand duty or support this desk sign in."))
    with sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(AttendanceMark, by=by, key=key):
            return sent
        if _mine(desk, by, pen.at):
            raise Refused(_("You are signed in already. Go on working."))
        planned = attendance.shift_to_sign_in_for(desk, by, pen.at)
        mark = AttendanceMark(kind=Kind.IN)
        if planned:
            mark.date, mark.code = planned.date, planned.code
            mark.minutes_late = max(0, (pen.at - planned.starts_at) // MINUTE)
        pen.write(mark, by=by)
        if mark.minutes_late:
            _open_case(pen, Case.LATE, by, mark.date, mark.code, mark.minutes_late)
        if planned is None and _is_irregular(desk, by, pen.at):
            _open_case(pen, Case.UNPLANNED, by, _today(desk, pen.at), "", 0)
        pen.remember(mark, by=by, key=key)
    return mark


def step_away(*, desk, reason, by, at, cover=None, key=""):
    """临时离岗: leave the desk for a while. Somebody who is alone names who stands in. R22."""

    def check(pen, here, mine):
        if mine.away_since:
            raise Refused(_("You have stepped away already. Come back first."))
        others = [one for one in here if one.person.pk != by.pk and not one.away_since]
        if cover is None and not others:
            raise Refused(_("You are alone at the desk. Say who stands in while you are away."))
        if cover is not None and (cover.pk == by.pk or not rules.may_attend(cover, desk.project_id, pen.at)):
            raise Refused(
                _("Whoever stands in is a colleague who stands duty or supports this desk. Choose one of them.")
            )

    return _mark(desk, AttendanceMark(kind=Kind.AWAY, cover=cover, reason=reason.strip() or None), check, by, at, key)


def come_back(*, desk, by, at, key=""):
    """Back at the desk."""

    def check(_pen, _here, mine):
        if not mine.away_since:
            raise Refused(_("You have not stepped away, so there is nothing to come back from."))

    return _mark(desk, AttendanceMark(kind=Kind.BACK), check, by, at, key)


def sign_out(*, desk, by, at, key=""):
    """离岗: leave the desk after duty. Refused to whoever is not relieved and not released (R49)."""

    def check(pen, here, mine):
        if sentence := leaving.held(desk, mine, pen.at):
            raise Refused(sentence)

    return _mark(desk, AttendanceMark(kind=Kind.OUT), check, by, at, key)


def _mark(desk, mark, check, by, at, key):
    with constraints_speak(AttendanceMark), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(AttendanceMark, by=by, key=key):
            return sent
        here = attendance.present(desk, pen.at)
        mine = next((one for one in here if one.person.pk == by.pk), None)
        if mine is None:
            raise Refused(NOT_AT_DESK)
        check(pen, here, mine)
        mark.code = mine.code
        pen.write(mark, by=by)
        pen.remember(mark, by=by, key=key)
    return mark


def decide_case(*, case_id, outcome, reason, by, at, key=""):
    """The supervisor closes a case with an outcome from the project's own table; nothing is computed. R48."""
    desk_id = DutyCase.objects.values_list("desk_id", flat=True).get(pk=case_id)
    with constraints_speak(CaseDecision), sealing.pen(desk_id, at=at) as pen:
        if sent := pen.sent_before(CaseDecision, by=by, key=key):
            return sent
        case = DutyCase.objects.select_related("desk__project").get(pk=case_id)
        if by.pk == case.person_id or not rules.may_decide_case(by, case, pen.at):
            raise Forbidden(_("The supervisor decides such a case, the project lead one about the supervisor."))
        if CaseDecision.objects.filter(case=case).exists():
            raise Refused(_("This case is decided already. Read the outcome under At the desk."))
        if outcome.project_id != case.desk.project_id or not outcome.is_used:
            raise Refused(_("This outcome is not in the project's table. Choose another."))
        made = pen.write(
            CaseDecision(case=case, outcome=outcome.name, rule=outcome.rule, reason=reason.strip() or None), by=by
        )
        _tell_about(case, {case.person_id}, "case_decided", pen.at)
        pen.remember(made, by=by, key=key)
    return made


def add_outcome(*, project_id, name, rule, by, at):
    """Put a line into the project's table of outcomes. R48."""
    _must_plan(by, project_id, at)
    with constraints_speak(Outcome), transaction.atomic():
        history.save(Outcome(project_id=project_id, name=name.strip(), rule=rule.strip()), by=by, at=at)


def use_outcome(*, outcome_id, is_used, by, at):
    """Offer an outcome, or offer it no longer; what was decided by it stays as it is."""
    outcome = Outcome.objects.get(pk=outcome_id)
    _must_plan(by, outcome.project_id, at)
    outcome.is_used = is_used
    history.save(outcome, by=by, at=at)


def watch(at):
    """Write down what nobody writes: who did not come within the hour, and a month that was not drafted by the 25th.

    Part of every sweep; each fact is kept once, however often it is looked for. R09, R48.
    """
    for desk in Desk.objects.select_related("project").filter(pk__in=_watched(at)):
        missing, (responsible, month) = list(_absent(desk, at)), _roster_late(desk, at)
        if not (missing or responsible):
            continue
        with sealing.pen(desk.pk, at=at) as pen:
            for shift in missing:
                _open_case(pen, Case.ABSENT, shift.person, shift.date, shift.code, (pen.at - shift.starts_at) // MINUTE)
            if responsible:
                _open_case(pen, Case.ROSTER_LATE, responsible, month, "", 0)


def _watched(at):
    """Desks with anything to look at: shifts planned lately, or a month due."""
    planned = PlannedShift.objects.filter(starts_at__gt=at - LOOK_BACK, starts_at__lte=at - attendance.ABSENT_AFTER)
    desks = set(planned.order_by().values_list("desk_id", flat=True).distinct())
    if (at + timedelta(hours=14)).day > DEADLINE_DAY or at.day > DEADLINE_DAY:
        desks |= set(Desk.objects.values_list("pk", flat=True))
    return desks


def _absent(desk, at):
    """Planned shifts of the last days that began an hour ago or earlier, and for which nobody has signed in."""
    if not attendance.is_used([desk.pk]):
        return
    shifts = PlannedShift.objects.filter(
        desk=desk, starts_at__gt=at - LOOK_BACK, starts_at__lte=at - attendance.ABSENT_AFTER
    ).select_related("person")
    came = set(
        AttendanceMark.objects.filter(desk=desk, kind=Kind.IN, recorded_at__gt=at - LOOK_BACK - timedelta(days=1))
        .values_list("recorded_by_id", "date", "code")
    )  # fmt: skip
    since = (
        AttendanceMark.objects.filter(desk=desk, kind=Kind.IN).order_by("id").values_list("recorded_at", flat=True)[0]
    )
    known = set(_cases(desk, Case.ABSENT).values_list("person_id", "date", "code"))
    for shift in shifts:
        place = shift.person_id, shift.date, shift.code
        if shift.starts_at >= since and place not in came and place not in known:
            yield shift


def _roster_late(desk, at):
    """(the supervisor, the month) whose draft was not complete by the 25th and is not known as such; or (None, month)."""
    month = (_today(desk, at).replace(day=1) + timedelta(days=32)).replace(day=1)
    if at < deadline(month, desk.project.time_zone) or _cases(desk, Case.ROSTER_LATE).filter(date=month).exists():
        return None, month
    if Roster.objects.filter(desk=desk, month=month, state__in=DRAFTED).exists():
        return None, month
    posting = (
        Posting.objects.at(at).filter(project_id=desk.project_id, role=Role.SUPERVISOR).select_related("person").first()
    )
    return (posting.person if posting else None), month


def _cases(desk, kind):
    return DutyCase.objects.filter(desk=desk, kind=kind)


def _open_case(pen, kind, person, date, code, minutes):
    """Open a case unless it is open; whoever it is about is told, and whoever decides it finds it as owed."""
    desk = pen.chain.desk
    if _cases(desk, kind).filter(person=person, date=date, code=code).exists():
        return
    author = person if kind in {Case.LATE, Case.UNPLANNED} else automatic.actor()
    case = pen.write(DutyCase(kind=kind, person=person, date=date, code=code, minutes=minutes), by=author)
    _tell_about(case, {person.pk}, "case_of_yours", pen.at)


def _tell_about(case, people, kind, at):
    notices.tell(
        people, project_id=case.desk.project_id, key=f"case:{case.pk}:{kind}", kind=kind, subject=str(case.date),
        link="/attendance/", at=at,
    )  # fmt: skip


def _mine(desk, person, at):
    return any(one.person.pk == person.pk for one in attendance.present(desk, at))


def _is_irregular(desk, by, at):
    """Whether somebody of the duty staff stands at the desk on a day whose approved roster does not plan them. R29."""
    month = _today(desk, at).replace(day=1)
    approved = Roster.objects.filter(desk=desk, month=month, state=Roster.State.APPROVED).exists()
    return approved and holds(by, desk.project_id, DUTY_STAFF, at)


def _today(desk, at):
    return at.astimezone(ZoneInfo(desk.project.time_zone)).date()


def _must_plan(by, project_id, at):
    if not rules.may_plan(by, project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead change this."))
