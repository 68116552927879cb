"""The supervisor's day in a real browser: 9:20 on a phone, 9:31 too late, the next morning's reading at 9:10, a draw. §9."""

import pytest

from duty.log import commands as log
from duty.log.models import Instruction
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import Attachment, Signature
from frontdesk.kernel.records.tests.small_book import picture
from inspections import due
from inspections.models import DailyReading, Finding, Inspection, SpotDraw
from tests.cast import PASSWORD

from .story import PHONE
from .test_followed import choose

pytestmark = pytest.mark.browser


def calls(story, *descriptions):
    """What the clerk wrote down just now; the entries."""
    intake = {"channel": "call", "rings": "2", "category": "REP", "unit_no": "8-1-1203", "phone": "13800001234"}
    return [
        log.record_entry(
            desk_id=story.cast.desk.pk, intake=log.Intake(description=said, **intake), by=story.cast.clerk, at=story.now()
        )
        for said in descriptions
    ]  # fmt: skip


def pass_all(page, but=()):
    for card in page.locator(".card-of-item").all():
        code = card.get_attribute("id")
        choose(page, f"result-{code}", "fail" if code in but else "pass")


def sign(page, button):
    page.fill("[name=password]", PASSWORD)
    page.locator("main button.btn-main", has_text=button).click()
    page.wait_for_selector("[data-saved]")


@pytest.mark.clause("R05", "R58", "R59", "R62")
def test_the_inspection_of_9_20_on_a_phone_with_one_finding_a_sample_and_a_photo(story):
    story.clock("9:16", day=24)
    calls(story, "厨房水槽漏水")
    page = story.page("supervisor", "/inspections/", **PHONE)
    page.locator("main a.btn-main", has_text="现在检查").click()
    page.wait_for_url("**/inspections/new/daily/")
    pass_all(page, but=["environment"])
    page.fill("[name=note-environment]", "柜台上有一份客户资料")
    page.fill("[name=correction-environment]", "已入柜上锁")
    page.select_option("[name=owner-environment]", label=story.cast.clerk.name)
    page.locator("#duty_log summary", has_text="抽样记录").click()
    page.locator("#duty_log .sample input").first.check()
    page.wait_for_timeout(400)
    page.goto(page.url)  # the telephone rang, and the browser was closed
    page.wait_for_function("document.querySelector('.draft-note')?.textContent")
    assert page.input_value("[name=note-environment]") == "柜台上有一份客户资料"
    assert page.locator("input[name=result-environment]:checked").get_attribute("value") == "fail"
    assert page.locator(".card-of-item input[type=radio]:checked").count() == 10
    page.set_input_files(
        "[name=photo-environment]", [{"name": "柜台.png", "mimeType": "image/png", "buffer": picture()}]
    )
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    story.clock("9:20", day=24)
    sign(page, "签署检查表")
    assert "按时完成" in page.locator(".task").first.text_content()
    one, finding = Inspection.objects.get(), Finding.objects.get()
    assert (one.kind, one.failed, finding.owner, finding.steps.get().kind) == (
        "daily",
        1,
        story.cast.clerk,
        "correction",
    )
    assert Attachment.objects.get().about_id == one.pk
    assert Signature.objects.get(meaning="inspect").recorded_by == story.cast.supervisor
    assert "log.entry" in one.content
    assert PASSWORD not in page.evaluate("JSON.stringify({...localStorage})")
    assert verify.verify()[1] == []


@pytest.mark.clause("R59")
def test_reminded_at_9_missed_at_9_31_and_an_inspection_then_is_late(story):
    for clock in ("9:00", "9:31"):
        story.clock(clock, day=24)
        story.sweep()
    told = Notice.objects.filter(person=story.cast.supervisor, key__contains="daily:20261124").order_by("id")
    assert list(told.values_list("kind", flat=True)) == ["inspection_due", "inspection_missed"]
    page = story.page("supervisor", "/")
    assert "漏检" in page.locator(".owed .task").first.text_content()
    page.locator(".owed a", has_text="现在检查").first.click()
    page.wait_for_url("**/inspections/new/daily/")
    pass_all(page)
    sign(page, "签署检查表")
    assert "漏检，已补" in page.locator(".task").first.text_content()
    day = story.now().date()
    states = [task.state for task in due.tasks(story.cast.desk, day, day, story.now()) if task.kind == "daily"]
    assert states == ["late"]


@pytest.mark.clause("R46", "R47")
def test_the_reading_of_9_10_the_next_morning_with_an_instruction_and_what_comes_later_is_new(story):
    story.clock("17:10")
    lift, _tap = calls(story, "5栋1号梯困人", "水龙头滴水")
    page = story.page("supervisor", "/reading/2026-11-23/")
    sign(page, "已阅并签署")
    story.clock("20:12")
    calls(story, "地漏返味")
    story.clock("9:10", day=24)
    page = story.page("supervisor", "/reading/")
    assert "部分已阅" in page.locator("tr", has_text="11月23日").text_content()
    page.locator("a", has_text="11月23日").click()
    page.wait_for_url("**/reading/2026-11-23/")
    assert page.locator(".line:has(.fresh)").count() == 1
    assert "地漏返味" in page.locator(".line:has(.fresh)").text_content()
    page.locator(f"#e{lift.pk} + .under-line a").click()
    page.fill("[name=text]", "请工程部今天交书面原因")
    page.locator(".under-line button").click()
    page.wait_for_selector("[data-saved]")
    page.fill("[name=remark]", "已阅，见批示")
    sign(page, "已阅并签署")
    assert "部分已阅" not in page.locator("tr", has_text="11月23日").text_content()
    read = DailyReading.objects.last()
    assert (f"{read.day:%m-%d}", read.remark, read.records) == ("11-23", "已阅，见批示", 3)
    assert Instruction.objects.open().get().entry == lift
    clerk = story.page("clerk", "/")
    assert "请工程部今天交书面原因" in clerk.locator("section:has(#first)").text_content()


@pytest.mark.clause("R63", "R03")
def test_a_spot_check_is_drawn_before_it_is_seen_and_inspected_with_its_records(story):
    story.clock("10:20")
    calls(story, "厨房水槽漏水", "门锁坏了")
    story.clock("15:00", day=24)
    page = story.page("supervisor", "/inspections/spot/")
    page.locator("main button.btn-main", has_text="抽取").click()
    page.wait_for_url("**/inspections/spot/*/")
    draw = SpotDraw.objects.get()
    assert "尚无人看过结果" in page.locator("main").text_content()
    assert not draw.reveals.exists()
    page.locator("main button.btn-main").click()
    page.wait_for_selector(".line")
    shown = draw.reveals.get()
    assert (f"{shown.target_date:%m-%d}", shown.target_code, len(shown.entry_ids)) == ("11-23", "E", 2)
    page.locator("main a.btn-main", has_text="开始检查").click()
    choose(page, "result-duty_log", "fail")
    page.fill("[name=note-duty_log]", "未写住户称呼")
    sign(page, "签署检查表")
    assert "1 / 4" in page.locator("h1").text_content()
    page.goto(f"{story.base}/log/2026-11-23/")
    assert story.cast.supervisor.name in page.locator(".said", has_text="不定期抽查").text_content()
    assert verify.verify()[1] == []


@pytest.mark.clause("R60")
def test_the_morning_s_notice_is_shown_to_the_late_shift_at_sign_in_and_the_supervisor_sees_who_has_ticked(story):
    story.clock("8:10", day=24)
    page = story.page("supervisor", "/daily-notices/")
    page.fill("[name=text]", "下午停水，来电先致歉")
    page.locator("main button.btn-main").click()
    page.wait_for_selector("[data-saved]")
    story.clock("13:42", day=24)
    butler = story.page("butler", "/attendance/")
    butler.locator("button", has_text="到岗签到").click()
    butler.wait_for_selector(".owed")
    assert "下午停水" in butler.locator(".owed").text_content()
    assert story.cast.butler.name in story.page("supervisor", "/daily-notices/").locator(".over").text_content()
    butler.locator(".owed button", has_text="已知").click()
    butler.wait_for_selector("main:not(:has(.owed))")
    page = story.page("supervisor", "/daily-notices/")
    assert f"{story.cast.butler.name} 13:4" in page.locator(".waiting").text_content()
