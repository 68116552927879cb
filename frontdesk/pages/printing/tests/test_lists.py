"""Lists as spreadsheets: what they hold, whom they are for, that taking one is noted. R45, R65."""

from datetime import timedelta

import pytest

from frontdesk.kernel.exports.tests.test_tables import rows_of
from frontdesk.kernel.records.models import AccessLine
from handover import commands as handover

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.fixture
def taken(client_of, now, monday, supervisor):
    """taken(path, person=supervisor) → rows of the file without empty ones; asked at 20:00."""
    now.move_to(monday["evening"])

    def taken(path, person=supervisor):
        answer = client_of(person).get(f"/lists/{path}")
        assert answer.status_code == 200
        return [[value if value is not None else "" for value in row] for row in rows_of(answer) if any(row)]

    return taken


@pytest.mark.clause("R45")
@pytest.mark.parametrize("path", ["entries/xlsx/?of=2026-11", "entries/csv/?of=2026-11-23"])
def test_the_lines_of_a_day_or_month_with_steps_and_corrections(taken, monday, supervisor, path):
    head, *lines, made = taken(path)
    rows = [dict(zip(head, line, strict=False)) for line in lines]
    assert [int(row["序号"]) for row in rows] == [1, 2, 3, 4]
    first = rows[0]
    assert (first["房号"], first["电话"], first["类别"], first["姓名"]) == ("8-1-1303", "138****1234", "报修", "李先生")
    assert "派单 → 工程维修部 周师傅 先关总阀 (曾雨)" in first["处理步骤"]
    assert "8-1-1203 → 8-1-1303, 房号听错，已回拨核对 (曾雨)" in first["更正"]
    assert f"{supervisor.name} 于 11月23日 周一 20:00 导出" in made[0]
    assert AccessLine.objects.get().about_kind == "list.entries"
    assert "13800001234" not in str(rows)


@pytest.mark.clause("R45")
def test_what_is_open_registers_loans_and_hours(taken, monday, hands, cast, at):
    handover.lend(
        desk=cast.desk, article_id=hands.article().pk, quantity=1, borrower="=高明", department="工程部", phone="13700001111",
        purpose="巡楼", escort="", due_at=at + timedelta(hours=12), by=cast.butler, at=at + timedelta(hours=6),
    )  # fmt: skip
    _head, *open_matters, _made = taken("matters/csv/?show=open")
    assert {line[1] for line in open_matters} >= {"1", "3", "4"}
    head, sheet, _made = taken("complaints/csv/?show=open")
    said = dict(zip(head, sheet, strict=False))
    assert (said["等级"], said["诉求"], said["电话"], said["版本"]) == ("重要", "停止夜间施工", "139****5678", "1")
    head, loan, _made = taken("loans/csv/")
    said = dict(zip(head, loan, strict=False))
    assert (said["借用人"], said["电话"]) == ("'=高明", "137****1111")
    head, *people, _made = taken("hours/xlsx/?of=2026-11")
    assert {row[0]: row[1] for row in people} == {cast.clerk.name: 24, cast.butler.name: 24}


@pytest.mark.clause("R44")
def test_who_may_not_read_a_list_gets_none(client_of, clerk, posted, stranger, monday):
    assert client_of(clerk).get("/lists/hours/xlsx/?of=2026-11").status_code == 403
    assert client_of(posted("back_office")).get("/lists/entries/xlsx/?of=2026-11").status_code == 403
    assert len(rows_of(client_of(stranger).get("/lists/entries/csv/?of=2026-11"))) == 3  # its own head, and who made it


NOWHERE = [
    "entries/xlsx/", "entries/xlsx/?of=2026-13", "entries/xlsx/?of=2026-1", "entries/ods/?of=2026-11", "nothing/csv/",
    "matters/csv/?show=x", "complaints/csv/?show=x", "hours/csv/?of=1999-11",
]  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE)
def test_a_list_that_cannot_be_meant_is_not_there(client_of, supervisor, path):
    assert client_of(supervisor).get(f"/lists/{path}").status_code == 404


@pytest.mark.clause("R45")
def test_the_pages_offer_their_lists(client_of, supervisor, monday):
    client = client_of(supervisor)
    offered = {
        "/log/": "entries/xlsx/?of=2026-11", "/log/2026-11-23/": "entries/xlsx/?of=2026-11-23",
        "/matters/?show=overdue": "matters/csv/?show=overdue", "/registers/complaints/": "complaints/xlsx/?show=all",
        "/roster/2026-11/hours/": "hours/xlsx/?of=2026-11",
    }  # fmt: skip
    for page, path in offered.items():
        assert f'href="/lists/{path}"' in client.get(page).content.decode(), page
