"""Who may give whom which role."""

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import holds

APPOINTERS = frozenset({Role.PROJECT_LEAD, Role.ADMINISTRATOR})


def may_appoint(by, *, project_id, person, role, acting, at):
    """The lead and the administrator give roles to others, never to themselves; a supervisor names who stands in
    and who supports the desk for a while (R14).

    The acting supervisor does not name a further one: the supervisor's own posting is asked for.
    """
    if person.pk == by.pk:
        return False
    if holds(by, project_id, APPOINTERS, at):
        return True
    if role == Role.SUPPORT:
        return holds(by, project_id, {Role.SUPERVISOR}, at)
    return acting and role == Role.SUPERVISOR and may_name_deputy(by, project_id=project_id, at=at)


def may_name_deputy(by, *, project_id, at):
    """Whether somebody is the supervisor, not merely standing in."""
    own = any(p.role == Role.SUPERVISOR and not p.acting and p.project_id == project_id for p in by.postings_at(at))
    return by.is_active and own
