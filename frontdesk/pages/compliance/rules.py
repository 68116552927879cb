"""Who may see the board: those who answer for a project or review it, and the head office; never the desk itself."""

from frontdesk.kernel.people.models import Role

RECORDS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD, Role.AUDITOR})  # may also open what is behind a figure
SEERS = RECORDS | {Role.HEAD_OFFICE}
COMPARERS = frozenset({Role.HEAD_OFFICE})
