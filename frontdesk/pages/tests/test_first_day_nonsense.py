"""Whatever is sent on the first day: a clear sentence, never a 500, and nothing half done."""

import pytest

from duty.log import commands
from frontdesk.pages.setup.code import setup_code
from tests.nonsense import FINE, post, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]

FACTS = {
    "code": "LAKE", "name": "湖畔春天", "centre_name": "客户服务中心", "desk_name": "前台", "hotline": "", "address": "",
    "time_zone": "Asia/Shanghai",
}  # fmt: skip
ACCOUNT = {"name": "江一帆", "username": "jiang", "staff_no": "", "password": "hu-pan-1-hao", "again": "hu-pan-1-hao"}


def test_no_value_breaks_the_foundation_of_a_house(client, some):
    for value in some(0):
        assert post(client, "/setup/", {"code": sent(value)}).status_code == 422
    client.post("/setup/", {"code": setup_code()})
    for number, field in enumerate(FACTS):
        for value in some(number):
            assert post(client, "/setup/project/", {**FACTS, field: sent(value)}).status_code in {302, 422}
    client.post("/setup/project/", FACTS)
    for number, field in enumerate(ACCOUNT):
        for value in some(number):
            wrong = {**ACCOUNT, "again": "differs", field: sent(value)}
            assert post(client, "/setup/account/", wrong).status_code == 422


def test_no_value_breaks_another_project(client_of, posted, lead, desk, some):
    said = {**FACTS, "lead_username": lead.username, "lead_name": "", "lead_staff_no": ""}
    founder, chief = client_of(posted("administrator")), client_of(lead)
    for number, field in enumerate(said):
        for value in some(number):
            wrong = {**said, "code": f"P{number}", field: sent(value)}
            assert post(founder, "/settings/projects/new/", wrong).status_code in {200, 422}, (field, value[:20])
            assert post(chief, "/settings/project/", wrong).status_code in {302, 422}, (field, value[:20])


def test_no_value_breaks_a_household(client_of, supervisor, desk, at, some):
    said = {"project_id": desk.project_id, "by": supervisor, "at": at}
    home = commands.add_household(unit_no="8-1-1203", **said)
    one = commands.move_in(household_id=home.pk, name="王", phone="", kind="owner", by=supervisor, at=at)
    client, page = client_of(supervisor), home.get_absolute_url()
    forms = {
        page + "move-in/": {"name": "李", "phone": "", "kind": "owner", "moved_in": ""},
        page + "unit/": {"unit-unit_no": "8-1-1203"},
        f"/settings/residents/{one.pk}/change/": {
            f"c{one.pk}-name": "王",
            f"c{one.pk}-phone": "",
            f"c{one.pk}-kind": "owner",
        },
        f"/settings/residents/{one.pk}/move-out/": {f"o{one.pk}-moved_out": ""},
    }
    for path, fields in forms.items():
        for number, field in enumerate(fields):
            for value in some(number):
                assert post(client, path, {**fields, field: sent(value)}).status_code in {302, 422}, (field, value[:20])
    assert client.get(page).status_code == 200


def test_no_cell_of_a_list_breaks_it(client_of, lead, desk, some):
    client = client_of(lead)
    for slug, headings in {"households": 5, "articles": 7, "staff": 5}.items():
        first = client.get(f"/settings/lists/{slug}/").context["form"].initial["text"].strip()
        for number in range(headings):
            for value in some(number):
                cells = ["1"] * headings
                cells[number] = sent(value).decode("utf-8", "replace")
                answer = post(client, f"/settings/lists/{slug}/", {"text": first + "\n" + ",".join(cells)})
                assert answer.status_code in FINE
