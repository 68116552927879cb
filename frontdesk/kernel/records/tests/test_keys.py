"""The key that signs checkpoints: made once, changed under its own signature, never where others get it."""

import base64
import os
import stat

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from frontdesk.kernel.records import keys, signed_notes
from frontdesk.kernel.records.models import CheckpointKey

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]


@pytest.fixture
def home(tmp_path):
    return tmp_path / "keys"


def test_the_first_key_is_made_at_its_first_use_and_nobody_else_may_read_it(at, home):
    private = keys.current(at=at)
    assert stat.S_IMODE(os.stat(home / "checkpoint.key").st_mode) == 0o600
    assert os.listdir(home) == ["checkpoint.key"]
    assert keys.current(at=at).private_bytes_raw() == private.private_bytes_raw()
    (known,), wrong = keys.history()
    assert (known.public, known.before, wrong) == (private.public_key().public_bytes_raw(), None, [])


def test_in_production_no_key_is_made_unasked_and_nothing_starts_without_one(settings, at, home):
    settings.MODE = "production"
    for refused in (keys.require, lambda: keys.current(at=at)):
        with pytest.raises((ImproperlyConfigured, keys.Unusable), match="Make one with: manage.py records rotate-key"):
            refused()
    assert [found.id for found in checks.run_checks()] == ["records.W001"]
    assert not home.exists()
    keys.rotate(at=at)
    keys.require()
    assert checks.run_checks() == []
    os.chmod(home / "checkpoint.key", 0o640)
    with pytest.raises(ImproperlyConfigured, match="Others may read the checkpoint key"):
        keys.require()


def test_a_key_among_the_attachments_is_warned_of(settings):
    settings.CHECKPOINT_KEY = settings.MEDIA_ROOT / "x" / "checkpoint.key"
    assert [found.id for found in checks.run_checks()] == ["records.W002"]


def test_a_new_key_is_signed_by_the_old_one_which_is_gone_then(at, home):
    old = keys.current(at=at)
    row = keys.rotate(at=at)
    fresh = keys.current(at=at)
    assert (row.number, row.public) == (2, fresh.public_key().public_bytes_raw().hex())
    first, second = keys.history()[0]
    assert (second.before, first.public) == (first.public, old.public_key().public_bytes_raw())
    assert signed_notes.opened(row.note, keys.NAME, [first.public])[0].endswith(
        f" after {base64.b64encode(first.public).decode()}\n"
    )
    assert os.listdir(home) == ["checkpoint.key"]


def test_a_lost_key_is_named_and_its_successor_stands_alone(at, home):
    keys.current(at=at)
    (home / "checkpoint.key").unlink()
    with pytest.raises(keys.Unusable, match="rotate-key --lost"):
        keys.rotate(at=at)
    assert "rotate-key --lost" in keys.trouble()
    assert [found.id for found in checks.run_checks(databases=["default"])] == ["records.W003"]
    keys.rotate(at=at, lost=True)
    assert keys.trouble() is None
    assert [known.before for known in keys.history()[0]] == [None, None]


def test_a_key_that_is_there_is_not_lost(at):
    keys.current(at=at)
    with pytest.raises(keys.Unusable, match=r"without --lost"):
        keys.rotate(at=at, lost=True)
    assert CheckpointKey.objects.count() == 1


def test_a_rotation_that_was_stopped_before_its_last_step_is_finished(at, home):
    keys.current(at=at)
    old = (home / "checkpoint.key").read_bytes()
    keys.rotate(at=at)
    (home / "checkpoint.key").rename(home / "checkpoint.key.next")
    (home / "checkpoint.key").write_bytes(old)
    os.chmod(home / "checkpoint.key", 0o600)
    assert keys.current(at=at).public_key().public_bytes_raw().hex() == CheckpointKey.objects.last().public
    assert os.listdir(home) == ["checkpoint.key"]


def test_a_rotation_that_was_stopped_before_it_was_written_down_changes_nothing(at, home):
    private = keys.current(at=at)
    keys._make(keys._fresh())
    assert keys.current(at=at).private_bytes_raw() == private.private_bytes_raw()
    assert keys.rotate(at=at).number == 2


@pytest.mark.parametrize("text", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_holds_no_key_is_said_to(at, home, text):
    home.mkdir()
    (home / "checkpoint.key").write_bytes(text)
    os.chmod(home / "checkpoint.key", 0o600)
    with pytest.raises(keys.Unusable, match="holds no key"):
        keys.current(at=at)


def test_which_keys_a_trusted_one_vouches_for(at, home):
    keys.current(at=at)
    keys.rotate(at=at)
    (home / "checkpoint.key").unlink()
    keys.rotate(at=at, lost=True)
    keys.rotate(at=at)
    known, _ = keys.history()
    one, two, three, four = (key.public for key in known)
    assert keys.linked(known, one) == keys.linked(known, two) == {one, two}
    assert keys.linked(known, three) == keys.linked(known, four) == {three, four}
    assert keys.linked(known, b"\0" * 32) == set()
