"""The roster as a file, who moved what, one's own shifts and their calendar. R11, R65."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar
from openpyxl import Workbook, load_workbook

from duty.roster import commands, files, grid
from duty.roster.models import Assignment, RosterVersion, ShiftFeed
from frontdesk.kernel.people.models import User
from frontdesk.kernel.records.models import AccessLine

from .conftest import DECEMBER

pytestmark = pytest.mark.django_db


def workbook(rows):
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return SimpleUploadedFile("班表.xlsx", held.getvalue())


@pytest.mark.clause("R65")
def test_the_exported_file_says_what_the_version_says(approved, client_of, supervisor, clerk):
    client = client_of(supervisor)
    table = grid.thaw(RosterVersion.objects.get().grid)[1]
    sheet = load_workbook(io.BytesIO(client.get("/roster/2026-12/versions/1/xlsx/").content)).active
    rows = {row[0]: row[1:32] for row in sheet.iter_rows(values_only=True)}
    assert [code or "" for code in rows[clerk.name]] == [
        table.get((clerk.pk, day), "") for day in grid.days_of(DECEMBER)
    ]
    text = client.get("/roster/2026-12/versions/1/csv/").content.decode("utf-8-sig")
    assert next(row for row in csv.reader(io.StringIO(text)) if row[0] == clerk.name)[1:32] == [
        code or "" for code in rows[clerk.name]
    ]
    assert AccessLine.objects.filter(what="export", about_kind="roster.version").count() == 2


@pytest.mark.clause("R65")
def test_a_name_that_looks_like_a_formula_stays_text(approved, client_of, supervisor, clerk):
    User.objects.filter(pk=clerk.pk).update(name='=HYPERLINK("http://x")')
    client = client_of(supervisor)
    sheet = load_workbook(io.BytesIO(client.get("/roster/2026-12/versions/1/xlsx/").content)).active
    cell = next(cell for cell in sheet["A"] if str(cell.value).startswith("=HYPERLINK"))
    assert cell.data_type == "s"
    assert "\n\"'=HYPERLINK" in client.get("/roster/2026-12/versions/1/csv/").content.decode()


@pytest.mark.clause("R65")
def test_last_months_file_is_this_months_draft(roster, client_of, supervisor, clerk, butler, now):
    head = ["姓名", *[date(2026, 11, day).isoformat() for day in range(1, 31)]]
    upload = workbook([head, [clerk.name, "E", None, "L"], [butler.name, "", "E"], ["E 08:00–16:00"]])
    client = client_of(supervisor)
    assert client.post("/roster/2026-12/load/", {"file": upload}).status_code == 302
    assert set(Assignment.objects.values_list("person", "date", "code")) == {
        (clerk.pk, date(2026, 12, 1), "E"), (clerk.pk, date(2026, 12, 3), "L"), (butler.pk, date(2026, 12, 2), "E"),
    }  # fmt: skip


@pytest.mark.clause("R65")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no spreadsheet", "XLSX"),
        (b"PK\x03\x04 broken", "XLSX"),
        ([["姓名", 1, 2], ["没有此人", "E"]], "没有此人"),
        ([["姓名", 1, 2], ["曾雨", "XX"]], "XX"),
        ([["姓名", "甲", "乙"], ["曾雨", "E"]], ""),
        ([["姓名", 1, 2]], ""),
    ],
)
def test_a_file_with_any_fault_changes_nothing_and_names_it(
    roster, supervisor, clerk, at, client_of, content, said, now
):
    commands.put(roster_id=roster.pk, person=clerk, day=DECEMBER, code="E", by=supervisor, at=at)
    upload = SimpleUploadedFile("x.xlsx", content) if isinstance(content, bytes) else workbook(content)
    with pytest.raises(files.Faults) as no:
        files.read(roster, upload)
    assert said in no.value.args[0][0]
    upload.seek(0)
    assert client_of(supervisor).post("/roster/2026-12/load/", {"file": upload}).status_code == 422
    assert Assignment.objects.get().code == "E"


@pytest.mark.clause("R10")
def test_the_draft_shows_who_moved_what(roster, supervisor, clerk, client_of, at, now):
    for code in ("E", "L", ""):
        commands.put(roster_id=roster.pk, person=clerk, day=DECEMBER, code=code, by=supervisor, at=at)
    page = client_of(supervisor).get("/roster/2026-12/moves/").content.decode()
    assert page.count(f"<td>{supervisor.name}</td>") == 3
    assert client_of(clerk).get("/roster/2026-12/moves/").status_code == 403


@pytest.mark.clause("R10", "R13")
def test_each_gap_of_a_draft_says_why_nobody_could_fill_it(roster, fill, supervisor, client_of, clerk, now):
    fill()
    page = client_of(supervisor).get("/roster/2026-12/gaps/").content.decode()
    assert f"{clerk.name}: 当天已值 L 班" in page
    assert client_of(clerk).get("/roster/2026-12/gaps/").status_code == 403


@pytest.mark.clause("R11")
def test_ones_own_shifts_are_a_page_and_a_calendar_under_an_address_that_can_be_ended(
    approved, client_of, clerk, client, now
):
    now.move_to(datetime(2026, 12, 1, 2, tzinfo=UTC))
    mine = client_of(clerk)
    assert mine.get("/my-shifts/").content.decode().count('class="code-L') == 26
    page = mine.post("/my-shifts/address/").content.decode()
    address = page.split("http://testserver", 1)[1].split("<", 1)[0]
    book = Calendar.from_ical(client.get(address).content)
    events = list(book.walk("VEVENT"))
    assert len(events) == 26
    assert events[0]["DTSTART"].dt == datetime(2026, 12, 2, 6, tzinfo=UTC)
    assert ShiftFeed.objects.get().token_hash not in address
    second = mine.post("/my-shifts/address/").content.decode().split("http://testserver", 1)[1].split("<", 1)[0]
    assert client.get(address).status_code == 404
    assert client.get(second).status_code == 200
    mine.post("/my-shifts/address/end/")
    assert client.get(second).status_code == 404


@pytest.mark.clause("R11")
def test_the_calendar_of_somebody_who_left_is_closed(approved, client_of, clerk, client, now):
    page = client_of(clerk).post("/my-shifts/address/").content.decode()
    address = page.split("http://testserver", 1)[1].split("<", 1)[0]
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(address).status_code == 404
