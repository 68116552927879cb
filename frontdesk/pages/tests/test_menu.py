"""Every link of the menu and of the settings page opens for whoever it is shown to (R44)."""

import re

import pytest

from frontdesk.kernel.people.models import Role
from tests.test_access import one_of_each_role

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


def links_of(page, part):
    """The addresses in one part of a page: 'header' or 'main'."""
    return re.findall(r'<a [^>]*href="([^"#]+)"', page.content.decode().split(f"<{part}")[1].split(f"</{part}>")[0])


@pytest.mark.clause("R44")
@pytest.mark.parametrize("role", Role.values)
def test_every_link_of_the_menu_opens_for_each_role(client_of, cast, at, role):
    client = client_of(one_of_each_role(cast.desk, cast.lead, at)[role])
    menu = links_of(client.get("/", follow=True), "header")
    assert "/" in menu
    assert {link: status for link in menu if (status := client.get(link, follow=True).status_code) != 200} == {}


@pytest.mark.clause("R44")
@pytest.mark.parametrize("role", Role.values)
def test_every_link_of_the_settings_page_opens_for_each_role_that_is_shown_it(client_of, cast, at, role):
    client = client_of(one_of_each_role(cast.desk, cast.lead, at)[role])
    is_shown = "/settings/" in links_of(client.get("/", follow=True), "header")
    page = client.get("/settings/")
    assert page.status_code == (200 if is_shown else 403)
    if is_shown:
        found = {link: client.get(link).status_code for link in links_of(page, "main")}
        assert found
        assert set(found.values()) == {200}


def test_whoever_holds_the_head_office_alone_is_led_to_the_projects(client_of, posted):
    menu = links_of(client_of(posted(Role.HEAD_OFFICE)).get("/", follow=True), "header")
    assert "/compliance/projects/" in menu
    assert not {"/log/", "/matters/", "/handover/", "/roster/", "/escalations/", "/log/new/"} & set(menu)
