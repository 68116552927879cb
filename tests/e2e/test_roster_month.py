"""December from nothing to approved, in a real browser, and what a leave makes of it. R09–R13, R27, R28, R65."""

import re
from datetime import date

import pytest

from duty.roster import commands, grid, reports
from duty.roster.drafting import explain, process
from duty.roster.models import DraftRun, PlannedShift, Roster, RosterStep, RosterVersion
from frontdesk.kernel.people.models import Role
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser
MONTH = "/roster/2026-12/"
CHRISTMAS_EVE = date(2026, 12, 24)


def sign(page, form, **filled):
    for name, value in filled.items():
        page.fill(f"form[action$='/{form}/'] [name={name}]", value)
    page.fill(f"form[action$='/{form}/'] [name=password]", PASSWORD)
    page.locator(f"form[action$='/{form}/'] button").click()
    page.wait_for_selector(".said.success")


def press(page, form):
    page.locator(f"form[action$='/{form}/'] button").click()


def key(page, person, day, letter):
    """Type a letter on a cell of the grid; the grid that comes back has the focus on the same cell."""
    page.wait_for_load_state()
    page.locator(f"#c{person.pk}-{day:%d}").focus()
    page.keyboard.press(letter)
    page.wait_for_selector("#roster:not([aria-busy])")


def month_and_rows(table=None):
    roster = Roster.objects.get()
    month = reports.instance_of(roster, table)
    return month, reports.rows_of(month, roster, table), {person.pk: person for person in reports.staff_of(roster)}


def late_before_a_day_off():
    """(person, day off) after a late shift: an early one there leaves ten hours of rest."""
    _month, rows, people = month_and_rows()
    return next(
        (people[who], date(2026, 12, day + 2))
        for who, row in rows.items()
        for day in range(29)
        if row[day] == "L" and not row[day + 1]
    )


def free_for(day, code):
    """Somebody who can stand a shift without breaking a rule."""
    month, rows, people = month_and_rows()
    able = explain.candidates(month, rows, (day - date(2026, 12, 1)).days, code)
    return people[able[0].person.id]


def alone_on_a_shift():
    """(person, day, code) of a shift that only one person stands, and that somebody else could."""
    month, rows, people = month_and_rows(grid.thaw(RosterVersion.objects.get().grid)[1])
    for day in month.span:
        for code in month.shifts:
            here = [who for who, row in rows.items() if row[day] == code]
            if len(here) == 1:
                without = {**rows, here[0]: ["" if n == day else held for n, held in enumerate(rows[here[0]])]}
                able = [one for one in explain.candidates(month, without, day, code) if not one.problems]
                if any(one.person.id != here[0] for one in able):
                    return people[here[0]], date(2026, 12, day + 1), code
    raise AssertionError("Everybody is needed everywhere.")


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.clause("R09", "R10", "R11", "R13", "R27", "R28", "R65")
def test_december_from_nothing_to_approved_and_a_substitution_after_leave(story):
    for role, username, name in (
        (Role.BUTLER, "butler2", "许佳怡"), (Role.BUTLER, "butler3", "周海宁"), (Role.BUTLER, "butler4", "葛晴"),
        (Role.DESK_CLERK, "clerk2", "林晓雯"),
    ):  # fmt: skip
        story.joins(role, username, name)
    story.clock("10:00", day=24)
    maker = story.page("supervisor", "/roster/")
    assert maker.url.endswith(MONTH)
    press(maker, "begin")
    maker.wait_for_selector("#draft")

    maker.select_option("#draft [name=seconds]", "15")
    press(maker, "draft")
    maker.wait_for_selector("#run:has-text('等待后台')")
    commands.run_draft(draft=process.draft)
    maker.locator(f"form[action$='/draft/{DraftRun.objects.get().pk}/take/'] button").click()
    maker.wait_for_selector(".said.success")
    assert maker.locator("h3.over").count() == 0, maker.locator(".report").first.text_content()

    person, day = late_before_a_day_off()
    key(maker, person, day, "e")
    assert "11" in maker.locator("#roster [role=alert]").first.text_content()
    assert maker.locator(f"#c{person.pk}-{day:%d}").text_content() == "·"

    press(maker, "complete")
    sign(maker, "review", note="周末一名管家")
    press(maker, "submit")
    maker.wait_for_selector(".said.success")
    lead = story.page("lead", MONTH)
    lead.fill("form[action$='/return/'] textarea", "平安夜晚班加一名")
    press(lead, "return")
    lead.wait_for_selector(".said.success")

    maker.goto(f"{story.base}{MONTH}")
    person = free_for(CHRISTMAS_EVE, "L")
    key(maker, person, CHRISTMAS_EVE, "l")
    assert maker.locator(f"#c{person.pk}-24").text_content() == "L"
    press(maker, "complete")
    sign(maker, "review", note="平安夜晚班已加一名")
    press(maker, "submit")
    maker.wait_for_selector(".said.success")
    lead.goto(f"{story.base}{MONTH}")
    sign(lead, "approve")
    assert [step.kind for step in RosterStep.objects.order_by("id")] == [
        "drafted", "reviewed", "submitted", "returned", "drafted", "reviewed", "submitted", "approved",
    ]  # fmt: skip

    ill, day, code = alone_on_a_shift()
    theirs = story.page(ill.username, "/roster/requests/")
    theirs.select_option("[name=leave]", "SL")
    for field in ("first_day", "last_day"):
        theirs.fill(f"form[action$='/leave/'] [name={field}]", f"{day:%Y-%m-%d}")
    press(theirs, "leave")
    theirs.wait_for_selector(".said.success")
    maker.goto(f"{story.base}/roster/requests/")
    maker.locator("ol.notes a").first.click()
    maker.locator("button[formaction$='/approve/']").click()
    maker.wait_for_url("**/open/**")
    maker.fill("[name=reason]", f"{ill.name}病假")
    maker.locator("main form button.btn-main").click()
    maker.wait_for_selector(".said.success")
    assert PlannedShift.objects.get(date=day, code=code).person != ill
    maker.goto(f"{story.base}{MONTH}")
    for how in ({"prefer_css_page_size": True}, {"format": "A4"}):
        assert pages_of(maker.pdf(**how)) == 1
    maker.emulate_media(media="print")
    maker.set_viewport_size({"width": 703, "height": 900})  # A4 upright between its margins
    assert maker.evaluate("document.querySelector('.roster').getBoundingClientRect().right") <= 703
    assert maker.locator(".roster thead th").count() == 34
    maker.emulate_media(media="null")
    for version in (1, 2, 3):
        maker.goto(f"{story.base}{MONTH}versions/{version}/")
        assert pages_of(maker.pdf(prefer_css_page_size=True)) == 1
        assert (f"{ill.name}病假" in maker.content()) == (version == 3)
