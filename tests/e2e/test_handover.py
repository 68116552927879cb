"""The changes of hands of one day, in a real browser: two people at one terminal. §9: 07:42, 13:40–13:58, 22:00."""

import time

import pytest

from duty.log import commands as log
from duty.log.models import Matter
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import Signature
from handover import commands
from handover.models import Handover, Release, Sheet
from handover.tests.conftest import DAYS, plan
from tests.cast import PASSWORD

from .test_followed import log_call
from .test_one_day import Keyboard

pytestmark = pytest.mark.browser
HERE = {"对讲机": "2", "对讲机充电器": "2", "前台电脑": "2", "雨伞": "6", "备用金": "500"}  # and one of everything else


@pytest.fixture
def desk(story):
    """A desk with its lists."""
    commands.set_up(desk=story.cast.desk)
    return story


def change_over(page, story, name):
    """The next person at the same terminal, by name and password."""
    page.goto(f"{story.base}/switch/")
    page.locator("label.choice", has_text=name).click()
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{story.base}/")


def fill_counts(page, **other):
    """Count what should be there, as the person counting sees it on the shelf."""
    for row in page.locator(".count-table tbody tr").all():
        name = row.locator("label").text_content()
        number = (HERE | other).get(name, "1")
        row.locator("input").fill(number)


def open_desk(story, page):
    page.goto(f"{story.base}/handover/")
    page.locator("main button", has_text="开台").click()
    page.wait_for_url("**/read/")
    page.locator("input[name=no_questions]").check()
    for tick in page.locator("input[name=understood], input[name=read_to]").all():
        tick.check()
    page.locator("main button.btn-main", has_text="下一步").click()
    page.wait_for_url("**/desk/")
    page.locator("main button.btn-main").click()
    page.wait_for_url("**/count/")
    fill_counts(page)
    page.fill("[name=witness_name]", "中控室 郝强")
    page.locator("main button.btn-main").click()
    page.wait_for_url("**/sign/")
    page.locator("form.sign input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sheets/*/")


@pytest.mark.clause("R50", "R51", "R52", "R53", "R54", "R55", "R56", "R57")
def test_the_handover_of_13_40_is_read_counted_and_signed_by_two_at_one_terminal_by_keyboard(desk):
    story, cast = desk, desk.cast
    plan(cast, {("clerk", day): "E" for day in DAYS} | {("butler", day): "L" for day in DAYS})
    story.clock("07:42")
    page = story.page("clerk")
    open_desk(story, page)
    assert "郝强" in page.locator(".paper").text_content()

    for number in range(15):
        story.clock(f"{8 + number // 4}:{number % 4 * 4 + 5:02d}")
        page = story.page("clerk") if number % 4 == 0 else page
        log_call(page, "REP", f"8-1-{number + 1:02d}03", f"第{number + 1}件报修", phone="13800001234")
        if number % 3:
            page.fill("form[action$='/close/'] textarea", "已修好，住户签字")
            page.locator("form[action$='/close/'] button").click()
            page.wait_for_selector("[data-saved]")
    assert Matter.objects.open().filter(state__in=["new", "in_progress"]).count() == 5
    story.clock("12:50")
    page = story.page("clerk", "/handover/loans/")
    page.select_option("[name=article]", label="对讲机")
    page.fill("[name=borrower]", "维修邓师傅")
    page.locator("main form button.btn-main").click()
    page.wait_for_selector("[data-saved]")

    story.clock("13:40")
    page = story.page("clerk")
    change_over(page, story, cast.butler.name)
    keyboard, began = Keyboard(page), time.monotonic()
    keyboard.press("t")
    page.wait_for_url("**/handover/")
    keyboard.has_focus("form[action$='/take-over/'] button")
    keyboard.press("Enter")  # I am here and take over
    page.wait_for_url("**/read/")
    assert "提前 20 分钟" in page.locator(".parties").text_content()
    assert page.locator(".to-read li").count() == 16  # fifteen calls and the radio
    keyboard.press("q")
    page.wait_for_selector("#questions form.sheet[method=post] [name=text]")
    page.locator("#questions [name=text]").last.focus()
    keyboard.free_text("8-1-0103 什么时候回访?")
    keyboard.press("Enter")
    page.wait_for_selector(".question.waiting")
    page.locator(".question input[name=text]").focus()
    keyboard.free_text("今天下午，住户在家")
    keyboard.press("Enter")
    page.wait_for_selector(".question:not(.waiting)")
    page.wait_for_load_state()  # all ticks are there, and the keys
    unticked = page.locator("form[data-ticks] input[type=checkbox]:not(:checked)")
    while left := unticked.count():
        keyboard.press("y")
        assert unticked.count() == left - 1
    keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    story.clock("13:44")
    keyboard.has_focus("main button.btn-main")
    keyboard.press("Enter")  # everything is in order
    page.wait_for_url("**/count/")
    story.clock("13:47")
    assert "1 台" not in page.locator(".count-table").text_content()  # blind: what should be there is not shown
    for name in page.locator(".count-table label").all_text_contents():
        keyboard.has_focus(".count-table input")
        keyboard.free_text((HERE | {"对讲机": "1"}).get(name, "1"))
        keyboard.press("Enter")
    keyboard.has_focus("[name=nothing_omitted]")
    keyboard.press("Space", "Enter")
    page.wait_for_url("**/sign/")
    story.clock("13:51")
    keyboard.has_focus("form.sign input[type=password]")
    keyboard.free_text(PASSWORD)
    keyboard.press("Tab")
    keyboard.free_text(PASSWORD)
    keyboard.press("Enter")
    page.wait_for_url("**/sheets/*/")
    took = time.monotonic() - began

    said = page.locator(".paper").text_content()
    for words in ("曾雨", "欧阳静", "对讲机", "今天下午，住户在家", "摘要"):
        assert words in said
    sheet = Sheet.objects.get(kind="change")
    assert [one.recorded_by for one in commands.signatures_of(sheet)] == [cast.clerk, cast.butler]
    assert set(Matter.objects.open().filter(entry__category="REP").values_list("owner", flat=True)) == {cast.butler.pk}
    page.goto(f"{story.base}/")
    assert cast.butler.name in page.text_content(".me summary")
    assert page.locator("h2", has_text="接班待跟进").is_visible()
    assert keyboard.strokes <= 40 + 4  # the question asked and answered takes four more
    assert took < 300
    assert verify.verify()[1] == []
    print(f"key strokes beyond typed text: {keyboard.strokes}, seconds: {took:.1f}")


@pytest.mark.clause("R17", "R49", "A23")
def test_at_22_00_the_desk_is_closed_with_the_control_room_and_before_that_nobody_leaves(desk):
    story, cast = desk, desk.cast
    plan(cast, {("butler", day): "L" for day in DAYS})
    story.clock("13:45")
    open_desk(story, story.page("butler"))
    story.clock("22:10")
    page = story.page("butler", "/attendance/")
    page.locator("form[action$='/out/'] button").click()
    assert "尚未被接班" in page.locator("[data-refused]").text_content()
    page.goto(f"{story.base}/handover/")
    page.locator("main button", has_text="收台").click()
    page.wait_for_url("**/read/")
    page.locator("main button.btn-main", has_text="下一步").click()
    page.wait_for_url("**/desk/")
    row = page.locator(".check", has_text="报警器已布防")
    assert row.locator("input:checked + span").text_content() == "正常"
    row.locator(".problem input").check()
    row.locator(".fault input.form-control").fill("主机报低电，已报工程部")
    page.locator("main button.btn-main").click()
    page.wait_for_url("**/count/")
    fill_counts(page, 雨伞="5")
    page.locator("[name=nothing_omitted]").check()
    page.locator("[name=no_matters]").check()
    page.fill("[name=witness_name]", "中控室 郝强")
    page.locator("main button.btn-main", has_text="下一步").click()
    page.locator("form.one-note input.form-control").fill("借给9栋业主未登记，明早追回")
    page.locator("form.one-note button").click()
    page.wait_for_url("**/sign/")
    page.locator("form.sign input[type=password]").fill("wrong password")
    page.locator("form.sign button.btn-main").click()
    assert "未签成" in page.locator("[data-refused]").text_content()
    assert not Sheet.objects.filter(kind="closing").exists()
    page.locator("form.sign input[type=password]").fill(PASSWORD)
    page.locator("form.sign button.btn-main").click()
    page.wait_for_url("**/sheets/*/")
    assert "主机报低电" in page.locator(".paper").text_content()
    page.goto(f"{story.base}/attendance/")
    page.locator("form[action$='/out/'] button").click()
    page.wait_for_selector(".said.success")
    assert Matter.objects.filter(entry__category="INT").exists()  # the umbrella is a matter now
    assert not Release.objects.exists()
    assert Handover.objects.filter(state="open").count() == 0
    assert Signature.objects.filter(about_kind=Sheet.seal_kind).count() == 2


@pytest.mark.clause("R23", "R53")
def test_what_nobody_touched_in_the_shift_gets_a_word_by_keyboard_alone(desk):
    story, cast = desk, desk.cast
    plan(cast, {("butler", day): "L" for day in DAYS})
    for number in range(3):
        intake = log.Intake(channel="call", rings="2", category="ENQ", description=f"问停水到几点 {number}")
        log.record_entry(desk_id=cast.desk.pk, intake=intake, by=cast.clerk, at=story.now())
    story.clock("13:45")
    open_desk(story, story.page("butler"))
    story.clock("22:00")
    page = story.page("butler", "/handover/", viewport={"width": 1366, "height": 400})
    page.locator("main button", has_text="收台").click()
    page.wait_for_url("**/read/")
    page.wait_for_selector("#notes form:first-child input:focus")
    assert page.evaluate("scrollY") == 0
    page.locator("main button.btn-main", has_text="下一步").click()
    page.wait_for_selector(".said.warning:has-text('3')")
    assert page.evaluate("scrollY") == 0
    shade = "one => getComputedStyle(one).backgroundColor"
    assert page.locator(".said.warning").first.evaluate(shade) == "rgb(253, 244, 218)"  # no success
    page.wait_for_selector("#notes form:first-child input:focus")
    for left in (2, 1, 0):
        page.wait_for_selector("#notes input:focus")
        page.keyboard.type("明早再问")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("form.one-note").count() == left
    page.wait_for_selector("button.btn-main:focus")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
