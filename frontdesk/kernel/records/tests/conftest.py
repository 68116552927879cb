import pytest
from django.db import connection

from frontdesk.kernel.records import export, outside
from frontdesk.kernel.records.tests import small_book, tampering


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Attachments of a test are kept in a folder of its own, and so is the key that signs its checkpoints."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CHECKPOINT_KEY = tmp_path / "keys" / "checkpoint.key"
    return settings.MEDIA_ROOT


@pytest.fixture
def book(cast, at, files):
    """A small book with every kind of record; the moment after its last line."""
    return small_book.write(cast, at)


@pytest.fixture
def defenceless(book):
    """The small book in the hands of somebody who owns the database."""
    tampering.tear_down_defences()
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def archive(book, tmp_path):
    """The small book, exported; beside it what was kept elsewhere at that moment."""
    path = tmp_path / "book.zip"
    export.write(path, at=book)
    (tmp_path / "kept.txt").write_text(outside.text())
    return path


@pytest.fixture
def kept(archive):
    return archive.with_name("kept.txt")
