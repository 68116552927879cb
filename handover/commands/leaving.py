"""Leaving without having been relieved: the supervisor releases, with the reason (R49, A21)."""

from django.utils.translation import gettext_lazy as _

from duty.roster import attendance
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import sealing

from .. import rules
from ..models import Release
from .signing import tell
from .work import NOT_YOURS


def release(*, desk, person, way, reason, by, at, key=""):
    """放行: let somebody leave who was not relieved; how the desk is looked after and why stay on record. R49."""
    if not rules.may_release(by, desk.project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead let somebody leave without relief."))
    with constraints_speak(Release), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(Release, by=by, key=key):
            return sent
        here = next((one for one in attendance.present(desk, pen.at) if one.person.pk == person.pk), None)
        if here is None or here.date is None:
            raise Refused(
                _(
                    "This person is not at the desk for a shift, so nobody holds them there. They may sign out by themselves."
                )
            )
        if way not in Release.Way.values:
            raise Refused(_("Choose how the desk is looked after."))
        if Release.objects.filter(desk=desk, person=person, date=here.date, code=here.code).exists():
            raise Refused(_("This person is released already and may sign out."))
        made = pen.write(Release(person=person, date=here.date, code=here.code, way=way, reason=reason.strip()), by=by)
        notices.tell(
            {person.pk}, project_id=desk.project_id, key=f"release:{made.pk}", kind="handover_released",
            subject=f"{here.date:%m-%d} {here.code}", link="/attendance/", at=pen.at,
        )  # fmt: skip
        pen.remember(made, by=by, key=key)
    return made


def call_relief(*, desk, by, at):
    """Tell the supervisor that whoever should relieve the desk is not there; after an hour the sweep tells the lead. R49."""
    if not rules.may_sign(by, desk.project_id, at):
        raise Forbidden(NOT_YOURS)
    with sealing.pen(desk.pk, at=at) as pen:
        here = next((one for one in attendance.present(desk, pen.at) if one.person.pk == by.pk), None)
        if here is None:
            raise Refused(_("You are not signed in at this desk. Sign in first."))
        key = f"relief:{desk.pk}:{by.pk}:{pen.at:%Y%m%d%H}{pen.at.minute // 10}"  # pressed twice is told once
        tell(pen, {Role.SUPERVISOR}, key, "handover_overdue", f"{desk.name} {here.code}")
