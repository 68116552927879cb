"""An ended session, a locked screen, a closed window: what was typed is still there."""

import pytest

pytestmark = pytest.mark.browser
TEXT = "八栋大堂玻璃门合页松动,有坠落危险"


def test_a_session_that_ended_while_typing_gives_the_text_back(sign_in, password):
    page = sign_in("clerk1")
    page.goto(page.base + "/log/new/")
    page.fill("[name=where]", "八栋大堂")
    page.locator("label.choice", has_text="报修").click()
    page.fill("[name=description]", TEXT)
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_username")
    page.fill("#id_username", "clerk1")
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/log/new/")
    assert page.input_value("[name=description]") == TEXT
    assert page.input_value("[name=where]") == "八栋大堂"
    page.focus("[name=description]")
    page.keyboard.press("Enter")
    page.wait_for_url(page.base + "/")
    assert page.locator(".line", has_text=TEXT).count() >= 1


def test_a_closed_window_keeps_a_draft_for_the_same_person_only(sign_in):
    page = sign_in("clerk1")
    page.goto(page.base + "/log/new/")
    page.fill("[name=description]", "草稿" + TEXT)
    page.wait_for_timeout(400)
    page.goto(page.base + "/")
    page.goto(page.base + "/log/new/")
    assert page.input_value("[name=description]") == "草稿" + TEXT
    page.click("[data-drop-draft]")
    page.wait_for_url(page.base + "/")
    page.goto(page.base + "/log/new/")
    assert page.input_value("[name=description]") == ""


def test_a_locked_screen_keeps_the_text_and_lets_nobody_else_on(sign_in, password):
    page = sign_in("clerk2")
    page.goto(page.base + "/log/new/")
    page.fill("[name=description]", TEXT)
    page.evaluate("document.getElementById('lock').showModal()")
    page.evaluate("""() => { const d = document.getElementById('lock');
        return fetch(d.dataset.lock, {method: 'POST', headers: {'X-Frontdesk-Lock': '1',
            'X-CSRFToken': d.querySelector('[name=csrfmiddlewaretoken]').value}}) }""")
    other = page.context.new_page()
    other.goto(page.base + "/log/")
    assert "/unlock/" in other.url
    page.fill("#lock-password", "wrong password")
    page.keyboard.press("Enter")
    page.wait_for_selector("#lock .wrong:not([hidden])")
    page.fill("#lock-password", password)
    page.keyboard.press("Enter")
    page.wait_for_selector("#lock:not([open])", state="attached")
    assert page.input_value("[name=description]") == TEXT


def test_a_colleague_goes_on_within_ten_seconds_with_a_new_session(sign_in, password):
    page = sign_in("clerk1")
    before = {c["name"]: c["value"] for c in page.context.cookies()}["sessionid"]
    page.keyboard.press("u")
    page.wait_for_url("**/switch/")
    page.locator("label.choice", has_text=page.name_of("butler1")).click()
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(page.base + "/")
    assert page.name_of("butler1") in page.text_content(".me summary")
    assert {c["name"]: c["value"] for c in page.context.cookies()}["sessionid"] != before
    page.go_back()
    page.go_back()
    assert page.name_of("clerk1") not in page.text_content(".me summary")
