"""Who may do what when the desk is supervised; pure questions, shared by commands, views and tests (R03–R05, R44)."""

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import DUTY_STAFF, holds

INSPECTORS = frozenset({Role.SUPERVISOR})
KEEPERS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD})
READERS = KEEPERS | {Role.AUDITOR}
# Whoever stands duty is told what the day asks for; the supervisor, who wrote it, is not.
TOLD = DUTY_STAFF | {Role.SUPPORT}


def may_inspect(user, project_id, at):
    """The supervisor, or the acting one."""
    return holds(user, project_id, INSPECTORS, at)


def may_read(user, project_id, at):
    return holds(user, project_id, READERS, at)


def may_keep(user, project_id, at):
    """Who says what is looked at, and works on findings of others: the supervisor and the project lead."""
    return holds(user, project_id, KEEPERS, at)


def may_work_on(user, state, at):
    """Whether somebody writes steps of a finding: its owner, or whoever supervises. state: its Rectification, with its desk."""
    return user.pk == state.owner_id or may_keep(user, state.desk.project_id, at)


def may_verify(user, state, at):
    """Somebody who supervises, and neither carries the measure out nor has decided it (R62)."""
    return may_keep(user, state.desk.project_id, at) and user.pk not in {state.owner_id, state.measure_by_id}
