"""Every frequent act by a key, and the list of them on every page."""

import pytest

from .test_looks import faults_of

pytestmark = pytest.mark.browser


@pytest.fixture
def entry(story):
    from duty.log import commands

    intake = commands.Intake(
        channel="call", category="REP", unit_no="8-1-1203", description="电梯停在五楼", priority="P2"
    )
    return commands.record_entry(desk_id=story.cast.desk.pk, intake=intake, by=story.cast.clerk, at=story.now())


@pytest.mark.clause("R07")
def test_the_list_of_keys_is_complete_on_every_page(story, entry):
    page = story.page("supervisor")
    for path in ("/", "/log/", "/log/new/", f"/log/entries/{entry.pk}/", "/matters/", "/roster/2026-12/"):
        page.goto(story.base + path)
        page.evaluate("() => document.activeElement?.blur?.()")
        page.keyboard.press("?")
        page.wait_for_selector("#keys[open]")
        on_page = page.evaluate(
            "() => [...new Set([...document.querySelectorAll('[data-key]')].map(one => one.dataset.key))]"
        )
        listed = page.evaluate(
            "() => [...document.querySelectorAll('#keys-here kbd')].map(one => one.textContent.toLowerCase())"
        )
        said = page.evaluate(
            "() => [...document.querySelectorAll('#keys-here dd')].filter(one => !one.textContent.trim()).length"
        )
        assert (sorted(listed), said) == (sorted(on_page), 0), path


@pytest.mark.clause("R39")
def test_a_matter_is_noted_and_closed_by_keys_and_phrases(story, entry):
    page = story.page("clerk", f"/log/entries/{entry.pk}/")
    page.keyboard.press("a")
    page.keyboard.press("F2")
    page.wait_for_selector("details.phrases[open]")
    first = page.locator("form[data-key=a] li[data-digit='1']").text_content()
    page.keyboard.press("1")
    page.keyboard.insert_text(",业主在家")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notes li")
    page.wait_for_load_state()
    assert f"{first},业主在家" in page.text_content(".notes")
    page.keyboard.press("e")
    page.keyboard.press("F2")
    page.wait_for_selector("details.phrases[open]")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_selector(".state.closed, .state.call_back")


def test_the_phrases_of_the_chosen_category_are_offered_while_a_call_is_taken(story):
    page = story.page("clerk", "/log/new/")
    page.locator("label.choice", has_text="投诉").click()
    page.focus("[name=description]")
    page.keyboard.press("F2")
    lines = page.locator("details[data-phrases=description] li:visible")
    assert {line.get_attribute("data-category") for line in lines.all()} == {"CMP"}
    page.keyboard.press("2")
    assert page.input_value("[name=description]") == "车辆占用消防通道"
    page.keyboard.press("F2")
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.name") == "description"


def test_f1_opens_the_help_over_the_page_and_what_is_being_typed_stays(story):
    page = story.page("clerk", "/log/new/")
    page.locator("label.choice", has_text="投诉").click()
    page.focus("[name=description]")
    page.keyboard.insert_text("楼上装修")
    page.keyboard.press("F1")
    page.wait_for_selector("#help-page[open] h1:has-text('新登记')")
    assert faults_of(page) == []
    page.click("#help-page blockquote ~ p a, #help-page .pager a")
    page.wait_for_selector("#help-page[open] a:has-text('交接班')")
    page.click("#help-page[open] a:has-text('更正')")
    page.wait_for_selector("#help-page[open] h1:has-text('更正')")
    page.keyboard.press("Escape")
    assert page.url.endswith("/log/new/")
    assert page.input_value("[name=description]") == "楼上装修"
    assert page.evaluate("() => document.activeElement.name") == "description"


def test_without_scripts_the_help_is_a_page(story):
    page = story.page("clerk", "/matters/")
    page.goto(story.base + page.get_attribute("[data-key=f1]", "href"))
    assert page.text_content("h1").startswith("待跟进")
