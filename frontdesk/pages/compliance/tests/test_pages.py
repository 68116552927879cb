"""The pages of the board: who sees them, what they never say, and that they ask as little of a long book as of a short one."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.figures import Rate
from frontdesk.pages.compliance import clauses, projects
from handover.tests.conftest import moment
from inspections.tests.conftest import files, her
from tests.cast import person

__all__ = ["files", "her"]
pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
NOVEMBER = "/compliance/2026-11/"
PAGES = ["/compliance/", NOVEMBER, "/compliance/2026/", "/compliance/2026-11/R26/"]


def text(answer):
    return answer.content.decode()


@pytest.fixture
def head_office(cast, at):
    """Somebody of the head office at both projects."""
    somebody = person("headoffice", "总部")
    for desk, lead in ((cast.desk, cast.lead), (cast.other_desk, cast.stranger)):
        appoint(
            project_id=desk.project_id, person=somebody, role="head_office", starts_at=at - timedelta(hours=1), by=lead,
            at=at - timedelta(hours=1),
        )  # fmt: skip
    return somebody


@pytest.mark.clause("R44")
@pytest.mark.parametrize("path", PAGES)
def test_supervisor_lead_and_auditor_see_it_and_the_desk_does_not(client_of, cast, path):
    seen = [client_of(getattr(cast, name)).get(path).status_code for name in ("supervisor", "lead", "auditor")]
    assert seen == [200, 200, 200]
    assert [client_of(getattr(cast, name)).get(path).status_code for name in ("clerk", "butler")] == [403, 403]


def test_every_clause_stands_there_with_its_records_one_click_away(client_of, supervisor, record):
    record()
    client = client_of(supervisor)
    page = text(client.get(NOVEMBER))
    assert re.findall(r'<tr id="(R\d\d)"', page) == [clause.number for clause in clauses.ALL]
    links = set(re.findall(r'<td class="way-to"><a href="([^"]+)"', page))
    assert len(links) > 20
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_number_and_title_of_each_clause_lead_to_its_months(client_of, supervisor, record):
    record()
    page = text(client_of(supervisor).get(NOVEMBER))
    for clause in clauses.ALL:
        assert page.count(f'<a href="/compliance/2026-11/{clause.number}/">') == 2


def test_it_never_says_that_anything_complies(client_of, supervisor, record):
    record()
    client = client_of(supervisor)
    for language, forbidden in (("en", ("compliant", "complies")), ("zh-hans", ("达标", "合规率", "符合规定"))):
        client.cookies["django_language"] = language
        for path in (NOVEMBER, "/compliance/2025-03/", "/compliance/2026/"):
            page = text(client.get(path))
            assert not [word for word in forbidden if word in page]
    assert "未见记录" in text(client.get("/compliance/2025-03/"))


def test_pictures_say_what_they_show_and_the_numbers_stand_beside(client_of, supervisor, record):
    for rings in ("1", ">3"):
        record(rings=rings)
    page = text(client_of(supervisor).get("/compliance/2026-11/R26/"))
    assert 'role="img"' in page
    assert re.search(r"<desc[^>]*>[^<]*2026年11月: 1/2", page)
    assert "<td>1/2</td>" in page
    assert "无法由软件强制" in page


@pytest.mark.parametrize(
    "path",
    ["2026-13/", "2026-00/", "1999-12/", "2026-11/R66/", "2026-11/r26/", "1999/", "2101/", "projects/2026-13/", "x/"],
)
def test_an_impossible_month_year_or_clause_is_not_there(client_of, head_office, path):
    assert client_of(head_office).get(f"/compliance/{path}").status_code == 404


@pytest.mark.clause("R02", "R44")
def test_another_project_s_board_is_not_there(client_of, supervisor, stranger, other_desk, desk, head_office):
    assert client_of(supervisor).get(f"/compliance/desks/{other_desk.pk}/2026-11/").status_code == 404
    assert client_of(stranger).get(f"/compliance/desks/{desk.pk}/2026-11/").status_code == 404
    assert client_of(supervisor).get("/compliance/desks/99999/2026-11/").status_code == 404
    assert client_of(head_office).get(f"/compliance/desks/{other_desk.pk}/2026-11/").status_code == 200


@pytest.mark.clause("R44")
def test_the_head_office_compares_its_projects_and_nobody_else_does(client_of, cast, head_office, record):
    record(rings="1")
    client = client_of(head_office)
    page = text(client.get("/compliance/projects/2026-11/"))
    assert "云岭花园" in page
    assert "海湾新城" in page
    assert [
        client_of(who).get("/compliance/projects/").status_code for who in (cast.lead, cast.auditor, cast.clerk)
    ] == [403] * 3
    assert client.get(f"/compliance/desks/{cast.desk.pk}/2026-11/").status_code == 200
    assert 'class="way-to"' not in text(client.get(NOVEMBER))  # the book itself is closed to them


def test_the_first_page_of_the_head_office_is_the_comparison(client_of, head_office, supervisor):
    assert client_of(head_office).get("/").url == "/compliance/projects/"
    assert client_of(supervisor).get("/").status_code == 200


@pytest.mark.clause("R46", "R59")
def test_the_comparison_counts_daily_inspections_and_days_read(desk, her, record):
    record(minutes=-60 * 24)
    her.inspect(moment(9, 20))
    her.inspect(moment(9, 20, day=24))  # today is not over: neither owed nor counted yet
    her.read(moment(9).date(), moment(9, 25, day=24))
    (line,) = projects.lines((desk,), (moment(9).date().replace(day=1),), moment(10, day=24))
    rows = {row.clause.number: row.now for row in line.rows}
    assert rows["R46"] == rows["R59"] == Rate(1, rows["R46"].all)
    assert rows["R46"].all > 20


@pytest.mark.clause("R44")
def test_a_project_where_they_work_no_more_is_gone_from_the_comparison(client_of, cast, at):
    somebody = person("formerly", "旧总部")
    for desk, lead, ends in ((cast.desk, cast.lead, None), (cast.other_desk, cast.stranger, at + timedelta(minutes=1))):
        appoint(
            project_id=desk.project_id, person=somebody, role="head_office", starts_at=at, by=lead, at=at, ends_at=ends
        )
    page = text(client_of(somebody).get("/compliance/projects/2026-11/"))
    assert ("云岭花园" in page, "海湾新城" in page) == (True, False)


def test_projects_are_sorted_by_a_clause_the_unknown_last(client_of, cast, head_office, record):
    record(rings="1")
    page = text(client_of(head_office).get("/compliance/projects/2026-11/?sort=R26"))
    assert page.index("云岭花园</a>") < page.index("海湾新城</a>")
    assert client_of(head_office).get("/compliance/projects/?sort=R99").status_code == 404


@pytest.mark.parametrize("path", [NOVEMBER, "/compliance/2026/", "/compliance/projects/2026-11/"])
def test_the_number_of_queries_does_not_grow_with_the_lines(client_of, head_office, supervisor, record, path):
    client, counted = client_of(head_office if "projects" in path else supervisor), []
    record(category="INC", place="5栋1号梯")
    client.get(path)
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        counted.append(len(queries))
        for number in range(3):
            record(minutes=number, category="INC", place="5栋1号梯", rings="2")
    assert counted[0] == counted[1]


def test_comparing_more_projects_asks_no_more_questions(desk, other_desk, at, django_assert_num_queries):
    projects.lines((desk, other_desk), (at.date().replace(day=1),), at)  # settings are read once
    with CaptureQueriesContext(connection) as one:
        projects.lines((desk,), (at.date().replace(day=1),), at)
    with django_assert_num_queries(len(one)):
        projects.lines((desk, other_desk), (at.date().replace(day=1),), at)
