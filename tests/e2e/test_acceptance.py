"""One whole day at the desk, from 07:42 to the end of the month, in a real browser: each step as a picture (bin/screenshots)."""

import pytest
from django.urls import reverse

from duty.log import commands as log
from duty.log.models import Correction, VolumeExported
from duty.roster.models import PlannedShift
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records import verify
from handover.models import Sheet
from handover.tests.conftest import DAYS, plan
from inspections import commands as supervision
from inspections.models import DailyReading, Finding
from tests.cast import PASSWORD

from . import test_archive as archive
from . import test_followed as followed
from . import test_handover as hands
from .story import PHONE
from .test_followed import log_call
from .test_looks import faults_of, speak
from .test_supervision import pass_all, sign

pytestmark = pytest.mark.browser
TODAY, TOMORROW = DAYS[:2]


class Day:
    """The story, its clock, and a numbered picture of each step; in `wrong` what such a page has against whoever uses it."""

    def __init__(self, story, keep):
        self.story, self.keep, self.number, self.wrong = story, keep, 0, {}

    def at(self, clock, username, path="/", day=23, **options):
        """That person's page at that time."""
        self.story.clock(clock, day=day)
        return self.story.page(username, path, **options)

    def picture(self, page, name):
        self.number += 1
        self.keep(page, f"day-{self.number:02d}-{name}")
        self.look(page, name)

    def look(self, page, name):
        if faults := faults_of(page):
            self.wrong[name] = faults

    def look_in_english(self, page, name):
        """At a page on which nothing was typed yet, which is then Chinese again."""
        speak(page, self.story.base, "en")
        page.reload()
        assert page.locator("html").get_attribute("lang") == "en"
        self.look(page, f"{name} in English")
        speak(page, self.story.base, "zh")
        page.reload()


@pytest.fixture
def day(story, keep):
    story.clock("07:30")
    hands.commands.set_up(desk=story.cast.desk)
    office = story.joins(Role.BACK_OFFICE, "office", "田静")
    office.can_support_desk = True
    office.save()
    story.joins(Role.DESK_CLERK, "clerk2", "林晓雯")
    late = {("butler", one): "L" for one in DAYS if one != TOMORROW}
    plan(story.cast, {("clerk", one): "E" for one in DAYS} | late)
    supervision.give_notice(
        desk=story.cast.desk, date=TODAY, text="9栋下午停水，来电先致歉", by=story.cast.supervisor, at=story.now()
    )
    return Day(story, keep)


@pytest.mark.clause("R01", "R05", "R14", "R16", "R17", "R28", "R33", "R41", "R42", "R46", "R56", "R60")
def test_one_day_at_the_desk_from_opening_to_the_end_of_the_month(day):
    morning(day)
    inspection(day)
    day.picture(followed.repair_of_10_05(day.story), "10-58-repair-closed")
    support(day)
    change_of_shift(day)
    day.picture(followed.lift_of_17_10(day.story, caller="butler"), "17-24-incident-report")
    correction(day)
    leave(day)
    closing(day)
    reading(day)
    end_of_month(day)
    assert verify.verify()[1] == []
    assert day.wrong == {}


def morning(day):
    page = day.at("07:42", "clerk")
    page.locator(".owed button", has_text="已知").click()
    page.wait_for_selector("main:not(:has(.owed))")
    hands.open_desk(day.story, page)
    assert "郝强" in page.locator(".paper").text_content()
    day.picture(page, "07-42-opening-record")
    page = day.at("08:00", "clerk")
    assert page.locator("h1").text_content().startswith("工作台")
    day.picture(page, "08-00-desk-open")


def inspection(day):
    page = day.at("9:16", "supervisor", "/inspections/new/daily/", **PHONE)
    pass_all(page, but=["environment"])
    page.fill("[name=note-environment]", "柜台上有一份客户资料")
    day.picture(page, "09-16-inspection")
    day.story.clock("9:20")
    sign(page, "签署检查表")
    assert Finding.objects.get().item == "environment"
    day.picture(page, "09-20-inspection-signed")


def support(day):
    page = day.at("11:40", "clerk", "/attendance/")
    asks = f"form[action='{reverse('roster:call_support')}']"
    page.fill(f"{asks} [name=reason]", "前台排队四人")
    page.locator(f"{asks} button").click()
    page.wait_for_selector(".said.success")
    page = day.at("11:42", "supervisor", "/attendance/")
    assert "前台排队四人" in page.locator("main").text_content()
    page.select_option("[name=person]", label="田静")
    page.select_option("[name=minutes]", "120")
    page.locator(f"form[action='{reverse('roster:send_support')}'] button").click()
    page.wait_for_selector(".said.success")
    day.picture(page, "11-42-support-sent")
    helper = day.at("11:50", "office")
    log_call(helper, "ENQ", "大堂", "访客问去3栋怎么走")
    day.picture(helper, "11-50-back-office-helps")
    day.story.clock("13:00")
    page = day.story.page("supervisor", "/attendance/")
    page.locator("form[action$='/end/'] button").click()
    page.wait_for_selector("main:not(:has(form[action$='/end/']))")
    helper = day.story.page("office")
    assert helper.locator("a.btn-new").count() == 0


def change_of_shift(day):
    """Thirteen calls of the morning, one radio on loan; read, asked, counted, both sign 13:58."""
    story, cast = day.story, day.story.cast
    for number in range(11):
        intake = log.Intake(
            channel="call", rings="2", category="ENQ", description=f"第{number + 1}位住户问停水到几点",
            immediate_result="17:00 前恢复",
        )  # fmt: skip
        log.record_entry(desk_id=cast.desk.pk, intake=intake, by=cast.clerk, at=story.now())
    page = day.at("13:05", "clerk", "/handover/loans/")
    page.select_option("[name=article]", label="对讲机")
    page.fill("[name=borrower]", "维修邓师傅")
    page.locator("main form button.btn-main").click()
    page.wait_for_selector("[data-saved]")
    page = day.at("13:40", "butler", "/handover/")
    page.locator("main button.btn-main").first.click()
    page.wait_for_url("**/read/")
    assert "提前 20 分钟" in page.locator(".parties").text_content()
    assert page.locator(".to-read li").count() >= 14
    day.look_in_english(page, "reading")
    day.picture(page, "13-40-reading")
    page.keyboard.press("q")
    page.wait_for_selector("#questions form.sheet[method=post] [name=text]")
    page.locator("#questions [name=text]").last.fill("8-1-1203 什么时候回访?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".question.waiting")
    page.locator(".question input[name=text]").fill("今天下午，住户在家")
    page.keyboard.press("Enter")
    page.wait_for_selector(".question:not(.waiting)")
    page.wait_for_load_state()  # all ticks are there, and the keys
    unticked = page.locator("form[data-ticks] input[type=checkbox]:not(:checked)")
    while unticked.count():
        unticked.first.check()
    story.clock("13:44")
    page.locator("main button.btn-main", has_text="下一步").click()
    page.wait_for_url("**/desk/")
    day.look_in_english(page, "desk checks")
    day.look(page, "desk checks")
    story.clock("13:47")
    page.locator("main button.btn-main").click()
    page.wait_for_url("**/count/")
    day.look_in_english(page, "counting")
    hands.fill_counts(page, 对讲机="1")
    page.locator("[name=nothing_omitted]").check()
    story.clock("13:50")
    day.picture(page, "13-50-counting")
    page.locator("main button.btn-main", has_text="下一步").click()
    page.wait_for_url("**/sign/")
    day.look_in_english(page, "both sign")
    story.clock("13:54")
    for field in page.locator("form.sign input[type=password]").all():
        field.fill(PASSWORD)
    day.picture(page, "13-54-both-sign")
    page.locator("form.sign input[type=password]").last.press("Enter")
    page.wait_for_url("**/sheets/*/")
    assert "维修邓师傅" in page.locator(".paper").text_content()
    day.picture(page, "13-58-signed-sheet")


def correction(day):
    page = day.at("20:30", "butler")
    log_call(page, "REP", "8-1-1203", "阳台推拉门卡住", phone="13800001234")
    page.keyboard.press("c")
    page.wait_for_url("**/correct/")
    page.fill("[name=new]", "8-1-1303")
    page.fill("[name=reason]", "房号听错")
    page.locator("main form button.btn-main").click()
    page.wait_for_url("**/log/entries/*/")
    assert page.locator(".line .unit del").first.text_content() == "8-1-1203"
    assert Correction.objects.get().new == "8-1-1303"
    day.picture(page, "20-30-correction")


def leave(day):
    """Sick tomorrow: approved, and who may stand in is proposed; the late shift has not rested long enough."""
    page = day.at("21:50", "clerk", "/roster/requests/")
    page.select_option("[name=leave]", "SL")
    for field in ("first_day", "last_day"):
        page.fill(f"form[action$='/leave/'] [name={field}]", f"{TOMORROW:%Y-%m-%d}")
    page.locator("form[action$='/leave/'] button").click()
    page.wait_for_selector(".said.success")
    page = day.story.page("supervisor", "/roster/requests/")
    page.locator("ol.notes a").first.click()
    page.locator("button[formaction$='/approve/']").click()
    page.wait_for_url("**/open/**")
    unable = page.locator("ul.report").text_content()
    assert day.story.cast.butler.name in unable
    assert "只休息 10 小时" in unable
    day.picture(page, "21-52-substitute")
    page.locator("label", has_text="林晓雯").click()
    page.fill("[name=reason]", "病假")
    page.locator("main form button.btn-main").click()
    page.wait_for_selector(".said.success")
    assert PlannedShift.objects.get(date=TOMORROW, code="E").person.name == "林晓雯"


def closing(day):
    page = day.at("22:00", "butler", "/handover/")
    page.locator("main button", has_text="收台").click()
    page.wait_for_url("**/read/")
    page.locator(".one-note [name=text]").fill("已带到3栋大堂")
    page.keyboard.press("Enter")
    page.wait_for_selector("main:not(:has(.one-note))")
    page.locator("main button.btn-main", has_text="下一步").click()
    page.wait_for_url("**/desk/")
    page.locator("main button.btn-main").click()
    page.wait_for_url("**/count/")
    day.look_in_english(page, "counting at the close")
    hands.fill_counts(page, 对讲机="1")
    page.locator("[name=nothing_omitted]").check()
    page.fill("[name=witness_name]", "中控室 郝强")
    page.locator("main button.btn-main", has_text="下一步").click()
    page.wait_for_url("**/sign/")
    page.locator("form.sign input[type=password]").fill(PASSWORD)
    page.locator("form.sign button.btn-main").click()
    page.wait_for_url("**/sheets/*/")
    assert [sheet.kind for sheet in Sheet.objects.order_by("id")] == ["opening", "change", "closing"]
    day.picture(page, "22-00-closing-record")


def reading(day):
    page = day.at("9:10", "supervisor", f"/reading/{TODAY}/", day=24)
    line = page.locator(".line", has_text="轿厢内三人被困").first.get_attribute("id")
    page.locator(f"#{line} + .under-line a").click()
    page.fill("[name=text]", "请工程部今天交书面原因")
    page.locator(".under-line button").click()
    page.wait_for_selector("[data-saved]")
    sign(page, "已阅并签署")
    assert DailyReading.objects.get().day == TODAY
    page.goto(f"{day.story.base}/reading/{TODAY}/")
    assert page.locator(".checkpoint").count() == 1
    day.picture(page, "next-day-09-10-read-and-signed")


def end_of_month(day):
    moment = archive.on(day.story, 2026, 12, 1)
    page = day.story.page("supervisor", "/archive/")
    page.click("tbody a")
    page.select_option("form[action$='/close/'] [name=custodian]", label=day.story.cast.butler.name)
    archive.sign(page, "close", place="档案室 2 号柜")
    log.run_exports(at=moment)
    page.wait_for_selector("#files a")
    assert page.locator("[data-sha256]").first.text_content() == VolumeExported.objects.first().sha256
    day.picture(page, "end-of-month-volume-closed")
