"""The end of a month in a real browser: its volume closed, exported, registered; years later disposed of. R42–R45."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from duty.log import commands
from duty.log.models import DisposalCertificate, Entry, VolumeClosed, VolumeExported
from frontdesk.kernel.records import access, verify
from frontdesk.kernel.records.models import AccessLine
from tests.cast import AT, PASSWORD

pytestmark = pytest.mark.browser
SHANGHAI = ZoneInfo("Asia/Shanghai")


def month_of_calls(story):
    """What the desk has written in November."""
    for number in range(3):
        intake = commands.Intake(
            channel="call", rings="2", category="ENQ", description=f"问停车费 {number}", caller_name="查女士",
            phone="13800001234", unit_no="3-2-1203", immediate_result="已答复",
        )  # fmt: skip
        commands.record_entry(desk_id=story.cast.desk.pk, intake=intake, by=story.cast.clerk, at=AT)


def on(story, year, month, day, hour=9):
    """It is that day at the desk; whoever works there has promised confidentiality this year."""
    moment = datetime(year, month, day, hour, 30, 5, tzinfo=SHANGHAI)
    story.clockwork.move_to(moment)
    for somebody in (story.cast.supervisor, story.cast.lead, story.cast.auditor):
        access.promise(by=somebody, at=moment)
    return moment


def sign(page, form, **filled):
    for name, value in filled.items():
        page.fill(f"form[action$='/{form}/'] [name={name}]", value)
    page.fill(f"form[action$='/{form}/'] [name=password]", PASSWORD)
    page.locator(f"form[action$='/{form}/'] button").click()
    page.wait_for_selector(".said.success")


@pytest.mark.clause("R42", "R43", "R44", "R45")
def test_a_month_is_closed_exported_and_years_later_disposed_of(story):
    month_of_calls(story)
    moment = on(story, 2026, 12, 1)
    supervisor = story.page("supervisor", "/archive/")
    supervisor.click("tbody a")
    supervisor.select_option("form[action$='/close/'] [name=custodian]", label=story.cast.butler.name)
    sign(supervisor, "close", place="档案室 2 号柜")
    closing = VolumeClosed.objects.get()
    assert closing.final_hash in supervisor.content()

    supervisor.wait_for_selector("#files:has-text('等待后台')")
    commands.run_exports(at=moment)
    supervisor.wait_for_selector("#files a")  # the page asks by itself how far it is
    with supervisor.expect_download() as waited:
        supervisor.click("#files a")
    with open(waited.value.path(), "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    assert found == supervisor.locator("[data-sha256]").text_content() == VolumeExported.objects.get().sha256

    auditor = story.page("auditor", "/archive/")
    row = auditor.locator("tbody tr").first.text_content()
    assert all(word in row for word in (closing.number, "1–3", story.cast.butler.name, "2026-12-01", "2029-12-02"))
    auditor.goto(f"{story.base}/archive/access/?what=export")
    assert story.cast.supervisor.name in auditor.locator("tbody").text_content()

    on(story, 2029, 12, 1)
    last_day = story.page("supervisor", f"/archive/{closing.book_id}/")
    assert last_day.locator("form[action$='/dispose/']").count() == 0
    moment = on(story, 2029, 12, 2)
    sign(story.page("supervisor", f"/archive/{closing.book_id}/"), "dispose", reason="保存期满")
    lead = story.page("lead", f"/archive/{closing.book_id}/")
    sign(lead, "approve")
    commands.carry_out_disposals(at=moment)
    lead.goto(f"{story.base}/archive/{closing.book_id}/certificate/")
    assert closing.final_hash in lead.locator(".paper").text_content()
    assert story.cast.lead.name in lead.locator(".watermark").text_content()
    lead.goto(f"{story.base}{Entry.objects.first().get_absolute_url()}")
    assert "保存期满已销毁" in lead.locator(".line").text_content()
    assert DisposalCertificate.objects.get().records == 3
    assert AccessLine.objects.filter(what="print").count() == 1
    assert verify.verify()[1] == []
