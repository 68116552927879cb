"""The official forms of a day, a month's roster and single matters, as PDF. R64, R65, R02, R41, R45."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from duty.log import commands
from duty.log.models import Entry
from duty.roster import commands as rosters
from duty.roster import grid
from duty.roster.models import Roster, RosterVersion, ShiftType
from frontdesk.kernel.exports import pdf
from frontdesk.kernel.exports.tests.papers import flat, is_for_archives
from frontdesk.kernel.records import sealing
from frontdesk.kernel.records.models import AccessLine, Chain
from frontdesk.pages.printing import checklist, composing
from handover import commands as hands_over
from handover.tests.conftest import moment, proof
from tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
DAY = "/log/2026-11-23/pdf/"
COLUMNS = ("序号", "时间", "来电/来访", "房号", "姓名", "电话", "内容", "处理情况", "处理人/跟进人", "备注")


@pytest.mark.clause("R64", "R41", "R45")
def test_a_day_holds_every_entry_note_and_correction_and_both_signatures(printed, monday):
    reader, text = printed(DAY)
    assert is_for_archives(reader)
    assert "".join(COLUMNS) in text
    for said in (
        "云岭花园客户服务中心（前台）值班记录表", "2026年11月23日星期一", "记录本SKY-", "序号0001–0004", "共4条，来电3，来访1",
        "三声内接听1/1", "早班（E）08:00–16:00曾雨", "晚班（L）14:00–22:00欧阳静",
        "【报修·爆管】厨房水槽下角阀漏水客户要求：上午都在家", "李先生业主138****1234",
        "派单→工程维修部周师傅先关总阀——曾雨",
        "8-1-12038-1-1303", "更正房号8-1-12038-1-1303（房号听错，已回拨核对）——曾雨",
        "补记：11月23日周一10:05发生，迟1小时30分", "当场处理：验收合格后退",
        "轿厢内三人", "突发事件",
        "13:58交接班E→L曾雨→欧阳静（见后附交接班记录）",
        "值班人员签名", "主管查阅签名",
    ):  # fmt: skip
        assert said in text, said
    assert "13800001234" not in text
    handover = text[text.index("交接日期") :]
    for said in (
        "交班曾雨前台客服2026年11月23日13:58",
        "接班欧阳静客服管家2026年11月23日13:58",
        monday["sheet"].digest,
    ):
        assert said in handover, said


@pytest.mark.clause("R64")
def test_the_columns_stand_again_on_every_page_and_pages_are_counted(printed, record, monday):
    for number in range(60):
        record(description=f"第{number}次来电咨询", minutes=430 + number)
    reader, text = printed(DAY)
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
    assert all("".join(COLUMNS) in page for page in pages[:-1])
    assert [text.count(f"第{number}次来电咨询") for number in range(60)] == [1] * 60
    assert text.index("第9次来电咨询") < text.index("第10次来电咨询")


@pytest.mark.clause("R02")
def test_names_come_from_the_settings_at_the_time_of_printing(printed, desk):
    desk.project.name, desk.project.centre_name, desk.name = "碧水湾", "业户服务处", "一号台"
    desk.project.save()
    desk.save()
    _reader, text = printed(DAY)
    assert "碧水湾业户服务处（一号台）值班记录表" in text
    assert "云岭花园" not in text


@pytest.mark.clause("R45")
def test_a_print_names_who_printed_and_the_newest_seal_and_is_noted(printed, auditor, desk):
    reader, _text = printed(DAY, auditor)
    head = Chain.objects.get(desk=desk)
    for page in reader.pages:
        said = "".join(page.extract_text().split())
        assert f"打印：{auditor.name}2026年11月23日20:00" in said
        assert f"封印第{head.last_seq}号{head.last_hash[:16]}" in said
    line = AccessLine.objects.get()
    assert (line.person, line.what, line.about_kind, line.about_id) == (auditor, "print", "log.day", 20261123)


@pytest.mark.clause("R64", "R37")
def test_a_day_without_an_entry_says_so(printed):
    _reader, text = printed("/log/2026-11-22/pdf/")
    assert "本日无记录。" in text
    assert "记录本SKY-" in text


@pytest.mark.clause("R64")
def test_nothing_typed_at_the_desk_is_read_as_markup(printed, record, monday):
    for text in ("#set page(fill: red)", "$ x^2", "*重* _斜_ `码` @a <b>", "]; #panic()", "\\#1 \\u{41}", "🏠\u202e倒"):
        record(description=text, caller_name=text[:40], minutes=430)
    _reader, text = printed(DAY)
    for said in ("#setpage(fill:red)", "$x^2", "*重*_斜_`码`@a<b>", "];#panic()", "\\#1\\u{41}", "〓〓倒"):
        assert text.count(said) == 2, said


@pytest.mark.clause("R56", "R64")
def test_a_handover_prints_alone_with_its_lists_counts_and_checks(printed, monday):
    _reader, text = printed(f"/handover/sheets/{monday['sheet'].pk}/pdf/")
    for said in (
        "交接班记录", "交班人曾雨接班人欧阳静", "接班人到岗13:40", "交接开始13:40交接完成13:58",
        "记录3，通话2，来访1，报修1，投诉1，突发事件0", "已阅记录3条",
        "待跟进事项（2）", "报修8-1-1303厨房水槽下角阀漏水", "派单先关总阀",
        "对讲机2台2台", "备用金¥500.00¥500.00", "台面整洁无尘√", "热线畅通√", "没有疑问。",
        "交班人声明：本班没有未记录的事项。", "手写签名",
    ):  # fmt: skip
        assert said in text, said


@pytest.mark.clause("R50", "R55", "R56")
def test_a_handover_shows_what_was_late_asked_wrong_or_missing_and_the_stroke_of_a_hand(printed, hands, cast, monday):
    handover = hands_over.prepare(desk=cast.desk, by=cast.butler, at=moment(21, 50))
    for item in hands.frame(handover, moment(21, 50)).items:
        commands.add_note(entry_id=item.entry, text="明早再办", by=cast.butler, at=moment(21, 52))
    hands.fill(handover, moment(21, 55), witness_name="中控室 郝强")
    numbers = {one.article.pk: one.expected_here for one in hands.frame(handover, moment(21, 55)).counts}
    numbers[hands.article("雨伞").pk] -= 1
    words = {"nothing_omitted": True, "no_matters": False, "remark": "明早电梯年检", "witness_name": "中控室 郝强"}
    hands_over.count(handover_id=handover.pk, numbers=numbers, by=cast.butler, at=moment(21, 56), **words)
    hands_over.explain(
        handover_id=handover.pk, article_id=hands.article("雨伞").pk, text="一把借给3-2-501", by=cast.butler, at=moment(21, 57)
    )  # fmt: skip
    stroke = io.BytesIO()
    Image.new("L", (60, 20), 0).save(stroke, "PNG")
    sheet = hands_over.sign(
        handover_id=handover.pk, digest=hands.frame(handover, moment(21, 58)).digest, by=cast.butler, at=moment(22, 0),
        proofs=[proof(cast.butler, moment(22, 0))], strokes={cast.butler.pk: ("image/png", stroke.getvalue())},
    )  # fmt: skip
    reader, text = printed(f"/handover/sheets/{sheet.pk}/pdf/")
    for said in ("收台", "中控室郝强", "雨伞6把5把有首次清点6把；一把借给3-2-501", "明早电梯年检", "门窗已锁√"):
        assert said in text, said
    assert [len(page.images) for page in reader.pages][-1] == 1


@pytest.mark.clause("R64")
def test_a_late_shift_s_handover_after_midnight_belongs_to_its_own_day(monday):
    sheet = monday["sheet"]
    assert [part.form for part in composing.day(sheet.desk, date(2026, 11, 23))] == ["duty_log", "handover"]
    assert [part.form for part in composing.day(sheet.desk, date(2026, 11, 24))] == ["duty_log"]


@pytest.mark.clause("R65")
def test_a_roster_prints_every_version_with_steps_and_changes(printed, planned, cast, posted, at):
    reserve = posted("desk_clerk", "龙飞")
    rosters.substitute(
        roster_id=planned.pk, day=date(2026, 11, 25), code="E", person_out=cast.clerk, person_in=reserve,
        reason="曾雨参加培训", by=cast.supervisor, at=at,
    )  # fmt: skip
    _reader, first = printed("/roster/2026-11/versions/1/pdf/")
    _reader, second = printed("/roster/2026-11/versions/2/pdf/")
    for said in (
        "2026年11月值班表", "曾雨前台客服", "欧阳静客服管家", "E早班08:00–16:00", "审核单晓明", "批准孟令仪",
        "自拟自审", "只排这几天", "项目负责人签名",
    ):  # fmt: skip
        assert said in first, said
        assert said in second, said
    assert ("第1版" in first, "龙飞" in first, "变更" in first) == (True, False, False)
    for said in ("第2版", "11月25日曾雨E→休；11月25日龙飞休→E", "曾雨参加培训", "E2"):
        assert said in second, said
    assert AccessLine.objects.filter(what="print", about_kind="roster.version").count() == 2


@pytest.mark.clause("R65")
@pytest.mark.parametrize(("count", "pages"), [(30, 1), (45, 2)])
def test_thirty_people_fit_on_a_landscape_page_and_for_more_the_head_repeats(
    printed, desk, supervisor, at, count, pages
):
    month, codes = date(2026, 12, 1), "EL"
    people = [person(f"p{number}", f"职员{number:02d}") for number in range(count)]
    table = {(one.pk, day): codes[(one.pk + day.day) % 2] for one in people for day in grid.days_of(month)}
    with sealing.pen(desk.pk, at=at) as pen:
        roster = Roster.objects.create(desk=desk, month=month)
        text = grid.freeze(month, table, ShiftType.objects.filter(desk=desk))
        pen.write(RosterVersion(roster=roster, version=1, grid=text), by=supervisor)
    reader, text = printed("/roster/2026-12/versions/1/pdf/")
    assert len(reader.pages) == pages
    assert {page.mediabox.width > page.mediabox.height for page in reader.pages} == {True}
    assert [text.count(f"职员{number:02d}") for number in range(count)] == [1] * count
    assert text.count("姓名岗位1二2三3四") == pages


@pytest.mark.clause("R18")
def test_an_incident_and_a_sheet_print_as_their_forms(printed, monday):
    incident = Entry.objects.get(category="INC")
    _reader, text = printed(f"/incidents/{incident.pk}/pdf/")
    for said in (
        "突发事件报告",
        "突发事件电梯困人",
        "5栋1号梯",
        "轿厢内三人",
        "受控时间未受控",
        "报告人签名",
        "通知与到场",
    ):
        assert said in text, said
    _reader, text = printed(f"/log/entries/{monday['noise'].pk}/sheet/pdf/")
    for said in ("投诉处理表", "停止夜间施工", "重要", "主管意见", "投诉人签名", "139****5678"):
        assert said in text, said


@pytest.mark.clause("R41")
def test_a_sheet_of_a_corrected_line_shows_the_correction(printed, monday, cast, at):
    values, later = {"trade": "给水", "fault": "角阀开裂"}, at + timedelta(minutes=120)
    commands.save_sheet(entry_id=monday["leak"].pk, values=values, expected=0, by=cast.clerk, at=later)
    _reader, text = printed(f"/log/entries/{monday['leak'].pk}/sheet/pdf/")
    assert "报修派工单" in text
    assert "房号8-1-12038-1-1303房号听错，已回拨核对曾雨" in text


@pytest.mark.clause("R58")
def test_the_inspection_form_is_blank_with_ten_items_or_filled_in(printed, desk, supervisor, at):
    _reader, text = printed("/archive/print/checklist/")
    places = [text.index(name) for name, _how in checklist.ITEMS]
    assert (len(places), places) == (10, sorted(places))
    assert text.count("□合格") == 10
    filled = checklist.checklist(
        [checklist.Item("前台环境", "台面无客户资料", "看现场", "不合格", "2", "柜台上有一份资料")],
        head=checklist.Head(kind="每日9:30前", time="2026年11月23日 09:20", inspector="单晓明", rate="90%"),
        findings=[checklist.Finding("前台环境", "资料已入柜", "顺手放下", "加带盖资料盒", "曾雨", "11-24", "单晓明 11-23 有效")],
        stressed="随用随收", signatures=[("检查", "单晓明", "客服主管", "2026年11月23日 09:31")], digest="ab" * 32,
    )  # fmt: skip
    text = flat(pdf.make([filled], pdf.margin(desk, by=supervisor, at=at), title="检查表"))
    for said in (
        "不合格",
        "柜台上有一份资料",
        "加带盖资料盒",
        "单晓明11-23有效",
        "随用随收",
        "客服主管",
        "ab" * 32,
        "90%",
    ):
        assert said in text, said
    assert "□合格" not in text


@pytest.mark.clause("R44")
def test_another_desks_papers_are_not_there(client_of, stranger, monday, now):
    client = client_of(stranger)
    for path in (
        f"/handover/sheets/{monday['sheet'].pk}/pdf/",
        f"/log/entries/{monday['noise'].pk}/sheet/pdf/",
        "/roster/2026-11/versions/1/pdf/",
    ):
        assert client.get(path).status_code == 404
