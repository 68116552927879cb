"""A wrong room is put right with the household's name and telephone, found as for a new entry."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.clause("R41")
def test_the_room_is_found_in_the_register_and_brings_name_and_telephone(story):
    from duty.log import book, commands
    from duty.log.commands.households import register_household

    desk = story.cast.desk
    register_household(project=desk.project, unit_no="8-1-1303", residents=[("王敏", "13900009876", "owner")])
    intake = commands.Intake(
        channel="call", category="REP", unit_no="8-1-1203", description="漏水", caller_name="李强", phone="13800001234"
    )
    entry = commands.record_entry(desk_id=desk.pk, intake=intake, by=story.cast.clerk, at=story.now())
    page = story.page("clerk", f"/log/entries/{entry.pk}/correct/unit_no/")
    page.fill("[name=new]", "")
    page.keyboard.type("2100")
    page.wait_for_selector("#found .unknown")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert page.locator("#found .unknown").is_visible()
    page.fill("[name=new]", "")
    page.focus("[name=new]")
    page.keyboard.type("1303")
    page.wait_for_selector("#found [role=option]")
    page.keyboard.press("Enter")
    assert page.input_value("[name=caller_name]") == "王敏"
    assert "139****9876" in page.locator(".kept-phone").text_content()
    page.keyboard.type("听错房号")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-saved]")
    parts = book.one(entry.pk).parts
    assert [parts[name].now for name in ("unit_no", "caller_name", "phone")] == ["8-1-1303", "王敏", "139****9876"]
