"""What people would like to stand, and what they do not stand; both are weighed when a month is drafted."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import DUTY_STAFF, holds

from .. import rules
from ..models import Roster, ShiftLimit, ShiftType, Wish

MOST_WISHES = 6  # a month; whoever wishes for everything weighs nothing
SETTLED = {Roster.State.SUBMITTED, Roster.State.APPROVED}


def make_wish(*, desk, day, code, by, at):
    """Wish for a shift on a day, or for the day off (''); a second wish for the day takes the place of the first.

    Raises Forbidden for whoever stands no duty there, Refused for a day whose roster is settled, and for one wish too many.
    """
    _must_stand_duty(by, desk, at)
    with transaction.atomic():
        _must_be_open(desk, day, at)
        if code and not ShiftType.objects.filter(desk=desk, code=code).exists():
            raise Refused(_("%(code)s is no shift of this desk. Choose one of the list.") % {"code": code})
        others = Wish.objects.filter(desk=desk, person=by, date__year=day.year, date__month=day.month).exclude(date=day)
        if others.count() >= MOST_WISHES:
            raise Refused(
                _("You have %(most)s wishes in this month already. Take one back first.") % {"most": MOST_WISHES}
            )
        wish, _is_new = Wish.objects.update_or_create(
            desk=desk, person=by, date=day, defaults={"code": code, "made_at": at}
        )
    return wish


def take_back_wish(*, wish_id, by, at):
    """Take one's own wish back while its month is open."""
    wish = Wish.objects.select_related("desk__project").get(pk=wish_id)
    if wish.person_id != by.pk:
        raise Forbidden(_("Only whoever wished it takes a wish back."))
    _must_be_open(wish.desk, wish.date, at)
    wish.delete()


def limit_shift(*, desk, person, code, reason, by, at):
    """Say that somebody does not stand a shift until further notice. R12."""
    _must_plan(by, desk, at)
    if not ShiftType.objects.filter(desk=desk, code=code).exists():
        raise Refused(_("%(code)s is no shift of this desk. Choose one of the list.") % {"code": code})
    if not holds(person, desk.project_id, DUTY_STAFF, at):
        raise Refused(
            _("%(name)s stands no duty here. Choose a butler or a desk clerk of this desk.") % {"name": person.name}
        )
    if not reason.strip():
        raise Refused(_("Say why this person does not stand the shift."))
    with constraints_speak(ShiftLimit), transaction.atomic():
        limit = ShiftLimit(desk=desk, person=person, code=code, reason=reason.strip())
        history.save(limit, by=by, at=at)
    return limit


def lift_limit(*, limit_id, by, at):
    """They stand it again; that they did not, and why, stays in the history."""
    limit = ShiftLimit.objects.select_related("desk").get(pk=limit_id)
    _must_plan(by, limit.desk, at)
    history.delete(limit, by=by, at=at)


def _must_stand_duty(by, desk, at):
    if not holds(by, desk.project_id, DUTY_STAFF, at):
        raise Forbidden(_("Only those who stand duty wish for shifts."))


def _must_be_open(desk, day, at):
    if day <= at.astimezone(ZoneInfo(desk.project.time_zone)).date():
        raise Refused(_("Wish for a day to come."))
    if Roster.objects.filter(desk=desk, month=day.replace(day=1), state__in=SETTLED).exists():
        raise Refused(_("The roster of this month is settled. Ask for leave, or for a swap."))


def _must_plan(by, desk, at):
    if not rules.may_plan(by, desk.project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead change this."))
