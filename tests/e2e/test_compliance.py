"""The compliance board in a real browser: two sheets for the project lead, and from a figure to its records and back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.test_roster_month import pages_of

# The month of yesterday: of the demo, whose days are those before today, it holds a whole one whatever the date.
MONTH = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)
BOARD = f"/compliance/{MONTH:%Y-%m}/"


@pytest.mark.clause("R64")
def test_a_month_prints_on_two_sheets(sign_in):
    page = sign_in("lead")
    page.goto(page.base + BOARD)
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 2


@pytest.mark.clause("R26")
def test_from_a_figure_to_its_year_and_to_its_records(sign_in):
    page = sign_in("supervisor")
    page.goto(page.base + BOARD)
    page.click("#R26 .title a")
    assert page.locator("svg.columns").get_attribute("role") == "img"
    assert page.locator("tbody tr").count() == 12
    page.set_viewport_size({"width": 390, "height": 844})
    newest = page.locator("svg.columns text", has_text=f"{MONTH:%y-%m}").bounding_box()
    assert newest["x"] > 0
    assert newest["x"] + newest["width"] <= 390
    page.go_back()
    page.click("#R26 .way-to a")
    assert page.url.endswith(f"/log/telephone/{MONTH:%Y-%m}/")


@pytest.mark.clause("R14")
def test_a_busy_window_is_set_from_the_map(sign_in):
    page = sign_in("supervisor")
    page.goto(page.base + f"/compliance/hours/{MONTH:%Y-%m}/")
    before = page.locator(".notes li").count()
    page.click("section details summary >> nth=0")
    page.fill("[name=starts] >> visible=true", "14:10")
    page.fill("[name=ends] >> visible=true", "14:50")
    page.click("form.sheet button")
    page.wait_for_url(f"**/hours/{MONTH:%Y-%m}/")
    assert page.locator(".notes li").count() == before + 1
