"""Who may have a month on paper: those who check it. Single days and forms are printed by whoever may read them (R44, R45)."""

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import holds

PRINTERS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD, Role.AUDITOR})


def may_print(user, project_id, at):
    return holds(user, project_id, PRINTERS, at)
