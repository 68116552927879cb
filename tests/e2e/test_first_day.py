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


@pytest.mark.clause("R04", "R07")
def test_a_list_with_a_wrong_line_is_put_right_and_taken_over(empty_house, tmp_path):
    page = set_up(empty_house)
    page.goto(empty_house.base + "/settings/lists/households/")
    right = "房号,姓名,联系电话,身份\n8-1-1203,王建国,13800001234,业主\n8-1-1204,李芳,13900005678,租户\n"
    wrong, mended = tmp_path / "wrong.csv", tmp_path / "right.csv"
    wrong.write_bytes(right.replace("13900005678", "没有").encode("gb18030"))
    mended.write_bytes(right.encode("gb18030"))
    page.set_input_files("[name=file]", wrong)
    page.click(".btn-main")
    assert "第 3 行：联系电话：没有 不是电话号码" in page.text_content("main")
    assert page.locator("[name=shown]").count() == 0
    page.click("text=换一个文件")
    page.set_input_files("[name=file]", mended)
    page.click(".btn-main")
    page.click("text=导入")
    page.wait_for_url("**/settings/households/")
    assert "8-1-1204" in page.text_content("tbody")
    page.goto(empty_house.base + "/settings/lists/staff/")
    page.fill("[name=text]", "姓名,岗位\n李梅,前台客服\n单晓明,客服主管\n")
    page.click(".btn-main")
    page.fill("[name=password]", PASSWORD)
    page.click(".btn-main")
    page.wait_for_selector(".once >> nth=1")
    once = page.locator(".once").first.text_content()
    clerk = empty_house.window("/sign-in/")
    clerk.fill("[name=username]", "limei")
    clerk.fill("[name=password]", once)
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/password/")  # whoever gave it must not go on knowing it
    for name, said in {"password": once, "new_password": PASSWORD, "new_again": PASSWORD}.items():
        clerk.fill(f"[name={name}]", said)
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/promise/")
