import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from frontdesk.kernel.records import export, outside
from frontdesk.kernel.records.tests import small_book, tampering
from tests import ground
from tests.cast import AT, Cast, gather


def places(folder):
    return {"MEDIA_ROOT": folder / "media", "CHECKPOINT_KEY": folder / "keys" / "checkpoint.key"}


@pytest.fixture(autouse=True)
def files(tmp_path):
    """Attachments of a test are kept in a folder of its own, and so is the key that signs its checkpoints."""
    with override_settings(**places(tmp_path)):
        yield tmp_path / "media"


@dataclass(frozen=True)
class Written:
    """The small book as it was made for all tests that begin with it."""

    cast: Cast
    ends: datetime
    files: Path


def written():
    folder = Path(tempfile.mkdtemp(dir=settings.HOME))
    with override_settings(**places(folder)):
        people = gather(AT)
        return Written(people, small_book.write(people, AT), folder)


ground.STANDS_ON["book"] = written


@pytest.fixture
def book(cast, at, files):
    """A small book with every kind of record; the moment after its last line."""
    if book := ground.made("book"):
        shutil.copytree(book.files, files.parent, dirs_exist_ok=True)
        return book.ends
    return small_book.write(cast, at)


@pytest.fixture
def defenceless(book):
    """The small book in the hands of somebody who owns the database."""
    with tampering.without_defences():
        yield


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
