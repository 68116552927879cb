"""From an empty database to a desk that can open, in a real browser."""

import pytest

from frontdesk.pages.setup import code

from .story import PHONE
from .test_looks import faults_of

pytestmark = pytest.mark.browser
PASSWORD = "hu-pan-1-hao"


def set_up(house):
    """Everything that is asked of the first person; gives the lead's page."""
    page = house.window("/log/new/")
    page.wait_for_url("**/setup/")
    page.fill("[name=code]", code.setup_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/project/")
    for field, value in {"name": "湖畔春天", "code": "LAKE", "hotline": "0999-5550 1234"}.items():
        page.fill(f"[name={field}]", value)
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/account/")
    said = {"name": "江一帆", "username": "jiang", "password": PASSWORD, "again": PASSWORD}
    for field, value in said.items():
        page.fill(f"[name={field}]", value)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/**")
    page.fill("[name=username]", "jiang")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/promise/")
    page.check("[name=agree]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".me")
    return page


@pytest.mark.clause("R02", "R13", "A01")
def test_an_empty_house_is_set_up_in_the_browser(empty_house):
    page = set_up(empty_house)
    page.click("text=启用第一天")
    page.wait_for_url("**/settings/first-day/")
    assert "湖畔春天" in page.text_content(".top .place")
    page.click("text=服务时间与班次")
    page.locator("label", has_text="08:00–20:00").click()
    page.click(".btn-main")
    page.wait_for_url("**/settings/first-day/")
    assert "08:00–20:00" in page.text_content(".doors")
    stranger = empty_house.window("/setup/")
    assert "/sign-in/" in stranger.url


def test_the_way_in_fits_a_phone_and_is_open_to_everybody(empty_house):
    page, found = empty_house.window("/", **PHONE), {}
    found["code"] = faults_of(page)
    page.fill("[name=code]", code.setup_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/project/")
    found["project"] = faults_of(page)
    page.fill("[name=name]", "湖畔春天")
    page.fill("[name=code]", "LAKE")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/account/")
    found["account"] = faults_of(page)
    assert found == {"code": [], "project": [], "account": []}
