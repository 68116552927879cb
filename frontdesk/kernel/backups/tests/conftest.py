import contextlib

import pytest

from frontdesk.kernel.backups import commands
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import Seal
from frontdesk.kernel.records.tests import small_book
from tests import cast as casting
from tests import databases


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Attachments and what is half made stand in folders of the test."""
    settings.HOME, settings.MEDIA_ROOT = tmp_path / "home", tmp_path / "media"
    settings.HOME.mkdir()
    return tmp_path


@pytest.fixture
def people(fresh_database):
    """A book with every kind of record in it, at two desks."""
    people = casting.gather(casting.AT)
    small_book.write(people, casting.AT)
    return people


@pytest.fixture
def elsewhere(folders, settings):
    """with elsewhere(): an empty database, and no attachments; this process works there."""

    @contextlib.contextmanager
    def elsewhere():
        before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, folders / "media-elsewhere"
        with databases.empty(folders) as url:
            yield url
        settings.MEDIA_ROOT = before

    return elsewhere


@pytest.fixture
def backup(people, folders):
    """A backup of that book: (path, heads at that moment, number of seals)."""
    path, _size = commands.back_up(folders / "a.backup", at=casting.AT)
    return path, verify.heads(), Seal.objects.count()
