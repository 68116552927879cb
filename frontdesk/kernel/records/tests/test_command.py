"""`manage.py records …`: what other programs may rely on."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from duty.log.models import Entry, LogBook, Matter
from frontdesk.kernel.records import guards, verify
from frontdesk.kernel.records.models import Chain, Seal

from . import tampering

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]


def records(*words):
    """(exit status, what stands on stdout, sentences on stderr)"""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("records", *words, stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    except CommandError as error:  # manage.py prints it and exits so
        err.write(f"CommandError: {error}\n")
        status = error.returncode
    said = json.loads(out.getvalue()) if "--json" in words and out.getvalue() else out.getvalue()
    return status, said, err.getvalue().splitlines()


def test_verify_says_that_all_is_well(book):
    status, said, errors = records("verify", "--json")
    assert (status, errors) == (0, [])
    assert list(said) == ["ok", "records", "seconds", "first_bad"]
    assert (said["ok"], said["records"], said["first_bad"]) == (True, Seal.objects.count(), None)
    assert isinstance(said["seconds"], float)


def test_verify_names_the_first_bad_row(defenceless, desk):
    entry = Entry.objects.first()
    Entry.objects.update(place="别处")
    status, said, errors = records("verify", "--json")
    seal = Seal.objects.get(kind="log.entry", record_id=entry.pk)
    why = "the record says something else than what was sealed"
    assert (status, said["ok"]) == (1, False)
    assert said["first_bad"] == {
        "desk": desk.pk, "seq": seal.seq, "kind": "log.entry", "record_id": entry.pk, "why": why,
    }  # fmt: skip
    assert errors == [f"desk {desk.pk}, seal {seal.seq}: log.entry {entry.pk}: {why}"]


def test_verify_prints_every_fault_for_people(defenceless):
    Entry.objects.update(place="别处")
    status, said, errors = records("verify")
    assert status == 1
    assert said.splitlines()[0].endswith("NOT as written")
    assert len(said.splitlines()) == 1 + Entry.objects.count()
    assert len(errors) == 1


def test_verify_does_not_choke_on_what_it_prints(defenceless):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its encoding")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_seal SET kind = CAST(x'6c6f67ff' AS TEXT) WHERE seq = 5")
    status, said, errors = records("verify", "--json")
    assert (status, said["first_bad"]["kind"], len(errors)) == (1, "log\\udcff", 1)
    json.dumps(said, ensure_ascii=False).encode()


def test_guards_lists_the_guarded_tables(db):
    status, said, errors = records("guards", "--json")
    assert (status, errors) == (0, [])
    assert said == {"ok": True, "tables": guards.tables(), "missing": []}
    assert {"records_seal", "log_entry", "log_note", "log_correction", "records_signature"} <= set(said["tables"])


def test_guards_fails_without_a_guard(defenceless):
    status, said, errors = records("guards", "--json")
    assert (status, said["ok"], len(errors)) == (1, False, 1)
    assert said["missing"] == guards.missing()
    assert errors[0].startswith("The database does not guard its records (")


def test_a_checkpoint_can_be_verified_against(book, tmp_path):
    kept = tmp_path / "heads.json"
    status, said, _ = records("checkpoint", "--json")
    assert (status, said["ok"], said["heads"]) == (0, True, verify.heads())
    kept.write_text(json.dumps(said))
    assert records("verify", "--json", "--against", str(kept))[0] == 0
    said["heads"][0]["head"] = "0" * 64
    kept.write_text(json.dumps(said))
    status, said, errors = records("verify", "--json", "--against", str(kept))
    assert (status, said["first_bad"]["why"]) == (1, "its seal is not the one that the checkpoint outside names")
    assert len(errors) == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "{}", '{"heads": 5}', '{"heads": [5]}', '{"heads": [{}]}', '{"heads": {"a": 1}}',
        '{"heads": [{"chain": "x", "size": "3", "head": "y"}]}', '{"heads": [{"chain": [], "size": 3, "head": "y"}]}',
    ],
)  # fmt: skip
def test_a_file_that_is_no_checkpoint_is_refused_with_a_sentence(db, tmp_path, text):
    kept = tmp_path / "heads.json"
    kept.write_text(text)
    status, _, errors = records("verify", "--json", "--against", str(kept))
    assert (status, len(errors)) == (1, 1)
    assert errors[0].endswith("is not a file that `records checkpoint --json` printed.")


def test_a_checkpoint_that_is_not_there_is_refused_with_a_sentence(db, tmp_path):
    assert records("verify", "--against", str(tmp_path / "nothing"))[0] == 1


def test_rebuild_puts_projections_back(book):
    Matter.objects.update(priority="P4")
    LogBook.objects.update(last_serial=1)
    assert records("verify")[0] == 1
    status, said, errors = records("rebuild", "--json")
    assert (status, said["ok"], errors) == (0, True, [])
    assert said["rows"]["matters"] == Matter.objects.count()
    assert records("verify")[0] == 0


def test_an_empty_database_is_well(db):
    assert records("verify", "--json")[1]["records"] == 0
    said = {"ok": True, "heads": [], "public_key": "", "notes": ""}
    assert (records("checkpoint", "--json")[1], Chain.objects.count()) == (said, 0)


def test_tampering_is_taken_back_by_the_tests_themselves(defenceless):
    before = verify.heads()
    assert tampering.first_fault(tampering.Tampering("all seals", (("DELETE FROM records_seal", ()),), frozenset()))
    assert (verify.heads(), verify.verify()[1]) == (before, [])
