"""Matters followed to their end, in a real browser: the 10:05 repair, the 17:10 lift, and nobody answers. §9 of the day."""

import pytest

from duty.log.models import CallOut, Escalation, Matter
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.models import Role

from .story import PHONE

pytestmark = pytest.mark.browser


def log_call(page, category, where, what, phone="", priority="", sub=""):
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/log/new/")
    choose(page, "rings", "2")
    page.fill("[name=where]", where)
    if phone:
        page.fill("[name=phone]", phone)
    page.keyboard.press("Escape")
    choose(page, "category", category)
    if sub:
        page.select_option("[name=subcategory]", f"{category}.{sub}")
    page.fill("[name=description]", what)
    if priority:
        page.locator("details.more summary").click()
        page.select_option("[name=priority]", priority)
    page.locator("main form button.btn-main").click()
    page.wait_for_selector("[data-saved]")
    page.wait_for_load_state()  # and the draft of what was saved is gone
    page.locator(".line", has_text=what).first.locator(".serial").click()
    page.wait_for_url("**/log/entries/*/")


def choose(page, name, value):
    """Choose one of several by its label, as a finger does."""
    page.locator(f"label.choice:has(input[name={name}][value='{value}'])").click()


def step(page, label, button, **filled):
    """Open one of the steps of the entry on the screen, fill it in, send it."""
    page.locator("nav.fields a", has_text=label).first.click()
    page.wait_for_selector("#step form button.btn-main")
    for name, value in filled.items():
        field = page.locator(f"#step [name={name}]")
        if field.first.get_attribute("type") == "radio":
            choose(page, name, value)
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.locator("#step button", has_text=button).click()
    page.wait_for_selector("[data-saved]")


def repair_of_10_05(story):
    """Logged, sent, accepted, reached at 10:27, closed at 10:58; the page of the clerk."""
    story.clock("10:05")
    page = story.page("clerk")
    log_call(page, "REP", "8-1-1203", "厨房水槽下角阀漏水", phone="13800001234", priority="P2")
    assert "到场" in page.locator("dl.facts").text_content()  # the time by which somebody has to be there
    story.clock("10:07")
    step(page, "派单", "派单", department="engineering", whom="周师傅")
    step(page, "接单", "接单")
    story.clock("10:29")
    page = story.page("clerk", page.url.removeprefix(story.base))
    step(page, "到场", "到场", happened_at="2026-11-23T10:27")
    story.clock("10:58")
    page = story.page("clerk", page.url.removeprefix(story.base))
    step(page, "完工", "完工")
    page.fill("form[action$='/close/'] textarea", "更换角阀，试压十分钟不漏，住户签字")
    page.locator("form[action$='/close/'] button").click()
    page.wait_for_selector("[data-saved]")
    assert "待回访" in page.locator(".state").first.text_content()
    return page


@pytest.mark.clause("R16", "R19", "R39")
def test_the_repair_of_10_05_is_sent_reached_at_10_27_and_closed(story):
    repair_of_10_05(story)
    matter = Matter.objects.get()
    assert matter.arrived_at < matter.arrive_by
    assert f"{matter.arrived_at.astimezone():%M}" == "27"


def lift_of_17_10(story, caller="clerk"):
    """Three people in a lift: called out, the lead told 17:15, contained 17:24; the page of its report."""
    story.joins(Role.ENGINEERING_SUPERVISOR, "engineer", "罗永强")
    story.joins(Role.SECURITY_MANAGER, "security", "秦志刚")
    story.clock("17:10")
    desk = story.page(caller)
    log_call(desk, "INC", "5栋1号梯", "轿厢内三人被困，情绪稳定", sub="lift_entrapment")
    assert Notice.objects.filter(person__username="lead", kind="escalation_raised").exists()
    desk.locator("a.incident").first.click()
    desk.wait_for_url("**/incidents/*/")
    where = desk.url.removeprefix(story.base)
    for department, who in (("engineering", "罗永强"), ("security", "秦志刚")):
        step(desk, "调动", "调动", department=department, person=who, text="到5栋1号梯")
        desk.goto(story.base + where)
    story.clock("17:12")
    engineer = story.page("engineer", **PHONE)
    assert engineer.url.endswith("/call-outs/")
    assert "5栋1号梯" in engineer.locator(".waiting").text_content()
    engineer.locator("button", has_text="收到").click()  # one tap
    engineer.wait_for_selector("[data-saved]")
    story.clock("17:15")
    lead = story.page("lead", "/escalations/", **PHONE)
    lead.locator("button", has_text="已知悉").click()
    lead.wait_for_selector("[data-saved]")
    story.clock("17:16")
    desk = story.page(caller, where)
    row = desk.locator("tr", has_text="工程维修部")
    row.locator("button", has_text="到场").click()
    desk.wait_for_selector("[data-saved]")
    step(desk, "防护措施", "措施", measure="lift_stopped", place="5栋1号梯", text="停梯挂牌")
    story.clock("17:24")
    desk = story.page(caller, where)
    assert "未受控" in desk.locator(".incident-state").text_content()
    step(desk, "受控", "受控", text="厅门打开，三人全部走出")
    desk.goto(story.base + where)
    assert "17:24" in desk.locator(".incident-state").text_content()
    assert "未受控" not in desk.locator(".incident-state").text_content()
    desk.goto(story.base + where + "report/")
    return desk


@pytest.mark.clause("R18", "R25", "R32", "R33", "R35")
def test_the_lift_of_17_10_engineering_and_security_called_out_contained_17_24_lead_told(story):
    desk = lift_of_17_10(story)
    desk.emulate_media(media="print")
    report = desk.locator(".paper").text_content()
    for said in ("突发事件报告", "罗永强", "秦志刚", "17:12", "17:16", "17:24", "停用电梯", "曾雨"):
        assert said in report
    called = CallOut.objects.get(department="engineering")
    assert (called.acknowledged_at - called.opened_at).total_seconds() < 150
    told = Escalation.objects.get()
    assert (told.acknowledged_at - told.opened_at).total_seconds() <= 310


@pytest.mark.clause("R06", "R08", "R25")
def test_an_escalation_that_nobody_answers_goes_up_to_the_lead_who_decides_it(story):
    story.clock("14:00")
    desk = story.page("clerk")
    log_call(desk, "CMP", "3-2-1502", "楼上连续三晚装修到十一点", phone="13800001234")
    step(desk, "上报", "上报", reason="业主要求今天答复，联系不上施工方")
    entry = desk.url.removeprefix(story.base)
    story.clock("14:29")
    story.sweep()
    lead = story.page("lead", "/escalations/")
    assert lead.locator("a", has_text="作出决定").count() == 0
    story.clock("14:31")
    story.sweep()
    assert Notice.objects.filter(person__username="lead", kind="escalation_up").count() == 1
    lead = story.page("lead", "/escalations/", **PHONE)
    assert "已自动上报上一级" in lead.locator(".waiting").text_content()
    lead.locator("a", has_text="作出决定").click()
    lead.wait_for_url("**/decide/")
    choose(lead, "decision", "instruct")
    lead.fill("[name=text]", "今晚八点前上门劝停，并回电业主")
    lead.locator("main form button.btn-main").click()
    lead.wait_for_selector("[data-saved]")
    story.clock("14:40")
    desk = story.page("clerk", entry)
    desk.fill("form[action$='/close/'] textarea", "已劝停")
    desk.locator("form[action$='/close/'] button").click()
    assert "批示" in desk.locator("[data-refused]").text_content()
    desk.goto(story.base + "/")
    desk.locator("a", has_text="已落实").click()
    desk.fill("[name=text]", "已上门，施工方签字停工")
    desk.locator("main form button.btn-main").click()
    desk.wait_for_selector("[data-saved]")
    desk.goto(story.base + entry)
    desk.fill("form[action$='/close/'] textarea", "已劝停，业主认可")
    desk.locator("form[action$='/close/'] button").click()
    desk.wait_for_selector("[data-saved]")
