import csv
import io
import zipfile

from django.http import HttpResponse
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_BYTES = 2_000_000
MOST_ROWS, MOST_COLUMNS = 500, 60
MOST_UNPACKED = 50_000_000  # a small file can unpack to a huge one on purpose


class UnreadableFile(ValueError):
    """A file that is no spreadsheet, or too large to be one of ours."""


def csv_file(rows, name, *, made):
    """An HttpResponse with rows of plain values as CSV; UTF-8 with a mark, so that spreadsheets show Chinese.

    made: the sentence that says who made the file and when (`acting.made_by`); it is the last row.
    """
    text = io.StringIO()
    csv.writer(text).writerows([[_harmless(value) for value in row] for row in [*rows, [made]]])
    return _download(("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8", name)


def xlsx_file(rows, name, title, *, made):
    """The same as a workbook of one sheet; the first row is its head."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 14
    for number, row in enumerate([*rows, [made]]):
        sheet.append([_cell(sheet, value, bold=number == 0) for value in row])
    held = io.BytesIO()
    book.save(held)
    return _download(held.getvalue(), XLSX, name)


def read_xlsx(upload):
    """The rows of a workbook's first sheet as lists of stripped strings. Raises UnreadableFile. Formulas read as ''."""
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableFile("too large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableFile("unpacks to too much")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        return [["" if value is None else str(value).strip() for value in row] for row in rows]
    except UnreadableFile:
        raise
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        SyntaxError,
        TypeError,
    ) as no:
        raise UnreadableFile(str(no)) from no


def _cell(sheet, value, bold):
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _harmless(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _download(content, kind, name):
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
