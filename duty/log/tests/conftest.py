from datetime import timedelta

import pytest

from frontdesk.kernel.appointments.commands import appoint
from tests.cast import person


@pytest.fixture
def act(clerk, at):
    """act(verb, entry, minutes=…, …) → the note; minutes after the cast's moment, by the clerk unless said otherwise."""

    def act(verb, entry=None, minutes=5, by=None, **said):
        about = {"entry_id": entry.pk} if entry else {}
        return verb(**about, by=by or clerk, at=at + timedelta(minutes=minutes), **said)

    return act


@pytest.fixture
def posted(cast, at):
    """posted(role) → somebody new who has held that role at the desk's project for an hour."""

    def posted(role, name="关键"):
        somebody = person(role, name)
        appoint(
            project_id=cast.desk.project_id, person=somebody, role=role, starts_at=at - timedelta(hours=1),
            by=cast.lead, at=at - timedelta(hours=1),
        )  # fmt: skip
        return somebody

    return posted
