"""Who may read and write the book; pure questions, shared by commands, views, templates and tests (R44)."""

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import DUTY_STAFF, holds

WRITERS = DUTY_STAFF | {Role.SUPERVISOR}
READERS = WRITERS | {Role.PROJECT_LEAD, Role.AUDITOR}
# A full telephone number is shown to those who have to ring it.
REVEALERS = WRITERS


def may_read(user, project_id, at):
    return holds(user, project_id, READERS, at)


def may_write(user, project_id, at):
    return holds(user, project_id, WRITERS, at)


def may_reveal(user, project_id, at):
    return holds(user, project_id, REVEALERS, at)
