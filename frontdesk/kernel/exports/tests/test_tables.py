"""Files that other programs open: what somebody typed stays text there; a long list is cut and says so. R45."""

import csv
import io
import zipfile

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook

from frontdesk.kernel.exports import tables

TYPED = ["=1+1", "+86 138", "-2", "@cmd", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", "平常的话", "a\x07b"]


def rows_of(answer):
    """The rows of a file as another program reads them: [[value, …]] of an XLSX, texts of a CSV."""
    if answer["Content-Type"] == tables.XLSX:
        return [list(row) for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.clause("R45")
def test_nothing_that_was_typed_becomes_a_formula_in_csv():
    answer = tables.download([["内容"], *([text] for text in TYPED)], kind="csv", name="x", title="x")
    first = [row[0][0] for row in rows_of(answer)[1:]]
    assert first == ["'"] * 11 + ["平", "a"]


@pytest.mark.clause("R45")
def test_every_text_is_typed_as_text_in_xlsx():
    answer = tables.download([["内容"], *([text] for text in TYPED)], kind="xlsx", name="x", title="a/b:[c]*?")
    cells = [row[0] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:8] == TYPED[:8]
    assert cells[-1].value == "ab"


@pytest.mark.parametrize("kind", tables.KINDS)
def test_a_label_in_the_language_of_the_screen_is_a_text_as_well(kind):
    label = gettext_lazy("=Name")
    rows = rows_of(tables.download([[label], [None]], kind=kind, name="x", title="x"))
    assert rows[0] == ["'=Name" if kind == "csv" else "=Name"]


@pytest.mark.parametrize("kind", tables.KINDS)
def test_numbers_stay_numbers_and_the_last_line_says_who_made_it(kind):
    answer = tables.download([["数"], [3], [2.5]], kind=kind, name="台账-2026-11", title="x", made="单晓明 11:05")
    assert [str(value) for row in rows_of(answer) for value in row if value not in {None, ""}] == [
        "数",
        "3",
        "2.5",
        "单晓明 11:05",
    ]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")


@pytest.mark.parametrize("kind", tables.KINDS)
def test_a_list_that_is_too_long_is_cut_and_says_so(kind, monkeypatch):
    monkeypatch.setattr(tables, "MOST_LINES", 3)
    rows = rows_of(tables.download((["n"] if n == 0 else [n] for n in range(9)), kind=kind, name="x", title="x"))
    assert [str(row[0]) for row in rows[:4]] == ["n", "1", "2", "3"]
    assert len(rows) == 5
    assert "3" in rows[4][0]
    whole = rows_of(tables.download((["n"] if n == 0 else [n] for n in range(4)), kind=kind, name="x", title="x"))
    assert len(whole) == 4


def packed(texts=0):
    """A workbook of three lines, and so many texts beside them that no cell names."""
    book, held = Workbook(), io.BytesIO()
    for number in range(3):
        book.active.append([f"第{number}行"])
    book.save(held)
    with zipfile.ZipFile(held, "a") as file:
        file.writestr("xl/strings.xml", "<sst>" + "<si/>" * texts + "</sst>")
    return held.getvalue()


@pytest.mark.turns(40)
@pytest.mark.parametrize("place", range(0, 4000, 20))
def test_a_damaged_workbook_is_unreadable_or_read_and_nothing_else(place):
    good = bytearray(packed())
    good[place % len(good)] ^= 0x5A
    try:
        tables.read_xlsx(io.BytesIO(bytes(good)))
    except tables.UnreadableFile:
        pass


def test_a_workbook_with_more_texts_than_any_list_has_is_not_read(monkeypatch):
    monkeypatch.setattr(tables, "MOST_STRINGS", 5)
    assert len(tables.read_xlsx(io.BytesIO(packed(5)))) == 3
    with pytest.raises(tables.UnreadableFile):
        tables.read_xlsx(io.BytesIO(packed(6)))
