"""What is new at the desk appears by itself, and leaves alone whoever is busy."""

import pytest

from duty.log import commands
from frontdesk.kernel.notices import commands as notices

pytestmark = pytest.mark.browser


@pytest.fixture
def quick(settings, story):
    """The story, with pages that look every second."""
    settings.LIVE_SECONDS = 1
    return story


def record(story, what="电梯停在五楼", **more):
    said = {"channel": "call", "category": "REP", "unit_no": "8-1-1203", **more}
    return commands.record_entry(
        desk_id=story.cast.desk.pk,
        intake=commands.Intake(description=what, **said),
        by=story.cast.clerk,
        at=story.now(),
    )


@pytest.mark.clause("R01", "R07")
def test_a_new_line_a_notice_and_a_call_out_appear_without_reloading(quick):
    page = quick.page("supervisor")
    page.evaluate("window.stillTheSame = true")
    page.wait_for_function(
        "() => document.getElementById('live').getAttribute('hx-get').split('.').length === 5"
    )  # it has looked
    record(quick)
    page.wait_for_selector("#latest .line:has-text('电梯停在五楼')", timeout=15_000)
    page.wait_for_selector("#live-said:has-text('值班记录新增 1 条')", state="attached", timeout=15_000)
    notices.tell(
        [quick.cast.supervisor], project_id=quick.cast.desk.project_id, key="k", kind="x", subject="x", link="/", at=quick.now()
    )  # fmt: skip
    page.wait_for_function("() => /^\\(\\d+\\) /.test(document.title)", timeout=15_000)
    assert page.evaluate("window.stillTheSame")
    page.goto(quick.base + "/call-outs/")
    entry = record(quick, "一层大堂冒烟", category="INC", place="大堂")
    commands.call_out(entry_id=entry.pk, department="security", by=quick.cast.clerk, at=quick.now())
    page.wait_for_selector("#called-out .strand", timeout=15_000)
    page.goto(f"{quick.base}/incidents/{entry.pk}/")
    commands.add_note(entry_id=entry.pk, text="已疏散一层人员", by=quick.cast.clerk, at=quick.now())
    page.wait_for_selector("#incident .actions li:has-text('已疏散一层人员')", timeout=15_000)


def test_whoever_stands_in_a_part_or_types_is_left_alone(quick):
    record(quick, "第一条")
    page = quick.page("supervisor")
    page.focus("#latest .serial")
    record(quick, "第二条")
    page.wait_for_selector("#due .line:has-text('第二条')", timeout=15_000)
    assert page.locator("#latest .line:has-text('第二条')").count() == 0
    page.evaluate("document.activeElement.blur()")
    page.wait_for_selector("#latest .line:has-text('第二条')", timeout=15_000)
    page.focus("#find")
    asked = []
    page.on("request", lambda request: "/live/" in request.url and asked.append(request.url))
    for _ in range(4):
        page.keyboard.type("水")
        page.wait_for_timeout(600)
    assert asked == []


@pytest.mark.clause("R44")
def test_a_session_that_the_server_has_locked_covers_the_page_and_keeps_it(quick):
    page = quick.page("supervisor")
    page.evaluate("window.stillTheSame = true")
    quick.clock("10:30")
    page.wait_for_selector("#lock[open]", timeout=15_000)
    assert page.evaluate("window.stillTheSame")
