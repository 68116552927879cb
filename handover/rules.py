"""Who may do what at a change of hands; pure questions, shared by commands, views and tests (R04, R44, R49)."""

from duty.log.rules import READERS
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import DUTY_STAFF, holds

__all__ = ["KEEPERS", "READERS", "RELEASERS", "SIGNERS", "may_keep", "may_release", "may_sign"]

# Those who stand duty; the supervisor, who may take the desk over or hand it over in place of somebody absent.
SIGNERS = DUTY_STAFF | {Role.SUPERVISOR}
RELEASERS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD})
KEEPERS = RELEASERS


def may_sign(user, project_id, at):
    return holds(user, project_id, SIGNERS, at)


def may_release(user, project_id, at):
    return holds(user, project_id, RELEASERS, at)


def may_keep(user, project_id, at):
    """Who says what is counted and looked at."""
    return holds(user, project_id, KEEPERS, at)
