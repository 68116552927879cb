"""Parts of one day at the desk, in a real browser, by keyboard alone, in Chinese."""

import time

import pytest

pytestmark = pytest.mark.browser


class Keyboard:
    """Types as a person does, and counts every key that is not free text."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def press(self, *keys):
        """A page that is still coming has no keys yet, though what a test waited for may stand on it."""
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def free_text(self, text):
        self.page.keyboard.insert_text(text)

    def has_focus(self, selector):
        self.page.wait_for_function("s => document.activeElement?.matches(s)", arg=selector, timeout=5000)


@pytest.fixture
def keyboard(sign_in):
    page = sign_in("clerk1")
    return Keyboard(page)


@pytest.mark.clause("R07", "R26", "R37", "R38")
def test_the_call_of_10_05_is_logged_in_fifteen_seconds_by_keyboard(keyboard):
    page = keyboard.page
    began = time.monotonic()
    keyboard.press("n")
    page.wait_for_url("**/log/new/")
    keyboard.has_focus("input[name=rings]")
    keyboard.press("2")
    keyboard.has_focus("input[name=where]")
    keyboard.press("1", "2", "0", "3")
    page.wait_for_selector("#found [role=option]")
    keyboard.press("Enter")
    keyboard.has_focus("input[name=category]")
    keyboard.press("3")
    keyboard.has_focus("textarea[name=description]")
    keyboard.free_text("厨房水槽下水管漏水,已关总阀,请尽快派人")
    keyboard.press("Enter")
    page.wait_for_url(page.base + "/")
    took = time.monotonic() - began
    assert "已记入值班记录" in page.text_content("[role=status]")
    line = page.locator(".line", has_text="厨房水槽下水管漏水,已关总阀").last
    assert "报修" in line.text_content()
    assert "2声" in line.text_content()
    assert keyboard.strokes <= 25
    assert took < 15
    print(f"key strokes beyond free text: {keyboard.strokes}, seconds: {took:.1f}")


@pytest.mark.clause("R41")
def test_the_correction_of_20_30_is_made_by_keyboard_and_the_original_stays(keyboard):
    page = keyboard.page
    keyboard.press("n")
    page.wait_for_url("**/log/new/")
    keyboard.has_focus("input[name=rings]")
    keyboard.press("1")
    keyboard.has_focus("input[name=where]")
    keyboard.free_text("8-1-1203")
    keyboard.press("Enter")
    keyboard.has_focus("input[name=category]")
    keyboard.press("3")
    keyboard.has_focus("textarea[name=description]")
    keyboard.free_text("阳台推拉门卡住")
    keyboard.press("Enter")
    page.wait_for_url(page.base + "/")
    page.locator(".line", has_text="阳台推拉门卡住").last.locator(".serial").focus()
    keyboard.press("Enter")
    page.wait_for_url("**/log/entries/*/")
    before = keyboard.strokes
    keyboard.press("c")
    page.wait_for_url("**/correct/")
    keyboard.has_focus("input[name=new]")
    keyboard.press("Control+a")
    keyboard.free_text("8-1-1303")
    keyboard.press("Tab")
    keyboard.free_text("房号听错")
    keyboard.press("Enter")
    page.wait_for_url("**/log/entries/*/")
    unit = page.locator(".line .unit").first
    assert unit.locator("del").text_content() == "8-1-1203"
    assert unit.locator("ins").text_content() == "8-1-1303"
    assert "房号听错" in page.locator(".notes .fix").text_content()
    assert keyboard.strokes - before <= 6


@pytest.mark.clause("R39", "R01")
def test_the_call_is_followed_and_closed(sign_in):
    page = sign_in("clerk2")
    page.goto(page.base + "/log/new/")
    page.fill("[name=where]", "大堂")
    page.keyboard.press("Escape")
    page.locator("label.choice", has_text="咨询").click()
    page.fill("[name=description]", "装修押金何时退")
    page.keyboard.press("Enter")
    page.wait_for_url(page.base + "/")
    page.locator(".line", has_text="装修押金何时退").last.locator(".serial").click()
    page.fill("form[action$='/note/'] textarea", "已问财务,资料齐全")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notes li")
    page.fill("form[action$='/close/'] textarea", "告知七个工作日内退还")
    page.keyboard.press("Enter")
    page.wait_for_selector(".state.closed")
    assert page.locator(".notes li").count() == 2


@pytest.mark.clause("R44")
def test_supervisor_and_auditor_read_what_was_written(sign_in):
    for who, writes in (("supervisor", True), ("auditor", False)):
        page = sign_in(who)
        page.goto(page.base + "/log/")
        assert page.locator(".line").count() > 10
        assert (page.locator("a.btn-new").count() == 1) == writes
