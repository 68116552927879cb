"""Who may stand on which side of a handover; pure questions, shared by commands and views (R56, A24)."""

from duty.roster import attendance
from frontdesk.kernel.people.models import Posting, Role, User
from frontdesk.kernel.people.rules import is_supervisor

from . import rules, turns


def may_take_over(person, slot, desk, at):
    """Those planned for the shift, anybody of the duty staff where no roster plans it, and the supervisor."""
    if not rules.may_sign(person, desk.project_id, at):
        return False
    return not slot.people or person.pk in slot.people or is_supervisor(person, desk.project_id, at)


def may_hand_over(handover, at):
    """Users who may hand over: whoever is at the desk, whoever stood the shift, the supervisor for somebody absent."""
    desk = handover.desk
    here = {one.person.pk for one in attendance.present(desk, at)}
    slot = turns.slot_of(desk, handover.from_date, handover.from_code, at) if handover.from_date else None
    posted = Posting.objects.at(at).filter(project=desk.project_id, role__in=rules.SIGNERS)
    supervisors = posted.filter(role=Role.SUPERVISOR).values_list("person_id", flat=True)
    able = (here | set(slot.people if slot else ()) | set(supervisors)) & set(
        posted.values_list("person_id", flat=True)
    )
    return User.objects.filter(pk__in=able, is_active=True).exclude(pk=handover.incoming_id)
