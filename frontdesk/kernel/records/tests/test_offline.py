"""An export proves itself to somebody who has neither this software nor its database, and to nobody anything else."""

import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest

from duty.log import commands as log
from duty.log.models import Entry
from frontdesk.kernel.records import attachments, canonical, checkpoints, export, keys, outside, paper
from frontdesk.kernel.records.models import Attachment, Chain, Checkpoint, Seal, Signature

from . import forging, small_book
from .archives import VERIFY, changed, part, run

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]
WELL = "All of it is as it was written."


# -- what is well


def test_an_export_proves_itself_in_a_process_that_knows_nothing_of_us(archive, kept, tmp_path):
    beside = archive.with_name("verify.py")
    assert beside.read_bytes() == part(archive, "verify.py") == export.VERIFIER.read_bytes()
    environment = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-I", str(beside), str(archive), "--kept", str(kept)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == WELL
    assert f"seals 1 to {Chain.objects.order_by('desk_id')[0].last_seq}, signed to" in done.stdout


def test_the_verifier_asks_for_python_and_cryptography_only():
    source = export.VERIFIER.read_text()
    asked = {line.split()[1].split(".")[0] for line in source.splitlines() if re.match(r"(import|from) ", line)}
    assert asked - set(sys.stdlib_module_names) == {"cryptography"}
    assert len(source.splitlines()) <= 300


def test_what_it_says_it_has_looked_at(archive, capsys, desk):
    status, said = run(capsys, archive)
    assert status == 0
    assert "NOTHING WAS KEPT" in said
    assert "1 keys hold" in said
    files = Attachment.objects.values("sha256").distinct().count()
    size = Chain.objects.get(pk=desk.pk).last_seq
    assert re.search(rf"desk {desk.pk}: seals 1 to {size}, signed to {size}; \d+ personal values; {files} files", said)


def test_no_part_but_one_holds_what_is_personal(archive, desk):
    said = {name for value in ("查女士", "13800138000", "电梯停在五楼") for name in zipfile.ZipFile(archive).namelist()
            if value.encode() in part(archive, name)}  # fmt: skip
    assert said == {f"chains/{desk.pk}/personal.jsonl"}


def test_without_what_is_personal_the_proof_stays_whole(book, tmp_path, capsys):
    path = tmp_path / "bare.zip"
    made = export.write(path, at=book, personal=False)
    assert not [name for name in zipfile.ZipFile(path).namelist() if "personal" in name or "attachments" in name]
    assert made["attachments"] == 0
    status, said = run(capsys, path)
    assert (status, "personal values left out" in said) == (0, True)


def test_a_span_of_seals_holds_against_the_checkpoints_inside_it(book, cast, desk, tmp_path, capsys):
    middle = checkpoints.write(desk.pk, at=book)
    small_book.write(cast, book, entries=2)
    path = tmp_path / "span.zip"
    made = export.write(path, at=book, desk_id=desk.pk, first=7, last=middle.size + 2)
    inside = Checkpoint.objects.filter(chain=desk.pk, size__gte=7, size__lte=middle.size + 2)
    assert (made["seals"], made["checkpoints"]) == (middle.size - 4, inside.count())
    assert run(capsys, path, "--paper", paper.short(middle))[0] == 0
    place = json.loads(part(path, f"chains/{desk.pk}/chain.json"))
    place["frontier"] = "ab" * 32 + place["frontier"][64:]
    status, said = run(capsys, changed(path, "x.zip", f"chains/{desk.pk}/chain.json", export.line(place)))
    assert (status, "is not the one that the checkpoint names" in said) == (1, True)


def test_a_rotated_key_is_walked_to(book, cast, desk, tmp_path, capsys):
    checkpoints.write(desk.pk, at=book)
    old = tmp_path / "old.pub"
    old.write_text(outside.public_key())
    keys.rotate(at=book)
    small_book.write(cast, book, entries=1)
    path = tmp_path / "a.zip"
    export.write(path, at=book)
    assert run(capsys, path, "--kept", old)[0] == 0


def test_a_key_that_was_lost_is_said_and_the_old_one_trusts_it_not(book, cast, desk, tmp_path, capsys):
    checkpoints.write(desk.pk, at=book)
    old = tmp_path / "old.pub"
    old.write_text(outside.public_key())
    keys.path().unlink()
    keys.rotate(at=book, lost=True)
    small_book.write(cast, book, entries=1)
    path = tmp_path / "a.zip"
    export.write(path, at=book)
    status, said = run(capsys, path)
    assert (status, "was lost and did not sign: [2]" in said) == (0, True)
    assert run(capsys, path, "--kept", old)[0] == 1


@pytest.mark.parametrize(
    "words", [{"desk_id": 999_999}, {"first": 3}, {"last": 3}, {"first": 0}, {"first": 9, "last": 3}, {"first": 10**6}]
)
def test_an_export_of_what_is_not_there_is_refused_and_leaves_nothing(book, desk, tmp_path, words):
    words = words if "desk_id" in words or words in ({"first": 3}, {"last": 3}) else {"desk_id": desk.pk, **words}
    with pytest.raises(export.Unwritable):
        export.write(tmp_path / "a.zip", at=book, **words)
    assert [path.name for path in tmp_path.glob("*") if path.suffix in {".zip", ".part", ".py"}] == []


def test_an_export_is_never_written_over(archive, book):
    with pytest.raises(export.Unwritable, match="is there already"):
        export.write(archive, at=book)


# -- what is not


def forged(archive, how):
    """A new export after somebody who owns the database has been at it."""
    how()
    path = archive.with_name("forged.zip")
    export.write(path, at=Seal.objects.latest("sealed_at").sealed_at)
    return path


def test_a_chain_that_was_recomputed_is_found_by_what_was_kept(archive, kept, defenceless, desk, capsys):
    code = paper.short(checkpoints.newest(desk.pk))
    size = checkpoints.newest(desk.pk).size
    path = forged(archive, lambda: forging.rewrite(Entry.objects.first(), place="别处"))
    assert run(capsys, path)[0] == 0  # it agrees with itself
    for words in (["--kept", kept], ["--paper", code]):
        status, said = run(capsys, path, *words)
        assert (status, f"seal {size} is not the one that was kept elsewhere" in said) == (1, True)


def test_who_has_the_machine_and_its_key_cannot_sign_away_what_stands_on_yesterdays_sheet(
    archive, kept, defenceless, desk, capsys
):
    """The database rewritten and the same checkpoint signed anew by the very key: only the paper, and what was kept, say no."""
    printed = checkpoints.newest(desk.pk)
    code, yesterday = paper.short(printed), Entry.objects.first()

    def rewrite_and_sign():
        forging.rewrite(yesterday, place="别处")
        checkpoints.write(desk.pk, at=printed.at)

    path = forged(archive, rewrite_and_sign)
    again = checkpoints.newest(desk.pk)
    assert (again.size, again.at) == (printed.size, printed.at)
    assert run(capsys, path)[0] == 0
    for words in (["--paper", code], ["--kept", kept]):
        status, said = run(capsys, path, *words)
        assert (status, f"seal {printed.size} is not the one that was kept elsewhere" in said) == (1, True)


def test_a_cut_tail_is_found_by_what_was_kept(archive, kept, defenceless, desk, capsys):
    size = checkpoints.newest(desk.pk).size
    path = forged(archive, lambda: forging.cut_tail(desk.pk, 2))
    assert run(capsys, path)[0] == 0
    status, said = run(capsys, path, "--kept", kept)
    assert (status, f"seal {size} is missing, which was kept elsewhere" in said) == (1, True)


def test_a_transplanted_signature_is_found_by_what_was_kept(archive, kept, defenceless, other_desk, capsys):
    def transplant():
        signature = Signature.objects.first()
        Signature.objects.filter(pk=signature.pk).update(desk=other_desk.pk)
        forging.transplant(signature, other_desk.pk)

    path = forged(archive, transplant)
    assert (run(capsys, path)[0], run(capsys, path, "--kept", kept)[0]) == (0, 1)


def test_a_transplanted_seal_is_found_at_once(archive, defenceless, other_desk, capsys):
    signature = Signature.objects.first()
    path = forged(archive, lambda: forging.transplant(signature, other_desk.pk))
    status, said = run(capsys, path)
    assert status == 1
    assert f"desk {other_desk.pk}, seal 2: records.signature {signature.pk} does not follow the seal before" in said


def test_swapped_seals_are_found(archive, desk, capsys):
    name = f"chains/{desk.pk}/seals.jsonl"
    lines = part(archive, name).splitlines(keepends=True)
    lines[3], lines[4] = lines[4], lines[3]
    status, said = run(capsys, changed(archive, "x.zip", name, b"".join(lines)))
    assert (status, f"desk {desk.pk}, seal 4 is missing; the next is 5" in said) == (1, True)


def test_a_cut_part_is_found(archive, desk, capsys):
    name = f"chains/{desk.pk}/seals.jsonl"
    lines = part(archive, name).splitlines(keepends=True)
    status, said = run(capsys, changed(archive, "x.zip", name, b"".join(lines[:-1])))
    assert (status, f"desk {desk.pk}, seal {len(lines)} is missing" in said) == (1, True)


def test_another_picture_is_found(archive, capsys):
    name = next(name for name in zipfile.ZipFile(archive).namelist() if name.startswith("attachments/"))
    status, said = run(capsys, changed(archive, "x.zip", name, small_book.picture("blue")))
    assert (status, "its attachment is missing, or another one" in said) == (1, True)


def test_a_value_that_is_missing_is_found_unless_an_erasure_names_it(archive, desk, capsys):
    name = f"chains/{desk.pk}/personal.jsonl"
    lines = [json.loads(line) for line in part(archive, name).splitlines()]
    del lines[0]["values"]["phone"]
    status, said = run(capsys, changed(archive, "x.zip", name, b"".join(map(export.line, lines))))
    assert (status, "phone is missing, and no erasure names it" in said) == (1, True)
    entry = Seal.objects.get(chain=desk.pk, seq=lines[0]["seq"])
    _append_erasure(desk, entry, "phone")
    path = archive.with_name("y.zip")
    export.write(path, at=entry.sealed_at + timedelta(days=1))
    erased = changed(
        path, "z.zip", name, b"".join(map(export.line, [*lines, *_values_after(path, name, lines[-1]["seq"])]))
    )
    assert run(capsys, erased)[0] == 0


def _values_after(path, name, seq):
    return [value for line in part(path, name).splitlines() if (value := json.loads(line))["seq"] > seq]


def _append_erasure(desk, seal, fields):
    """A seal as the record of an erasure makes it, at the end of the chain."""
    chain = Chain.objects.get(pk=desk.pk)
    said = {"desk_id": desk.pk, "about_kind": seal.kind, "about_id": seal.record_id, "fields": fields}
    row = Seal(
        chain=chain, seq=chain.last_seq + 1, kind="records.erasure", record_id=10**6, form=1, prev=chain.last_hash,
        body=json.dumps(said), sealed_at=chain.last_at, sealed_by_id=seal.sealed_by_id,
    )  # fmt: skip
    row.hash = canonical.seal_hash(
        chain=chain.key, seq=row.seq, kind=row.kind, record_id=row.record_id, form=1, sealed_at=canonical.moment(row.sealed_at),
        sealed_by=row.sealed_by_id, prev=row.prev, body=row.body,
    )  # fmt: skip
    row.save(force_insert=True)
    Chain.objects.filter(pk=desk.pk).update(last_seq=row.seq, last_hash=row.hash)


def parts_of(path):
    return [name for name in zipfile.ZipFile(path).namelist() if name not in {"verify.py", "manifest.json"}]


@pytest.fixture
def small(cast, at, tmp_path, desk):
    """An archive of a few seals, so that every byte of it can be tried."""
    entry = log.record_entry(
        desk_id=desk.pk, intake=log.Intake(**small_book.SAID[1], files=(("门.png", *attachments.clean(small_book.picture())),)),
        by=cast.clerk, at=at,
    )  # fmt: skip
    first = Seal.objects.get(kind=Entry.seal_kind, record_id=entry.pk).seq
    path = tmp_path / "small.zip"
    export.write(path, at=at, desk_id=desk.pk, first=first)
    return path


def test_every_byte_of_every_part_counts(small, capsys, request, monkeypatch):
    """Changed by somebody who makes the manifest fit; `every byte` in a thorough run, a share of them otherwise."""
    monkeypatch.setattr(VERIFY, "print", lambda *words, **options: None, raising=False)
    assert run(capsys, small)[0] == 0
    step, unseen = 1 if request.config.option.thorough else 7, []
    for name in parts_of(small):
        data = part(small, name)
        for place in range(0, len(data), step):
            flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            if run(capsys, changed(small, "x.zip", name, flipped))[0] == 0:
                unseen.append((name, place, data[max(0, place - 20) : place + 5]))
    assert unseen == []


def test_a_part_is_not_changed_put_in_or_taken_out_without_the_manifest(small, capsys):
    names = zipfile.ZipFile(small).namelist()
    for name in names:
        status, said = run(capsys, changed(small, "x.zip", name, part(small, name)[:-1], knowing=False))
        assert (status, said.startswith("NOT as it was written")) == (1, True), name
        if name != "manifest.json":
            assert run(capsys, changed(small, "x.zip", name, None, knowing=False))[0] == 1, name
    assert run(capsys, changed(small, "x.zip", "more.txt", b"x", knowing=False))[0] == 1


def test_what_is_no_archive_is_said_not_to_be_one(tmp_path, capsys):
    for data in (b"", b"PK\x05\x06" + b"\0" * 18, b"x" * 1000):
        (tmp_path / "x.zip").write_bytes(data)
        assert run(capsys, tmp_path / "x.zip")[0] == 1
    assert run(capsys, tmp_path / "nothing.zip")[0] == 1


def test_pictures_that_were_all_left_out_are_missed(archive, capsys):
    names = [name for name in zipfile.ZipFile(archive).namelist() if name.startswith("attachments/")]
    path = archive
    for number, name in enumerate(names):
        path = changed(path, f"without-{number}.zip", name, None)
    status, said = run(capsys, path)
    assert (status, "its attachment is missing" in said) == (1, True)
