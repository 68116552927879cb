"""Support from the back office in a busy hour: called by the desk, sent by the supervisor, from–to (R14)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.models import Posting, Role
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import DUTY_STAFF, holds
from frontdesk.kernel.records import sealing

from ..models import SupportCall

LONGEST = timedelta(hours=12)


def call_support(*, desk, reason, by, at, key=""):
    """The desk asks for support; the supervisor is told at once. Returns the sealed call."""
    if not holds(by, desk.project_id, DUTY_STAFF | {Role.SUPERVISOR}, at):
        raise Forbidden(_("Only those on duty call for support."))
    with constraints_speak(SupportCall), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(SupportCall, by=by, key=key):
            return sent
        call = pen.write(SupportCall(reason=reason.strip() or None), by=by)
        posted = Posting.objects.at(pen.at).filter(project_id=desk.project_id, role=Role.SUPERVISOR)
        notices.tell(
            set(posted.values_list("person_id", flat=True)), project_id=desk.project_id, key=f"support:{call.pk}",
            kind="support_called", subject=desk.name, link="/attendance/", at=pen.at, urgent=True,
        )  # fmt: skip
        pen.remember(call, by=by, key=key)
    return call


def send_support(*, desk, person, starts_at, ends_at, by, at, key=""):
    """Send somebody to support the desk from one moment to another: a posting that opens the desk for exactly that span.

    key is not asked for: the same posting twice is refused. Raises Forbidden or Refused.
    """
    if not person.can_support_desk or holds(person, desk.project_id, DUTY_STAFF, at):
        raise Refused(_("Choose somebody of the back office who may support the desk."))
    if ends_at <= at or ends_at - starts_at > LONGEST:
        raise Refused(_("Support ends later than now and lasts at most twelve hours. Look at the two times."))
    running = Posting.objects.filter(project_id=desk.project_id, person=person, role=Role.SUPPORT)
    if running.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Refused(_("This person supports the desk in that time already. End that support first to change it."))
    posting = appointments.appoint(
        project_id=desk.project_id, person=person, role=Role.SUPPORT, starts_at=starts_at, ends_at=ends_at, by=by, at=at
    )
    notices.tell(
        {person.pk}, project_id=desk.project_id, key=f"support:posting:{posting.pk}", kind="support_given", subject=desk.name,
        link="/attendance/", at=at, urgent=True,
    )  # fmt: skip
    return posting


def end_support(*, posting_id, by, at):
    """End support sooner than planned."""
    return appointments.end_posting(posting_id=posting_id, by=by, at=at)
