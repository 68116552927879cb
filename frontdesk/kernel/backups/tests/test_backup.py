"""What a backup holds comes back whole, also when it was made while others wrote."""

import gzip
import json
import os
import stat
import subprocess
import tarfile
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from benchmarks import generate
from duty.log.models import Entry
from frontdesk.kernel.backups import archive, commands, databases
from frontdesk.kernel.records import guards, verify
from frontdesk.kernel.records.models import Attachment, Seal
from frontdesk.kernel.records.tests.crowds import acknowledged, recorder
from tests import cast as casting

pytestmark = pytest.mark.clause("R40")


def test_a_backup_comes_back_as_it_was_with_its_files_and_its_guards(backup, elsewhere):
    path, heads, seals = backup
    with elsewhere():
        done = commands.restore(path)
        assert (done["records"], done["files"]) == (seals, Attachment.objects.values("sha256").distinct().count())
        assert (verify.heads(), verify.verify()[1], guards.missing()) == (heads, [], [])
        guards.require()


def test_what_was_acknowledged_before_a_backup_under_load_is_in_it(people, folders, elsewhere, size, figure):
    """bin/prove restore does it with 100,000 entries in the book."""
    generate.fill(people.desk, people.clerk, size(200, 100_000), until=timezone.now())
    entries, began = Entry.objects.count(), time.monotonic()
    writers = [recorder(people.desk.pk, people.clerk.pk) for _ in range(2)]
    before = acknowledged([writer.stdout.readline() for writer in writers])
    try:
        path, size_of = commands.back_up(folders / "busy.backup", at=casting.AT)
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    connection.close()
    later = verify.heads()
    with elsewhere():
        done = commands.restore(path)
        seconds = time.monotonic() - began
        found = dict(Entry.objects.values_list("pk", "serial"))
        assert {pk: found.get(pk) for serial, pk in before} == {pk: serial for serial, pk in before}
        assert verify.verify(checkpoints=verify.heads())[1] == []
        assert verify.heads()[0]["size"] <= later[0]["size"]
    figure("restore", entries=entries, records=done["records"], megabytes=size_of >> 20, seconds=seconds)


def test_a_backup_is_a_tar_that_anybody_can_open_and_holds_nothing_else(backup, folders, settings):
    (settings.HOME / "secret.key").write_text("a signing key")
    path, _heads, _seals = backup
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with gzip.open(path) as unzipped, tarfile.open(fileobj=unzipped) as tar:
        names = tar.getnames()
        tar.extractall(folders / "out", filter="data")
    files = [f"media/{sha[:2]}/{sha}" for sha in Attachment.objects.values_list("sha256", flat=True).distinct()]
    assert sorted(names) == sorted(["database", "SHA256SUMS", "manifest.json", *files])
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folders / "out", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list(settings.HOME.iterdir()) == [settings.HOME / "secret.key"]


def test_links_and_half_written_files_are_not_followed(people, folders, settings):
    (settings.MEDIA_ROOT / "ab").mkdir(exist_ok=True)
    (settings.MEDIA_ROOT / "ab" / "x.part").write_text("half")
    os.symlink("/etc/hostname", settings.MEDIA_ROOT / "ab" / "link")
    path, _size = commands.back_up(folders / "a.backup", at=casting.AT)
    with tarfile.open(path) as tar:
        assert not [name for name in tar.getnames() if "part" in name or "link" in name]


@pytest.mark.same_everywhere
class TestEncrypted:
    @pytest.fixture
    def keys(self, settings):
        recipient, identity = archive.new_key()
        settings.BACKUP_KEY = recipient
        return recipient, identity

    def test_only_the_secret_key_opens_it(self, keys, backup, elsewhere, settings):
        path, heads, _seals = backup
        assert path.read_bytes().startswith(archive.AGE)
        assert b"records_seal" not in path.read_bytes()
        with elsewhere():
            with pytest.raises(archive.Unusable, match="is encrypted"):
                commands.restore(path)
            settings.BACKUP_KEY = archive.new_key()[1]
            with pytest.raises(archive.Unusable, match="the key in BACKUP_KEY does not open it"):
                commands.restore(path)
            settings.BACKUP_KEY = keys[1]
            commands.restore(path)
            assert verify.heads() == heads

    @pytest.mark.turns(3)
    @pytest.mark.parametrize("where", [0.02, 0.5, 0.999])
    def test_no_byte_of_it_is_changed_unseen(self, keys, backup, elsewhere, settings, where):
        path, settings.BACKUP_KEY = backup[0], keys[1]
        data = bytearray(path.read_bytes())
        data[int(len(data) * where)] ^= 1
        path.write_bytes(data)
        with elsewhere(), pytest.raises(archive.Unusable):
            commands.restore(path)

    def test_its_end_is_not_cut_off_unseen(self, keys, backup, elsewhere, settings):
        path, settings.BACKUP_KEY = backup[0], keys[1]
        path.write_bytes(path.read_bytes()[:-100])
        with elsewhere(), pytest.raises(archive.Unusable, match="its end is missing"):
            commands.restore(path)

    def test_a_key_that_is_none_is_refused_before_anything_is_written(self, people, folders, settings):
        settings.BACKUP_KEY = "age1nonsense"
        with pytest.raises(archive.Unusable, match="--new-key"):
            commands.back_up(folders / "a.backup", at=casting.AT)
        assert not (folders / "a.backup").exists()


def test_the_commands_say_what_they_did(people, folders, elsewhere, capsys):
    heads = folders / "heads.json"
    heads.write_text(json.dumps({"heads": verify.heads()}))
    call_command("backup", str(folders / "a.backup"))
    assert " MB in " in capsys.readouterr().out
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(folders / "a.backup"))
    seals = Seal.objects.count()
    with elsewhere():
        call_command("restore", str(folders / "a.backup"), "--against", str(heads))
        said = capsys.readouterr().out
        assert said.startswith(f"{seals} records and ")
        assert said.endswith("they agree with the checkpoint outside.\n")
    with pytest.raises(CommandError, match="holds tables already"):
        call_command("restore", str(folders / "a.backup"))


def test_a_program_that_is_missing_is_said(people, folders, settings):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite backs itself up")
    settings.PG_BIN = str(folders)
    with pytest.raises(archive.Unusable, match="pg_dump is not on this machine"):
        databases.dump(folders / "database")
