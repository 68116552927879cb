"""Founding a house, opening another project, choosing a pattern of shifts: each through the commands of the apps below."""

from dataclasses import dataclass
from datetime import time

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duty.log import commands as log
from duty.roster import commands as rosters
from duty.roster.models import DayKind
from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.appointments.rules import APPOINTERS
from frontdesk.kernel.notices.models import Sweep
from frontdesk.kernel.people import commands as people
from frontdesk.kernel.people import history, settings_cache
from frontdesk.kernel.people.models import Desk, Project, Role, User
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import holds
from handover import commands as handover

FOUNDERS = frozenset({Role.ADMINISTRATOR, Role.HEAD_OFFICE})


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a new project and its desk are called (R02)."""

    code: str
    name: str
    centre_name: str
    desk_name: str
    hotline: str = ""
    address: str = ""
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True)
class Pattern:
    """Service hours with the shifts that cover them: [(code, name, start, end)], local times. A01."""

    code: str
    opens: time
    closes: time
    shifts: tuple


PATTERNS = {
    pattern.code: pattern
    for pattern in (
        Pattern("8-22", time(8), time(22), (("E", "早班", time(8), time(16)), ("L", "晚班", time(14), time(22)))),
        Pattern("8-20", time(8), time(20), (("E", "早班", time(8), time(16)), ("L", "晚班", time(12), time(20)))),
        Pattern(
            "730-22", time(7, 30), time(22), (("E", "早班", time(7, 30), time(14, 30)), ("L", "晚班", time(14), time(22)))
        ),
        Pattern(
            "830-2330", time(8, 30), time(23, 30),
            (("E", "早班", time(8, 30), time(16, 30)), ("L", "晚班", time(16, 30), time(23, 30))),
        ),
    )
}  # fmt: skip


def found(*, facts, username, name, staff_no, password, at):
    """Make the first account, the first project and its desk; returns the desk. Refused once there is a project.

    Everything a desk needs before its first entry is there with the regulation's usual values (A01, A08, A32).
    """
    hashed = make_password(password)
    with transaction.atomic():
        Sweep.objects.select_for_update().get_or_create(pk=1)  # two who found at once take turns
        if Project.objects.exists():
            raise Refused(_("There is a project here already. Sign in, or ask its project lead for an account."))
        lead = people.create_account(username=username, name=name, staff_no=staff_no, hashed=hashed, by=None, at=at)
        return _open(facts, lead=lead, by=lead, at=at)


def open_another(*, facts, lead_username, lead_name, lead_staff_no, by, at):
    """Open one more project under its lead; returns (the desk, the lead's one-time password or "").

    lead_username: of somebody who has an account; a name nobody has yet becomes a new account. R02.
    """
    if not any(posting.role in FOUNDERS for posting in by.postings_at(at)) or not by.is_active:
        raise Forbidden(_("Only an administrator or the head office opens another project."))
    once = people.one_time_password()
    with transaction.atomic():
        if lead := User.objects.filter(username=lead_username, is_active=True).first():
            return _open(facts, lead=lead, by=by, at=at), ""
        if not lead_name.strip():
            raise Refused(_("Nobody has this user name. Give the lead's name too, and an account is made."))
        lead = people.create_account(
            username=lead_username, name=lead_name, staff_no=lead_staff_no, hashed=once.hashed, by=by, at=at
        )
        return _open(facts, lead=lead, by=by, at=at), once.plain


def _open(facts, *, lead, by, at):
    desk = appointments.open_project(**vars(facts), lead=lead, by=by, at=at)
    log.open_desk(desk=desk)
    handover.set_up(desk=desk)
    return desk


def change_facts(*, desk, facts, by, at):
    """Call a project and its desk something else from now on; the code stays, since volumes are numbered by it. R02."""
    project = desk.project
    if not holds(by, project.pk, APPOINTERS, at):
        raise Forbidden(_("Only the project lead and the administrator change this."))
    with constraints_speak(Desk), transaction.atomic():
        for field in ("name", "centre_name", "hotline", "address", "time_zone"):
            setattr(project, field, getattr(facts, field))
        desk.name = facts.desk_name
        for row in (project, desk):
            row.full_clean()
            history.save(row, by=by, at=at)
        settings_cache.changed(project.pk)


@transaction.atomic
def choose_pattern(*, desk, pattern, by, at):
    """Set the hours of every kind of day and the shifts of a desk by one of PATTERNS. R13, A01."""
    chosen = PATTERNS[pattern]
    rosters.set_hours(desk=desk, hours=dict.fromkeys(DayKind.values, (chosen.opens, chosen.closes)), by=by, at=at)
    for code, name, starts, ends in chosen.shifts:
        rosters.change_shift(
            desk=desk, code=code, name=name, starts=starts, ends=ends, break_minutes=0, people=1, by=by, at=at
        )
