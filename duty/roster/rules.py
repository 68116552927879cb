"""Who may do what with rosters, days and hours; pure questions, shared by commands, views and tests (R04, R44)."""

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import DUTY_STAFF, holds

PLANNERS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD})
READERS = DUTY_STAFF | PLANNERS | {Role.AUDITOR}


def may_plan(user, project_id, at):
    return holds(user, project_id, PLANNERS, at)
