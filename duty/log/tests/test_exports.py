"""The file of a closed volume: complete, checked by whoever has it, entered in the register under its hash (R42)."""

import hashlib
import hmac
import json
import zipfile
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from duty.log import commands, datafile, volumes
from duty.log.models import Entry, VolumeExport, VolumeExported
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import attachments, canonical, verify
from frontdesk.kernel.records.models import Attachment, Chain, Seal
from frontdesk.kernel.records.tests.small_book import picture

from .archive import AFTER, proof

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.clause("R42")]


@pytest.fixture
def closed(record, clerk, cast, at):
    files = (("漏水.png", *attachments.clean(picture())), ("同一张.png", *attachments.clean(picture())))
    for minute in range(3):
        entry = record(
            minutes=minute,
            category="REP",
            unit_no="1-1-101",
            phone="13800001234",
            description=f"第{minute}次漏水",
            files=files,
        )
        commands.add_note(entry_id=entry.pk, text=f"派工{minute}", by=clerk, at=entry.recorded_at)
    record(
        minutes=60 * 24 * 9, phone="13700009999", description="十二月的事"
    )  # stands in the same stretch of the chain
    at = AFTER + timedelta(days=5)
    november = Entry.objects.order_by("id").first().book
    return commands.close_book(
        book_id=november.pk,
        custodian=cast.butler,
        place="柜",
        by=cast.supervisor,
        at=at,
        proof=proof(cast.supervisor, at),
    )


@pytest.fixture
def exported(closed):
    assert commands.run_exports(at=AFTER + timedelta(days=5)) == 1
    return VolumeExported.objects.get()


def lines(exported):
    with zipfile.ZipFile(volumes.path_of(exported)) as packed:
        return [json.loads(line) for line in packed.read("records.jsonl").splitlines()]


def test_the_hash_of_the_file_is_the_one_in_the_register(exported):
    data = volumes.path_of(exported).read_bytes()
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (exported.sha256, exported.size)
    body = Seal.objects.get(kind="log.volume_exported", record_id=exported.pk).body
    assert exported.sha256 in body
    assert VolumeExport.objects.get().state == "done"
    assert verify.verify()[1] == []


def test_the_file_holds_the_chain_from_the_first_entry_to_the_closing_and_nothing_of_others(exported, closed, cast):
    head, *seals, people = lines(exported)
    assert (head["volume"], head["entries"], head["final_hash"]) == (closing_of(closed))
    assert head["made_by"] == cast.supervisor.name
    assert [seal["seq"] for seal in seals] == list(range(closed.from_seq, closed.to_seq + 2))
    assert seals[-1]["kind"] == "log.volume_closed"
    told = {seal["said"]["description"] for seal in seals if seal["kind"] == "log.entry" and "said" in seal}
    assert told == {"第0次漏水", "第1次漏水", "第2次漏水"}
    assert "十二月的事" not in json.dumps([head, *seals], ensure_ascii=False)
    assert "13700009999" not in json.dumps(seals)
    assert people["people"][str(cast.clerk.pk)] == cast.clerk.name


def closing_of(closed):
    return closed.number, closed.entries, closed.final_hash


def test_whoever_has_the_file_can_check_it_without_this_software(exported):
    """Only the standard library: each seal follows the one before, each word fits what was sealed."""
    head, *seals, _people = lines(exported)
    last, checked = None, 0
    for seal in seals:
        text = (
            f"front desk seal 1\n{head['chain']}\n{seal['seq']}\n{seal['kind']}\n{seal['record_id']}\n{seal['form']}\n"
            f"{seal['sealed_at']}\n{seal['sealed_by_id']}\n{seal['prev']}\n{seal['body']}"
        )
        assert hashlib.sha256(text.encode()).hexdigest() == seal["hash"]
        assert last in {None, seal["prev"]}
        last = seal["hash"]
        body = json.loads(seal["body"])
        for field, value in seal.get("said", {}).items():
            salt = bytes.fromhex(seal["salts"][field])
            assert hmac.new(salt, value.encode(), "sha256").hexdigest() == body[f"{field}.hmac"]
            checked += 1
    assert checked >= 9
    assert next(seal["hash"] for seal in seals if seal["seq"] == head["to_seq"]) == head["final_hash"]


def test_its_attachments_are_in_it_each_once(exported):
    with zipfile.ZipFile(volumes.path_of(exported)) as packed:
        names = [name for name in packed.namelist() if name.startswith("files/")]
        assert names == [f"files/{Attachment.objects.first().sha256}"]
        assert hashlib.sha256(packed.read(names[0])).hexdigest() == names[0].removeprefix("files/")


def test_progress_is_told_and_memory_stays_as_it_is(closed, tmp_path, cast, monkeypatch):
    monkeypatch.setattr(datafile, "BATCH", 4)
    told = []
    book = closed.book
    datafile.write(book, tmp_path / "x.zip", by=cast.supervisor, at=AFTER, progress=lambda *said: told.append(said))
    total = closed.to_seq - closed.from_seq + 2
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == [*range(4, total, 4), total]


def test_what_cannot_be_made_says_why_and_leaves_nothing_half_made(closed):
    for held in Attachment.objects.all():
        attachments.path_of(held.sha256).unlink(missing_ok=True)
    assert commands.run_exports(at=AFTER) == 0
    export = VolumeExport.objects.get()
    assert (export.state, "No such file" in export.error) == ("failed", True)
    assert list(volumes.folder().iterdir()) == []
    assert not VolumeExported.objects.exists()


def test_after_a_failure_it_can_be_asked_for_again(closed, cast):
    VolumeExport.objects.update(state="failed")
    asked = {"book_id": closed.book_id, "media_type": "application/zip", "at": AFTER}
    commands.ask_export(by=cast.lead, **asked)
    with pytest.raises(Refused, match="being made already"), transaction.atomic():
        commands.ask_export(by=cast.supervisor, **asked)
    for person in (cast.clerk, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            commands.ask_export(by=person, **asked)
    with pytest.raises(Refused, match="no such file"):
        commands.ask_export(by=cast.lead, **{**asked, "media_type": "text/html"})
    assert commands.run_exports(at=AFTER) == 1


def test_an_open_volume_has_no_files(record, cast):
    record()
    with pytest.raises(Refused, match="closed volume"):
        commands.ask_export(book_id=Entry.objects.get().book_id, media_type="application/zip", by=cast.lead, at=AFTER)


def test_an_export_whose_worker_died_is_begun_anew_and_one_that_runs_is_left_alone(closed):
    VolumeExport.objects.update(state="running", seen_at=AFTER)
    assert commands.run_exports(at=AFTER + timedelta(minutes=2)) == 0
    assert commands.run_exports(at=AFTER + timedelta(minutes=4)) == 1


def test_other_makers_make_other_files(closed, cast, monkeypatch):
    def write(book, path, *, by, at, progress):
        path.write_bytes(b"%PDF-" + book.number.encode())

    monkeypatch.setitem(volumes.makers, "application/pdf", volumes.Maker("pdf", "PDF", write))
    commands.ask_export(book_id=closed.book_id, media_type="application/pdf", by=cast.lead, at=AFTER)
    assert commands.run_exports(at=AFTER) == 2
    exported = VolumeExported.objects.get(media_type="application/pdf")
    assert volumes.path_of(exported).read_bytes() == b"%PDF-" + closed.number.encode()


@pytest.mark.parametrize(
    "harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"x")], ids=["gone", "other"]
)
def test_a_file_that_is_not_as_registered_is_found(exported, harm):
    harm(volumes.path_of(exported))
    assert [(fault.kind, fault.record_id) for fault in verify.verify()[1]] == [("log.volume_exported", exported.pk)]


def test_without_a_worker_it_is_made_by_hand(closed, capsys):
    out = StringIO()
    call_command("volumes", "export", stdout=out)
    exported = VolumeExported.objects.get()
    assert exported.sha256 in out.getvalue()
    assert exported.name in out.getvalue()
    again = StringIO()
    call_command("volumes", "export", stdout=again)
    assert "Nothing waits" in again.getvalue()


def test_by_hand_a_failure_ends_with_one(closed):
    for held in Attachment.objects.all():
        attachments.path_of(held.sha256).unlink(missing_ok=True)
    with pytest.raises(CommandError, match="No such file"):
        call_command("volumes", "export", stdout=StringIO())


def test_what_was_erased_before_is_in_no_file(closed, cast):
    """The commitment stays, the value and its salt do not come back by way of the archive."""
    entry = Entry.objects.order_by("id").first()
    keys = [f"log.entry:{entry.pk}:phone"]
    at = AFTER + timedelta(days=5)
    request = commands.ask_erasure(
        desk=cast.desk, entry_ids=[entry.pk], keys=keys, ground="consent", reason="本人来函", by=cast.supervisor, at=at,
        proof=proof(cast.supervisor, at),
    )  # fmt: skip
    commands.approve_erasure(request_id=request.pk, by=cast.lead, at=at, proof=proof(cast.lead, at))
    commands.run_exports(at=at)
    first = next(seal for seal in lines(VolumeExported.objects.get()) if seal.get("kind") == "log.entry")
    assert (first["salts"]["phone"], "phone" in first["said"]) == (canonical.ERASED, False)
    assert '"phone.hmac"' in first["body"]
    assert Chain.objects.get(pk=cast.desk.pk).last_seq > 0
