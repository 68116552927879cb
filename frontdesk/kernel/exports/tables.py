"""Rows as CSV and XLSX, and XLSX as rows."""

import csv
import io
import re
import zipfile
from itertools import islice

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"
KINDS = ("xlsx", "csv")
# What a spreadsheet may take for a formula; it may also be typed in full width.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
NO_TITLE = re.compile(r"[\[\]:*?/\\]")  # characters that the name of a sheet may not have
MOST_BYTES = 2_000_000
MOST_ROWS, MOST_COLUMNS = 500, 60
MOST_LINES = (
    10_000  # in one file, out or in: a large project has some thousand households; longer lists are asked for by month
)
ENCODINGS = ("utf-8-sig", "gb18030")
PACKED = b"PK\x03\x04"  # how a workbook begins
MOST_UNPACKED = 50_000_000  # a small file can unpack to a huge one on purpose
MOST_STRINGS = 150_000  # each is read, however few of them a cell names


class UnreadableFile(ValueError):
    """A file that is no spreadsheet, or too large to be one of ours."""


def label(model, field):
    """What the column of a model's field is called, in the language of the screen."""
    return capfirst(model._meta.get_field(field).verbose_name)


def moment(at):
    """'2026-11-23 14:05' in the time zone of the desk; '' for None."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def download(rows, *, kind, name, title, made="", comes_back=False):
    """An HttpResponse with rows of plain values, any number of them, as a file; the first row is its head.

    kind: of KINDS; name: of the file, without ending; title: of the sheet; made: a last line that says who made it and when;
    comes_back: whether the file is to be read again, in which this sentence is no line: a workbook has it in its footer.
    Texts stay texts: nothing that somebody typed becomes a formula. Of more than MOST_LINES the first are taken, and it says so.
    """
    rows = _capped(iter(rows), "" if comes_back else made)
    content, media_type = (_csv(rows), CSV) if kind == "csv" else (_xlsx(rows, title, made), XLSX)
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    return answer


def _capped(rows, made):
    yield from islice(rows, MOST_LINES + 1)
    if next(rows, None) is not None:
        yield [_("There is more: this file ends after %(n)s lines. Ask for a shorter time.") % {"n": MOST_LINES}]
    if made:
        yield from ([], [made])


def _csv(rows):
    """UTF-8 with a mark, so that spreadsheets show Chinese."""
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(value) for value in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _xlsx(rows, title, made):
    """Written line by line, so that a long list is never held as cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NO_TITLE.sub(" ", title)[:31])
    sheet.freeze_panes = "B2"
    sheet.oddFooter.left.text = made.replace("&", "&&")  # & begins a code there
    sheet.column_dimensions["A"].width = 14
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, value, bold=number == 0) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def read_table(data):
    """[(line number, cells)] of the lines of a workbook or a CSV file that hold anything. Raises UnreadableFile."""
    if not data.startswith(PACKED):
        return read_csv(decoded(data))
    rows = read_xlsx(io.BytesIO(data), most_rows=MOST_LINES + 2)
    return [(number, row) for number, row in enumerate(rows, 1) if any(row)]


def decoded(data):
    """The text of a file in UTF-8 or GBK. Raises UnreadableFile."""
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile("no text")


def read_csv(text):
    """[(line number, stripped cells)] of the lines that hold anything; the delimiter is the commonest of the first line."""
    first = next(iter(text.splitlines()), "")
    delimiter = max(",;\t，", key=first.count)
    try:
        return [
            (number, [cell.strip() for cell in row])
            for number, row in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), 1)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as no:
        raise UnreadableFile(str(no)) from no


def read_xlsx(upload, most_rows=MOST_ROWS):
    """The rows of a workbook's first sheet as lists of stripped strings. Raises UnreadableFile. Formulas read as ''."""
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableFile("too large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableFile("unpacks to too much")
            if sum(packed.read(part).count(b"<si") for part in packed.infolist()) > MOST_STRINGS:
                raise UnreadableFile("holds too many texts")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=most_rows, max_col=MOST_COLUMNS, values_only=True)
        return [["" if value is None else str(value).strip() for value in row] for row in rows]
    except UnreadableFile:
        raise
    except Exception as no:  # a damaged file breaks zlib, zipfile and openpyxl in more ways than one can name
        raise UnreadableFile(str(no)) from no


def _plain(value):
    """Numbers as they are, everything else as text."""
    return value if isinstance(value, int | float) else "" if value is None else str(value)


def _cell(sheet, value, bold):
    value = _plain(value)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _harmless(value):
    value = _plain(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
