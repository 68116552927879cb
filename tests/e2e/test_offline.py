"""A broken network: the last workbench stays readable in its tab, a call is kept as a draft and sent once, and nothing
stays after the screen was locked or left."""

import pytest

from duty.log.models import Entry

from .test_looks import faults_of

pytestmark = pytest.mark.browser
WHAT = "八栋大堂玻璃门合页松动"


@pytest.fixture
def page(story):
    page = story.page("clerk")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller && caches.match('/offline/').then((one) => one)")
    return page


def go_on(page, path):
    """Go to a page by its address, as a click would; the network may be gone."""
    page.evaluate("path => location.assign(path)", path)


def test_the_last_workbench_is_shown_read_only_with_its_time(page, story):
    page.context.set_offline(True)
    go_on(page, "/log/")
    page.wait_for_selector("#seen:not([hidden])")
    assert "最近记录" in page.text_content("#snapshot")
    assert story.cast.clerk.name in page.text_content("#seen-by")
    assert page.locator("#snapshot a, #snapshot form, #snapshot button").count() == 0
    assert page.text_content("#seen-at").count(":") == 1
    assert faults_of(page) == []
    page.context.set_offline(False)
    page.wait_for_selector("#back:not([hidden])", timeout=15_000)


@pytest.mark.clause("R37", "R21")
def test_a_call_written_without_a_connection_is_sent_once_by_the_person(page, story):
    page.clock.set_system_time(story.now())
    page.context.set_offline(True)
    page.keyboard.press("n")
    page.wait_for_selector("#write:not([hidden])")
    page.fill("[name=where]", "大堂")
    page.locator("label.choice", has_text="报修").click()
    page.fill("[name=description]", WHAT)
    page.click("#write .btn-main")
    assert WHAT in page.text_content("#unsent")
    page.fill("[name=description]", "第二个来电")
    page.click("#write .btn-main")
    assert page.locator("#unsent a").count() == 2
    page.context.set_offline(False)
    page.wait_for_selector("#back:not([hidden])", timeout=15_000)
    page.click("#back a")
    page.wait_for_selector(".me")
    page.locator("#unsent a", has_text=WHAT).click()
    page.wait_for_url("**/log/new/?draft=*")
    assert page.input_value("[name=description]") == WHAT
    assert page.input_value("[name=occurred_at]") != ""
    opened, kept = page.url, page.evaluate("() => ({...localStorage})")
    send(page)
    page.wait_for_selector("#unsent:not([hidden])")
    assert page.locator("#unsent a").count() == 1
    page.evaluate("kept => Object.assign(localStorage, kept)", kept)  # as if the answer had never come back
    page.goto(opened)
    assert page.input_value("[name=description]") == WHAT
    send(page)
    assert Entry.objects.filter(description=WHAT).count() == 1


def send(page):
    page.focus("[name=description]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-saved]")


@pytest.mark.clause("R44")
def test_after_the_lock_nothing_is_shown(page):
    page.evaluate("() => document.getElementById('lock').showModal()")
    page.wait_for_function("() => sessionStorage.getItem('snapshot') === null")
    page.context.set_offline(True)
    go_on(page, "/")
    page.wait_for_selector("#covered:not([hidden])")
    assert page.text_content("#snapshot") == ""


@pytest.mark.clause("R44")
@pytest.mark.parametrize("path", ["/switch/", "/lock/", "/sign-out/"])
def test_who_leaves_without_a_connection_leaves_nothing(page, path):
    page.context.set_offline(True)
    go_on(page, path)
    page.wait_for_selector("#covered:not([hidden])")
    assert page.evaluate("() => sessionStorage.getItem('snapshot')") is None


@pytest.mark.clause("R44")
def test_what_another_tab_locks_is_covered_in_this_one(page, story):
    other = page.context.new_page()
    other.goto(story.base + "/switch/")
    page.context.set_offline(True)
    go_on(page, "/")
    page.wait_for_selector("#covered:not([hidden])")
    assert page.text_content("#snapshot") == ""


@pytest.mark.clause("R44")
def test_an_idle_screen_is_covered_without_a_connection_too(page):
    page.context.set_offline(True)
    go_on(page, "/")
    page.wait_for_selector("#seen:not([hidden])")
    page.fill("[name=description]", WHAT)
    assert WHAT in page.text_content("#unsent")
    page.evaluate("() => sessionStorage.setItem('active', String(Date.now() - 301_000))")
    page.wait_for_selector("#covered:not([hidden])", timeout=5000)
    assert WHAT not in page.text_content("#unsent") + page.input_value("[name=description]")
    assert page.evaluate("() => sessionStorage.getItem('snapshot')") is None


@pytest.mark.clause("R44", "R45")
def test_the_cache_holds_no_word_of_anybody(page, story):
    kept = page.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys())
              texts.push(new URL(request.url).pathname + " " + (await (await cache.match(request)).text()));
          }
          return texts;
        }"""
    )
    paths = [text.split(" ")[0] for text in kept]
    assert [path for path in paths if path != "/offline/" and not path.startswith("/static/")] == []
    assert "/offline/" in paths
    assert [
        path for path, text in zip(paths, kept, strict=True) if story.cast.clerk.name in text or "云岭花园" in text
    ] == []
