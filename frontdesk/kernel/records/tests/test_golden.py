"""An archive of the first format, written in November 2026, is proven for as long as anybody may keep one."""

import json
import zipfile
from pathlib import Path

import pytest

from .archives import part, run

pytestmark = [pytest.mark.clause("R40"), pytest.mark.clause("R43")]
GOLDEN = Path(__file__).with_name("golden")
BOOK, KEPT, CODE = GOLDEN / "book.zip", GOLDEN / "kept.txt", (GOLDEN / "code.txt").read_text().strip()


def test_it_holds_against_the_notes_and_the_sheet_of_then(capsys):
    status, said = run(capsys, BOOK, "--kept", KEPT, "--paper", CODE)
    assert (status, said.splitlines()[-1]) == (0, "All of it is as it was written.")


def test_one_record_of_it_is_proven(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "prove", 6, BOOK, "--paper", CODE)[0] == 0
    status, said = run(capsys, "check-proof", "proof-1-6.json", "--kept", KEPT)
    assert (status, "caller_name: 查女士" in said) == (0, True)


@pytest.mark.django_db
def test_an_export_of_today_is_written_in_the_same_way(archive):
    def written(path):
        """{kind of part: names in its first line}"""
        found = {}
        for name in zipfile.ZipFile(path).namelist():
            if name.endswith(("json", "jsonl")) and (lines := part(path, name).splitlines()):
                first = json.loads(lines[0])
                found[name.split("/")[-1]] = sorted(first) if name != "manifest.json" else first["format"]
        return found

    assert written(archive) == written(BOOK)
