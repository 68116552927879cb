"""The help inside the house: a list for one's roles, a page for each topic, and a way to it from every page."""

import re
from itertools import pairwise

import pytest
from django.urls import reverse

from frontdesk.kernel.people.models import Role
from frontdesk.pages.help import guides
from frontdesk.pages.help.topics import TOPICS, of_page
from tests.test_access import one_of_each_role

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def main_of(page):
    return page.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_topic_is_a_page_in_the_language_of_the_screen(client_of, cast, language):
    client = client_of(cast.clerk)
    client.cookies["django_language"] = language
    for topic in TOPICS:
        page = client.get(reverse("help:topic", kwargs={"slug": topic.slug}))
        assert page.status_code == 200
        shown = main_of(page)
        assert f"<h1>{guides.section_of(topic, language).title} <small>" in shown
        levels = [int(level) for level in re.findall(r"<h([1-6])", shown)]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert levels.count(1) == 1
        assert ("<blockquote>" in shown) == bool(topic.clauses)


def test_a_guide_is_text_even_where_it_looks_like_markup():
    assert guides.Section("a", "A", "<b onclick=alert(1)>x</b>").nodes[0].type == "paragraph"


def test_what_no_guide_explains_is_not_there(client_of, cast):
    assert client_of(cast.clerk).get("/help/no-such-topic/").status_code == 404


@pytest.mark.parametrize(
    ("role", "told", "not_told"),
    [
        (Role.DESK_CLERK, {"new-entry", "handover", "leave", "offline"}, {"print-room", "access-log", "backups"}),
        (Role.SUPERVISOR, {"inspections", "reading", "roster-month", "new-entry"}, {"roster-approval", "backups"}),
        (Role.PROJECT_LEAD, {"roster-approval", "people", "disposal"}, {"new-entry", "backups"}),
        (Role.AUDITOR, {"compliance", "access-log", "duty-log"}, {"new-entry", "roster-approval"}),
        (Role.SECURITY_MANAGER, {"call-outs", "on-call", "account"}, {"workbench", "duty-log", "inspections"}),
        (Role.HEAD_OFFICE, {"projects", "compliance"}, {"workbench", "duty-log", "people"}),
        (Role.ADMINISTRATOR, {"backups", "channels", "people"}, {"workbench", "duty-log", "inspections"}),
        (Role.BACK_OFFICE, {"account", "notices"}, {"workbench", "duty-log", "people"}),
    ],
)
def test_the_list_begins_with_what_concerns_the_reader_s_roles(client_of, cast, at, role, told, not_told):
    page = client_of(one_of_each_role(cast.desk, cast.lead, at)[role]).get("/help/")
    mine, others = main_of(page).split("<details", 1) if "<details" in main_of(page) else (main_of(page), "")
    slugs, rest = (set(re.findall(r'href="/help/([^/"]+)/"', part)) for part in (mine, others))
    assert told <= slugs
    assert not not_told & slugs
    assert slugs | rest == {topic.slug for topic in TOPICS}


@pytest.mark.parametrize(
    "path", ["/", "/log/", "/log/new/", "/matters/", "/handover/", "/roster/2026-12/", "/notices/"]
)
def test_a_page_leads_to_its_own_help_by_a_link_and_f1(client_of, cast, path):
    page = client_of(cast.supervisor).get(path)
    topic = of_page(page.resolver_match.view_name)
    assert f'<a href="/help/{topic.slug}/" data-key="f1"' in page.content.decode()


def test_a_page_that_refuses_leads_to_the_help_on_what_was_asked(client_of, cast):
    client = client_of(cast.clerk)
    assert 'href="/help/people/" data-key="f1"' in client.get("/settings/people/").content.decode()
    assert 'href="/help/new-entry/" data-key="f1"' in client.post("/log/new/", {}).content.decode()
    assert 'href="/help/" data-key="f1"' in client.get("/no/such/page/").content.decode()


def test_somebody_posted_nowhere_finds_the_help_too(client_of, db):
    from tests.cast import person

    client = client_of(person("nowhere", "无岗"))
    assert 'href="/help/account/"' in client.get("/password/").content.decode()
    assert client.get("/help/account/").status_code == 200
