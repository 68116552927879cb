"""Who looked at what and when, for those who answer for a project; and who has promised confidentiality (R44, R45)."""

from datetime import timedelta

import pytest

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records import access
from frontdesk.kernel.records.models import AccessLine
from frontdesk.pages import access_log

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
What = AccessLine.What


@pytest.fixture
def noted(record, cast, at):
    """noted(person, what, days) → a line about an entry, so many days ago."""
    entry = record(phone="13800001234")

    def noted(person, what=What.REVEAL, days=0, desk=cast.desk):
        return access.note(
            by=person,
            at=at - timedelta(days=days),
            project_id=desk.project_id,
            what=what,
            about=entry,
            address="10.0.0.7",
        )

    noted.entry = entry
    return noted


def shown(client, query=""):
    page = client.get(f"/archive/access/{query}").content.decode()
    return page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""


@pytest.mark.clause("R44", "R45")
def test_a_line_says_who_what_when_where_and_of_an_entry_its_place_in_the_book(noted, client_of, cast):
    noted(cast.clerk)
    row = shown(client_of(cast.auditor))
    said = [cast.clerk.name, "2026-11-23 10:05", "10.0.0.7", f"{noted.entry.book.number} / 0001"]
    assert [word for word in said if word not in row] == []
    assert "13800001234" not in row


@pytest.mark.clause("R44")
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?person={clerk}", 2), ("?what=print", 1), ("?day=2026-11-22", 1), ("?person={clerk}&what=reveal", 1),
        ("?day=2026-11-01", 0), ("?person={lead}", 0), ("", 3),
    ],
)  # fmt: skip
def test_lines_are_filtered_by_person_sort_and_day(noted, client_of, cast, query, rows):
    noted(cast.clerk, days=1)
    noted(cast.clerk, What.PRINT)
    noted(cast.butler)
    assert shown(client_of(cast.lead), query.format(clerk=cast.clerk.pk, lead=cast.lead.pk)).count("<tr>") == rows


@pytest.mark.clause("R44")
def test_pages_go_on_by_the_last_line_and_keep_the_filter(noted, client_of, cast, monkeypatch):
    monkeypatch.setattr(access_log, "PAGE", 2)
    for _ in range(5):
        noted(cast.clerk)
    noted(cast.butler)
    client, query, seen = client_of(cast.lead), f"?person={cast.clerk.pk}", 0
    while query:
        page = client.get(f"/archive/access/{query}").content.decode()
        seen += page.split("<tbody>")[1].count("<tr>")
        query = page.split('rel="next"')[0].rpartition('href="')[2].split('"')[0] if 'rel="next"' in page else ""
        query = query.replace("&amp;", "&")
    assert seen == 5


@pytest.mark.clause("R02")
def test_another_projects_lines_are_not_there(noted, client_of, cast):
    noted(cast.clerk)
    assert shown(client_of(cast.stranger)) == ""


@pytest.mark.parametrize("query", ["?person=x", "?what=x", "?day=2026-02-30", "?person=999999"])
def test_a_filter_that_makes_no_sense_says_so(noted, client_of, cast, query):
    assert client_of(cast.lead).get(f"/archive/access/{query}").status_code == 422


@pytest.mark.clause("R45")
def test_lead_and_administrator_see_until_when_each_has_promised(client_of, cast, posted, at):
    administrator = posted(Role.ADMINISTRATOR)
    access.promise(by=cast.butler, at=at - timedelta(days=366))
    access.promise(by=cast.clerk, at=at - timedelta(days=30))
    for person in (cast.lead, administrator):
        page = client_of(person).get("/settings/people/").content.decode()
        assert f"{(at + timedelta(days=335)):%Y-%m-%d}" in page  # the clerk's
        assert f"{(at - timedelta(days=1)):%Y-%m-%d}" in page  # the butler's, ended
        assert "尚未承诺" in page  # the supervisor's
    for person in (cast.supervisor, cast.auditor):
        assert "保密承诺有效期" not in client_of(person).get("/settings/people/").content.decode()
