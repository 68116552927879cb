"""A short way to write a line into the book, through the command that the desk uses."""

from datetime import timedelta

import pytest

from duty.log import commands


@pytest.fixture
def record(desk, clerk, at):
    """record(category="ENQ", …) → the entry; `minutes` after `at`, by the clerk unless said otherwise."""

    def record(*, minutes=0, by=None, key="", desk=desk, **said):
        said = {"channel": "call", "category": "ENQ", "description": "问物业费怎么交", **said}
        moment = at + timedelta(minutes=minutes)
        return commands.record_entry(
            desk_id=desk.pk, intake=commands.Intake(**said), by=by or clerk, at=moment, key=key
        )

    return record
