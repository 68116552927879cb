"""Who may do what with rosters, days and hours; pure questions, shared by commands, views and tests (R04, R44)."""

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import DUTY_STAFF, holds

PLANNERS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD})
READERS = DUTY_STAFF | PLANNERS | {Role.AUDITOR}


def may_plan(user, project_id, at):
    return holds(user, project_id, PLANNERS, at)


ATTENDERS = DUTY_STAFF | {Role.SUPERVISOR, Role.SUPPORT}


def may_attend(user, project_id, at):
    """Who may sign in at the desk: those who stand duty or support it, and the supervisor, who may take over (R49)."""
    return holds(user, project_id, ATTENDERS, at)


def may_decide_case(user, case, at):
    """The supervisor; about the supervisor's own lateness with a roster, the project lead (R09, R48)."""
    decider = Role.PROJECT_LEAD if case.kind == case.Kind.ROSTER_LATE else Role.SUPERVISOR
    return holds(user, case.desk.project_id, {decider}, at)
