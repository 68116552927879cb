"""Pure questions about people, shared by commands, views, templates and tests. The moment is an argument."""

from .models import Role

DUTY_STAFF = frozenset({Role.BUTLER, Role.DESK_CLERK})


def holds(user, project_id, roles, at):
    """Whether somebody active holds one of `roles` at a project at a moment. No one is above this: there is no superuser."""
    return bool(user.is_active and user.roles_at(project_id, at) & frozenset(roles))


def is_posted(user, project_id, at):
    return bool(user.is_active and user.roles_at(project_id, at))


def is_supervisor(user, project_id, at):
    """The supervisor, or the acting one inside the window of the delegation (R04)."""
    return holds(user, project_id, {Role.SUPERVISOR}, at)


def title_at(user, project_id, at):
    """The posting's title as printed beside a signature at that moment; empty for a stranger. Who stands in signs as such."""
    held = [posting for posting in user.postings_at(at) if posting.project_id == project_id]
    return min(held, key=lambda posting: not posting.acting).title if held else ""
