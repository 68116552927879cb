"""Who may do what in the log; pure questions, shared by commands, views, templates and tests (R44)."""

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.rules import DUTY_STAFF, holds

WRITERS = DUTY_STAFF | {Role.SUPERVISOR, Role.SUPPORT}
READERS = WRITERS | {Role.PROJECT_LEAD, Role.AUDITOR}
# Who says which household there is, and who lives there: those who know them.
HOUSEHOLD_KEEPERS = DUTY_STAFF | {Role.SUPERVISOR, Role.PROJECT_LEAD}
# A full telephone number is shown to those who have to ring it.
REVEALERS = WRITERS
DECIDERS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD})
# The register of volumes, and their files; besides these, whoever keeps a volume sees that one.
ARCHIVE_READERS = DECIDERS | {Role.AUDITOR}
# Who answers for a department when it is called out; others are reached by telephone, and the desk writes it down.
HEADS = {"security": Role.SECURITY_MANAGER, "engineering": Role.ENGINEERING_SUPERVISOR}
CALLED = frozenset(HEADS.values())


def may_read(user, project_id, at):
    return holds(user, project_id, READERS, at)


def may_write(user, project_id, at):
    return holds(user, project_id, WRITERS, at)


def may_reveal(user, project_id, at):
    return holds(user, project_id, REVEALERS, at)


def may_keep_households(user, project_id, at):
    return holds(user, project_id, HOUSEHOLD_KEEPERS, at)


def may_instruct(user, project_id, at):
    return holds(user, project_id, DECIDERS, at)


def may_review(user, project_id, at):
    return holds(user, project_id, {Role.SUPERVISOR}, at)


def may_lead(user, project_id, at):
    return holds(user, project_id, {Role.PROJECT_LEAD}, at)


def may_work(user, project_id, at):
    """Those who write, and the lead, who decides and instructs in the same story."""
    return holds(user, project_id, WRITERS | DECIDERS, at)


def may_decide(user, project_id, level, at):
    """The level it stands at by now decides: the supervisor at 1, the lead from 2 on, at 3 either of them (R06, R25)."""
    roles = {1: {Role.SUPERVISOR}, 2: {Role.PROJECT_LEAD}}.get(level, DECIDERS)
    return holds(user, project_id, roles, at)


def may_lower(user, project_id, priority, at):
    """Whether somebody may lower a matter from this priority: the level above the desk; from P1 the lead alone (A11)."""
    return holds(user, project_id, {Role.PROJECT_LEAD} if priority == "P1" else DECIDERS, at)


def may_answer_for(user, call_out, project_id, at):
    """The called person, the head of the called department, or whoever at the desk hears the answer (R32, R35)."""
    head = HEADS.get(call_out.department)
    return (
        user.pk == call_out.person_id
        or may_work(user, project_id, at)
        or (head is not None and holds(user, project_id, {head}, at))
    )
