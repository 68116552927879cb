"""What is kept outside, read again: signed notes with their public key, or heads."""

import json

import pytest

from duty.log.models import Correction
from frontdesk.kernel.records import checkpoints, keys, outside, verify
from frontdesk.kernel.records.models import Chain, Checkpoint

from . import forging, small_book
from .test_command import records

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]


@pytest.fixture
def kept(book, desk, tmp_path):
    """What `records checkpoint --write` printed, in a file."""
    status, said, errors = records("checkpoint", "--write")
    assert (status, errors) == (0, [])
    path = tmp_path / "kept.txt"
    path.write_text(said)
    return path


def test_every_chain_is_signed_and_printed_below_the_public_key(kept):
    key, *notes = kept.read_text().split("\n\nfrontdesk/")
    assert key == f"public key {outside.public_key()}"
    assert len(notes) == Chain.objects.count() == len(outside.read(kept))


def test_as_json_there_are_heads_key_and_notes(kept):
    said = records("checkpoint", "--json")[1]
    assert list(said) == ["ok", "heads", "public_key", "notes"]
    assert said["notes"] == outside.text()


def test_a_book_that_grew_since_agrees(kept, cast, book):
    small_book.write(cast, book, entries=1)
    assert records("verify", "--against", str(kept))[0] == 0


def test_a_rewritten_book_does_not(kept, defenceless, desk):
    size = checkpoints.newest(desk.pk).size
    forging.tear_out(Correction.objects.last())
    status, said, _ = records("verify", "--json", "--against", str(kept))
    assert (status, said["first_bad"]["seq"]) == (1, size)
    assert said["first_bad"]["why"].endswith("the tail is cut")


def test_another_root_is_seen_even_where_the_head_is_the_same(kept):
    good = outside.read(kept)
    wrong = [{**one, "root": b"\1" * 32} for one in good]
    found = verify.verify(checkpoints=wrong)[1]
    assert {(fault.kind, fault.why) for fault in found} == {
        ("checkpoint", "the checkpoint outside has another root than these seals")
    }
    assert verify.verify(checkpoints=good)[1] == []


def test_the_public_key_may_lie_beside_the_notes(kept):
    lines = kept.read_text().splitlines(keepends=True)
    kept.write_text("".join(lines[1:]))
    status, _, errors = records("verify", "--against", str(kept))
    assert (status, errors) == (
        1,
        [f"CommandError: There is no public key in {kept} and none beside it in kept.txt.pub."],
    )
    kept.with_name("kept.txt.pub").write_text(lines[0].removeprefix("public key "))
    assert records("verify", "--against", str(kept))[0] == 0


def test_notes_from_before_and_after_a_rotation_hold_under_either_key(kept, cast, book):
    old = kept.read_text()
    assert records("rotate-key", "--json")[1]["number"] == 2
    small_book.write(cast, book, entries=1)
    fresh = records("checkpoint", "--write")[1]
    for key, notes in ((old, fresh), (fresh, old)):
        kept.write_text(key.splitlines()[0] + "\n" + "\n".join(notes.splitlines()[1:]) + "\n")
        assert records("verify", "--against", str(kept))[0] == 0


def test_a_note_under_a_key_that_nobody_knows_is_refused(kept, settings, tmp_path):
    settings.CHECKPOINT_KEY = tmp_path / "other" / "checkpoint.key"
    stranger = keys._make(keys.path())
    line = outside.signed_notes.verifier(keys.NAME, stranger.public_key().public_bytes_raw())
    kept.write_text("\n".join([f"public key {line}", *kept.read_text().splitlines()[1:], ""]))
    status, _, errors = records("verify", "--against", str(kept))
    assert (status, "none of the known keys has signed this note" in errors[0]) == (1, True)


@pytest.mark.parametrize(
    "change",
    [("head ", "head  "), ("— ", "— x"), ("\n\n—", "\nmore\n\n—"), ("public key ", "public key x")],
)
def test_a_file_that_was_changed_is_refused_with_a_sentence(kept, change):
    kept.write_bytes(kept.read_text().replace(*change).encode())
    status, _, errors = records("verify", "--against", str(kept))
    assert (status, len(errors)) == (1, 1)


def test_a_file_that_came_by_way_of_another_system_is_read(kept):
    kept.write_bytes(kept.read_text().replace("\n", "\r\n").encode())
    assert records("verify", "--against", str(kept))[0] == 0


def test_a_file_with_something_else_in_it_is_refused(kept):
    kept.write_text(kept.read_text() + "\nand more\n")
    assert records("verify", "--against", str(kept))[2] == [
        f"CommandError: {kept} holds something besides signed notes."
    ]


def test_heads_of_before_are_read_as_ever(kept, tmp_path):
    path = tmp_path / "heads.json"
    path.write_text(json.dumps(records("checkpoint", "--json")[1]))
    assert outside.read(path) == [
        {key: head[key] for key in ("chain", "size", "head")} for head in json.loads(path.read_text())["heads"]
    ]


def test_without_a_key_the_command_says_so(book, settings):
    settings.MODE = "production"
    settings.CHECKPOINT_KEY = settings.CHECKPOINT_KEY.with_name("elsewhere.key")
    status, _, errors = records("checkpoint", "--write")
    assert (status, len(errors)) == (1, 1)
    assert "rotate-key --lost" in errors[0]


def test_before_anything_was_signed_the_command_says_how(db):
    assert records("checkpoint")[1].strip() == (
        "Nothing was signed yet. Sign what there is with: manage.py records checkpoint --write"
    )


def test_rotating_refuses_with_a_sentence(book):
    assert records("rotate-key", "--lost")[::2] == (
        1, ["CommandError: The checkpoint key 1 is where it should be. Rotate it without --lost."],
    )  # fmt: skip


def test_export_says_what_is_in_it_and_refuses_with_a_sentence(book, tmp_path):
    status, said, _ = records("export", str(tmp_path / "a.zip"), "--json")
    assert (status, said["ok"], said["checkpoints"]) == (0, True, Checkpoint.objects.count())
    assert records("export", str(tmp_path / "a.zip"))[2][0].endswith("an export is never written over.")
