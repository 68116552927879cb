"""A backup that is old, edited or foreign is not put back, and leaves nothing behind."""

import gzip
import json
import shutil
import tarfile
from datetime import timedelta

import pytest
from django.db import connection

from duty.log.models import Entry
from frontdesk.kernel.backups import archive, commands, databases
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.tests import forging, small_book, tampering
from tests import cast as casting

pytestmark = pytest.mark.clause("R40")


@pytest.fixture
def refused(folders, elsewhere, settings):
    """refused(path, heads outside) → the sentence with which it is refused; nothing may be left of it."""

    def refused(path, heads=None):
        outside = folders / "heads.json"
        outside.write_text(json.dumps({"heads": heads or []}))
        with elsewhere():
            with pytest.raises(archive.Unusable) as no:
                commands.restore(path, against=outside if heads else None)
            assert databases.is_empty()
            assert not [file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file()]
            assert list(settings.HOME.iterdir()) == []
        return str(no.value)

    return refused


def test_one_that_is_older_than_the_checkpoint_outside(people, backup, refused):
    path, old, _seals = backup
    small_book.write(people, casting.AT + timedelta(hours=1), entries=2)
    said = refused(path, verify.heads())
    assert "it is older or was edited" in said
    assert f"seal {old[0]['size'] + 1} of desk {people.desk.pk}" in said


def test_one_whose_records_were_edited_before_it_was_made(people, folders, refused):
    tampering.tear_down_defences()
    entry = Entry.objects.first()
    Entry.objects.filter(pk=entry.pk).update(place="别处")
    path, _size = commands.back_up(folders / "edited.backup", at=casting.AT)
    assert "was sealed, so it was edited" in refused(path)


def test_one_whose_whole_chain_was_recomputed(people, folders, refused):
    outside = verify.heads()
    tampering.tear_down_defences()
    forging.rewrite(Entry.objects.first(), place="别处")
    path, _size = commands.back_up(folders / "forged.backup", at=casting.AT)
    assert "it is older or was edited" in refused(path, outside)


def repacked(path, folder, change):
    """The same backup after `change(folder)` on its parts; its own checksums are left as they were."""
    parts = folder / "parts"
    shutil.rmtree(parts, ignore_errors=True)
    with tarfile.open(path) as tar:
        order = tar.getnames()
        tar.extractall(parts, filter="data")
    order = change(parts, order) or order
    other = folder / "repacked.backup"
    with gzip.open(other, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for name in order:
            tar.add(parts / name.removeprefix("!"), arcname=name.replace("!", "../"))
    return other


def flip_a_byte(parts, order):
    data = bytearray((parts / "database").read_bytes())
    data[len(data) // 2] ^= 1
    (parts / "database").write_bytes(data)


def leave_a_file_out(parts, order):
    return [name for name in order if name != next(name for name in order if name.startswith("media/"))]


def put_a_file_in(parts, order):
    (parts / "media" / "ee").mkdir()
    (parts / "media" / "ee" / "extra").write_text("x")
    return [*order[:-2], "media/ee/extra", *order[-2:]]


def correct_the_sums(parts, order):
    (parts / "SHA256SUMS").write_text((parts / "SHA256SUMS").read_text().replace("a", "b"))


def climb_out(parts, order):
    return [*order, "!database"]


def other_heads(parts, order):
    said = json.loads((parts / "manifest.json").read_text())
    said["heads"][0]["size"] -= 1
    (parts / "manifest.json").write_text(json.dumps(said))


def from_the_future(parts, order):
    said = json.loads((parts / "manifest.json").read_text())
    said["migrations"].append("log.9999_to_come")
    (parts / "manifest.json").write_text(json.dumps(said))


def from_another_database(parts, order):
    said = json.loads((parts / "manifest.json").read_text())
    said["vendor"] = "oracle"
    (parts / "manifest.json").write_text(json.dumps(said))


def unreadable(parts, order):
    (parts / "manifest.json").write_text("{")


def of_another_form(parts, order):
    (parts / "manifest.json").write_text('{"format": 2}')


@pytest.mark.same_everywhere
@pytest.mark.turns(3)
@pytest.mark.parametrize(
    "change, why",
    [
        (flip_a_byte, "database differs from its checksum"),
        (leave_a_file_out, "differs from its checksum"),
        (put_a_file_in, "media/ee/extra differs from its checksum"),
        (correct_the_sums, "differs from its checksum"),
        (climb_out, "it holds '../database'"),
        (other_heads, "not those that its manifest names"),
        (from_the_future, "made by a newer version"),
        (from_another_database, "comes from oracle"),
        (unreadable, "its manifest cannot be read"),
        (of_another_form, "a form that this version does not know"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_one_that_was_taken_apart_and_put_together_otherwise(backup, folders, refused, change, why):
    assert why in refused(repacked(backup[0], folders, change))


@pytest.mark.same_everywhere
@pytest.mark.turns(3)
@pytest.mark.parametrize("share", [0, 0.3, 0.98])
def test_one_that_ends_too_early(backup, refused, share):
    data = backup[0].read_bytes()
    backup[0].write_bytes(data[: int(len(data) * share)])
    assert "not a whole backup" in refused(backup[0])


def test_what_is_there_already_is_never_written_over(backup, folders, settings):
    entries = Entry.objects.count()
    with pytest.raises(archive.Unusable, match="holds tables already"):
        commands.restore(backup[0])
    assert Entry.objects.count() == entries


def test_an_attachment_that_says_something_else_stays_and_stops_it(backup, elsewhere, settings):
    with tarfile.open(backup[0]) as tar:
        name = next(name for name in tar.getnames() if name.startswith("media/"))
    with elsewhere():
        there = settings.MEDIA_ROOT / name.removeprefix("media/")
        there.parent.mkdir(parents=True)
        there.write_text("mine")
        with pytest.raises(archive.Unusable, match="says something else"):
            commands.restore(backup[0])
        assert (there.read_text(), databases.is_empty()) == ("mine", True)


def test_a_missing_file_is_said(folders, fresh_database):
    with pytest.raises(archive.Unusable, match="There is no backup"):
        commands.restore(folders / "nothing")
    assert connection.introspection.table_names()
