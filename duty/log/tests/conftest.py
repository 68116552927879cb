from datetime import timedelta

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Attachments and exports of a test are kept in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def in_english():
    """Refusals are matched by their words."""
    with translation.override("en"):
        yield


@pytest.fixture
def act(clerk, at):
    """act(verb, entry, minutes=…, …) → the note; minutes after the cast's moment, by the clerk unless said otherwise."""

    def act(verb, entry=None, minutes=5, by=None, **said):
        about = {"entry_id": entry.pk} if entry else {}
        return verb(**about, by=by or clerk, at=at + timedelta(minutes=minutes), **said)

    return act
