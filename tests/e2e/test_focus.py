"""Where the keyboard stands: in the form that was asked for, and after a refusal at what was refused."""

import pytest

from .story import PHONE

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("size", [{}, PHONE], ids=["pc", "phone"])


@pytest.fixture
def entry(story):
    from duty.log import commands

    intake = commands.Intake(
        channel="call", category="REP", unit_no="8-1-1203", description="电梯停在五楼", priority="P2"
    )
    return commands.record_entry(desk_id=story.cast.desk.pk, intake=intake, by=story.cast.clerk, at=story.now())


def has_focus(page, selector):
    page.wait_for_function("selector => document.activeElement.matches(selector)", arg=selector)
    page.wait_for_load_state()
    assert page.evaluate(
        """() => {
          const box = document.activeElement.getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight;
        }"""
    ), "out of sight"


@pytest.mark.clause("R39")
@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("s", "[name=reason]"), ("p", "[name=department]"), ("l", "[name=priority]"), ("z", "[name=reason]"),
        ("g", "[name=person]"), ("x", "[name=measure]"), ("v", "[name=happened_at]"), ("o", "[name=department]"),
    ],
)  # fmt: skip
def test_a_key_that_opens_a_form_stands_in_its_first_field(story, entry, key, field):
    page = story.page("clerk", f"/log/entries/{entry.pk}/")
    page.keyboard.press(key)
    page.wait_for_url("**/#step")
    page.wait_for_load_state()
    has_focus(page, f"#step {field}")
    page.keyboard.type("nw")  # neither of them leaves the page
    assert page.url.endswith("#step")


@pytest.mark.clause("R14")
def test_an_instruction_is_carried_out_by_a_key_and_at_once_written(story, entry):
    from duty.log import commands

    commands.instruct(entry_id=entry.pk, text="通知电梯公司", by=story.cast.supervisor, at=story.now())
    page = story.page("clerk", f"/log/entries/{entry.pk}/")
    page.keyboard.press("h")
    page.wait_for_url("**/carry-out/")
    has_focus(page, "textarea[name=text]")


@SIZES
def test_after_a_refusal_the_keyboard_is_in_the_refused_field(story, entry, size):
    page = story.page("clerk", "/log/new/", **size)
    page.locator("label.choice", has_text="投诉").click()
    page.click("main button.btn-main")
    has_focus(page, "[name=description].is-invalid")
    page.goto(f"{story.base}/log/entries/{entry.pk}/correct/phone/")
    page.fill("[name=new]", "13800005678")
    page.click("main button.btn-main")
    has_focus(page, "[name=reason].is-invalid")
    page.goto(f"{story.base}/log/entries/{entry.pk}/dispatch/")
    page.fill("#step [name=whom]", "王工")
    page.click("#step button.btn-main")
    has_focus(page, "[name=department]")


@SIZES
def test_after_a_refusal_of_the_whole_form_the_keyboard_is_at_its_sentence(story, entry, size):
    page = story.page("clerk", f"/log/entries/{entry.pk}/correct/description/", **size)
    page.fill("[name=reason]", "写错了")
    page.click("main button.btn-main")
    has_focus(page, "[role=alert]")
