"""The pages of supervision: who sees what, what a tap does, what survives a refusal. R03, R05, R44–R47, R58–R63."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duty.log.models import Entry, Instruction
from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.records.models import Attachment
from frontdesk.kernel.records.tests.small_book import picture
from handover import commands as handover
from handover.tests.conftest import Hands
from inspections import commands, items, reading
from inspections.models import DailyReading, Finding, Inspection, NoticeAck, SpotDraw
from inspections.views import findings

from .conftest import TODAY, YESTERDAY, found, moment, proof
from .test_inspecting import THE_TEN

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
PASSWORD = "ke-fu-qian-tai-7"


def all_pass(**other):
    return {f"result-{code}": "pass" for code in THE_TEN} | {"password": PASSWORD} | other


def text(answer):
    return answer.content.decode()


@pytest.mark.clause("R58")
def test_the_form_has_ten_cards_in_the_regulation_s_order_and_a_camera(client_of, supervisor, record):
    record()
    page = text(client_of(supervisor).get("/inspections/new/daily/"))
    assert re.findall(r'class="card-of-item" id="(\w+)"', page) == THE_TEN
    assert page.count('capture="environment"') == 10
    assert 'name="evidence-duty_log"' in page
    assert 'name="evidence-appearance"' not in page


@pytest.mark.clause("R58", "R59")
def test_an_inspection_is_signed_on_the_page(client_of, supervisor, desk, record, files):
    entry = record()
    client = client_of(supervisor)
    fields = all_pass(**{
        "result-environment": "fail", "note-environment": "柜台上有客户资料", "correction-environment": "已收起",
        "evidence-duty_log": [f"log.entry:{entry.pk}"],
    })  # fmt: skip
    assert client.post("/inspections/new/daily/", fields).status_code == 302
    one = Inspection.objects.get()
    assert (one.kind, one.passed, one.failed, Finding.objects.get().steps.get().text) == ("daily", 9, 1, "已收起")
    page = text(client.get(one.get_absolute_url()))
    assert "柜台上有客户资料" in page
    assert entry.get_absolute_url() in page


@pytest.mark.clause("R58")
@pytest.mark.parametrize(
    "wrong",
    [{"password": "falsch"}, {"result-environment": "fail"}, {"result-environment": ""}, {"result-service": "maybe"}],
)
def test_a_refusal_signs_nothing_keeps_what_was_typed_and_the_photo(client_of, supervisor, files, wrong):
    client = client_of(supervisor)
    photo = SimpleUploadedFile("柜台.png", picture(), "image/png")
    answer = client.post("/inspections/new/daily/", all_pass(**{"photo-handover": photo, "note-service": "好"} | wrong))
    page = text(answer)
    assert (answer.status_code, Inspection.objects.count()) == (422, 0)
    assert ">好</textarea>" in page.replace("\n", "")
    kept = re.search(r'name="kept-handover" value="([^"]+)"', page)[1]
    assert client.post("/inspections/new/daily/", all_pass(**{"kept-handover": kept})).status_code == 302
    assert Attachment.objects.get().about_id == Inspection.objects.get().pk


@pytest.mark.clause("R58")
def test_everything_that_is_missing_is_said_at_once_each_with_a_link_to_its_card(client_of, supervisor):
    client = client_of(supervisor)
    fields = all_pass(**{"result-environment": "fail", "result-service": "", "password": ""})
    answer = client.post("/inspections/new/daily/", fields)
    page = text(answer)
    told = re.findall(r'<li><a href="#(\w+)"', page)
    assert (answer.status_code, told) == (422, ["environment", "service", "id_password"])
    assert re.findall(r'id="(\w+)" data-refused', page) == ["environment", "service"]
    assert re.search(r'<textarea name="note-environment"[^>]*aria-invalid="true"', page)
    assert page.count('<details class="at-once" open>') == 1
    adhoc = text(client.post("/inspections/new/adhoc/", {"result-service": "pass"}))
    assert re.findall(r'<li><a href="#(\w+)"', adhoc) == ["id_password"]  # what nobody looked at is not asked for


@pytest.mark.clause("R58")
def test_what_was_ticked_is_sampled_however_many_calls_came_meanwhile(client_of, supervisor, record):
    first = record(minutes=-60)
    for number in range(10):
        record(minutes=number)
    fields = {"result-duty_log": "pass", "evidence-duty_log": [f"log.entry:{first.pk}"], "password": "falsch"}
    client = client_of(supervisor)
    page = text(client.post("/inspections/new/adhoc/", fields))
    assert re.search(rf'value="log.entry:{first.pk}" checked', page)
    assert client.post("/inspections/new/adhoc/", fields | {"password": PASSWORD}).status_code == 302
    assert f'["log.entry",{first.pk}]' in Inspection.objects.get().content


def test_somebody_else_s_kept_photo_is_none(client_of, supervisor, butler, files, cast):
    photo = SimpleUploadedFile("柜台.png", picture(), "image/png")
    page = text(client_of(supervisor).post("/inspections/new/adhoc/", {"photo-handover": photo}))
    kept = re.search(r'name="kept-handover" value="([^"]+)"', page)[1]
    appoint(
        project_id=cast.desk.project_id, person=butler, role="supervisor", acting=True, starts_at=moment(8),
        ends_at=moment(18), by=supervisor, at=moment(8),
    )  # fmt: skip
    butler.__dict__.pop("all_postings", None)
    for token in (kept, "nonsense", kept[:-3]):
        client_of(butler).post("/inspections/new/adhoc/", {
            "result-handover": "pass", "kept-handover": token, "password": PASSWORD,
        })  # fmt: skip
    assert (Inspection.objects.count(), Attachment.objects.count()) == (3, 0)


@pytest.mark.clause("R61")
def test_an_ad_hoc_inspection_is_two_clicks_away_and_takes_any_items(client_of, supervisor, desk):
    client = client_of(supervisor)
    assert "/inspections/new/adhoc/" in text(client.get("/inspections/"))
    fields = {"result-service": "pass", "result-environment": "na", "password": PASSWORD}
    assert client.post("/inspections/new/adhoc/", fields).status_code == 302
    one = Inspection.objects.get()
    assert (one.kind, one.passed, one.not_applicable) == ("adhoc", 1, 1)
    assert "随时检查" in text(client.get("/inspections/2026-11/"))


def test_a_word_without_a_result_is_not_lost_but_asked_about(client_of, supervisor):
    fields = {"result-service": "pass", "note-environment": "柜台乱", "password": PASSWORD}
    answer = client_of(supervisor).post("/inspections/new/adhoc/", fields)
    assert (answer.status_code, Inspection.objects.count()) == (422, 0)


@pytest.mark.clause("R03")
@pytest.mark.parametrize("who", ["butler", "clerk", "auditor", "lead"])
def test_nobody_but_the_supervisor_creates(client_of, cast, planned, who):
    client = client_of(getattr(cast, who))
    day, name = TODAY.isoformat(), "inspections"
    paths = [
        f"/{name}/new/daily/", f"/{name}/new/adhoc/", f"/{name}/spot/2026-11-22/E/", f"/{name}/spot/draw/",
        f"/reading/{day}/sign/", "/daily-notices/give/",
    ]  # fmt: skip
    assert [client.post(path, all_pass()).status_code for path in paths] == [403] * 6
    assert not Inspection.objects.exists()


@pytest.mark.clause("R03", "R02")
def test_another_project_s_shift_and_one_that_never_was_are_not_there(client_of, cast, planned, record):
    client = client_of(cast.supervisor)
    assert client.get("/inspections/spot/2026-11-22/E/").status_code == 200
    for shift in ("2026-11-22/Q", "2026-11-24/E", "2026-01-01/E"):
        for method in (client.get, client.post):
            assert method(f"/inspections/spot/{shift}/").status_code == 404
    appoint(
        project_id=cast.other_desk.project_id, person=cast.auditor, role="supervisor", starts_at=moment(8),
        by=cast.stranger, at=moment(8),
    )  # fmt: skip
    cast.auditor.__dict__.pop("all_postings", None)
    other = client_of(cast.auditor)
    session = other.session
    session["desk"] = cast.other_desk.pk
    session.save()
    assert other.get("/inspections/spot/2026-11-22/E/").status_code == 404


@pytest.mark.clause("R63", "R03")
def test_a_spot_check_is_drawn_shown_inspected_and_seen_on_the_day_and_its_handover(
    client_of, her, cast, planned, record, now
):
    handover.set_up(desk=cast.desk)
    record(minutes=-24 * 60)
    now.move_to(moment(11, 10, 22))
    Hands(cast).change(22)
    now.move_to(moment(11, 10))
    client = client_of(cast.supervisor)
    assert client.post("/inspections/spot/draw/").status_code == 302
    draw = SpotDraw.objects.get()
    before = text(client.get(draw.get_absolute_url()))
    assert draw.commitment in before
    assert draw.hidden.nonce not in before
    assert client.get(f"/inspections/spot/{draw.pk}/inspect/").status_code == 302
    client.post(f"/inspections/spot/{draw.pk}/show/")
    shown = draw.reveals.get()
    assert shown.nonce in text(client.get(draw.get_absolute_url()))
    assert client.post("/inspections/spot/draw/").status_code == 422
    fields = {"result-duty_log": "fail", "note-duty_log": "缺地点", "password": PASSWORD}
    assert client.post(f"/inspections/spot/{draw.pk}/inspect/", fields).status_code == 302
    assert "不定期抽查" in text(client.get(f"/log/{shown.target_date}/"))
    assert Inspection.objects.get().picked_by == "random"
    made = commands.inspect_chosen(
        desk=cast.desk, date=YESTERDAY, code="E", found=list(found(cast.desk, ["handover"])),
        proof=proof(cast.supervisor, moment(11, 20)), by=cast.supervisor, at=moment(11, 20),
    )  # fmt: skip
    for somebody in (
        cast.supervisor,
        cast.butler,
    ):  # that it was checked, by whom and when, everybody at the desk may see
        page = text(client_of(somebody).get(made.sheet.get_absolute_url()))
        assert re.search(rf"不定期抽查.*{cast.supervisor.name}.*11:20", page)
        assert (made.get_absolute_url() in page) == (somebody == cast.supervisor)


@pytest.mark.clause("R46", "R47")
def test_a_day_is_read_with_an_instruction_and_signed(client_of, cast, record):
    entry = record(description="电梯异响")
    client = client_of(cast.supervisor)
    path = f"/reading/{TODAY}/"
    page = text(client.get(path))
    assert "电梯异响" in page
    assert 'name="text"' not in page.split("<main")[1]
    assert 'name="text"' in text(client.get(f"{path}?instruct={entry.pk}"))
    assert client.post(f"{path}instruct/{entry.pk}/", {"text": "今天回电"}).status_code == 302
    assert Instruction.objects.open().get().note.text == "今天回电"
    digest = reading.written(cast.desk, TODAY).digest
    assert client.post(f"{path}sign/", {"digest": "0" * 64, "password": PASSWORD}).status_code == 422
    assert client.post(f"{path}sign/", {"digest": digest, "password": "falsch"}).status_code == 422
    assert client.post(f"{path}sign/", {"digest": digest, "password": PASSWORD, "remark": "已阅"}).status_code == 302
    assert DailyReading.objects.get().remark == "已阅"
    assert f'action="{path}sign/"' not in text(client.get(path))


@pytest.mark.clause("R46")
def test_what_came_meanwhile_is_shown_and_the_form_then_signs_that(client_of, cast, record):
    record()
    client, path = client_of(cast.supervisor), f"/reading/{TODAY}/"
    shown = re.search(r'name="digest" value="(\w+)"', text(client.get(path)))[1]
    record(minutes=50, description="刚来的电话")
    answer = client.post(f"{path}sign/", {"digest": shown, "password": PASSWORD})
    assert answer.status_code == 422
    assert "刚来的电话" in text(answer)
    fresh = re.search(r'name="digest" value="(\w+)"', text(answer))[1]
    assert client.post(f"{path}sign/", {"digest": fresh, "password": PASSWORD}).status_code == 302


@pytest.mark.clause("R46")
def test_new_lines_are_marked_and_the_list_says_how_far_each_day_is_read(client_of, her, cast, record, now):
    record()
    her.read(TODAY, moment(10, 30))
    record(minutes=40, description="后来的")
    client = client_of(cast.supervisor)
    page = text(client.get(f"/reading/{TODAY}/"))
    assert page.count('class="fresh"') == 1
    newest = Entry.objects.latest("pk")
    assert (page.count('href="#sign"'), page.count(f'href="#e{newest.pk}"')) == (
        1,
        2,
    )  # from the top, and back from the end
    days = text(client.get("/reading/"))
    assert "部分已阅" in days
    assert "未阅" in days
    assert client.get("/reading/2026-11-24/").status_code == 404


@pytest.mark.clause("R46")
def test_a_day_of_many_lines_is_read_to_its_end_before_it_can_be_signed(client_of, cast, record, monkeypatch):
    monkeypatch.setattr(reading, "LINES", 2)
    entries = [record(minutes=number) for number in range(3)]
    client, path = client_of(cast.supervisor), f"/reading/{TODAY}/"
    assert 'name="digest"' not in text(client.get(path))
    page = text(client.get(f"{path}?after={entries[1].pk}"))
    assert 'name="digest"' in page
    assert page.count("<article") == 1


@pytest.mark.clause("R59")
def test_the_workbench_shows_the_supervisor_what_is_owed_and_nobody_else(client_of, cast, record):
    record()
    page = text(client_of(cast.supervisor).get("/"))
    assert "今日应办" in page
    assert "/inspections/new/daily/" in page
    assert f"/reading/{YESTERDAY}/" in page
    for somebody in (cast.clerk, cast.lead, cast.auditor):
        assert "今日应办" not in text(client_of(somebody).get("/"))


@pytest.mark.clause("R60")
def test_the_daily_notice_is_shown_at_sign_in_and_on_the_workbench_until_it_is_ticked(client_of, cast):
    notice = commands.give_notice(desk=cast.desk, date=TODAY, text="下午停水", by=cast.supervisor, at=moment(8))
    client = client_of(cast.butler)
    for path in ("/", "/attendance/", "/daily-notices/"):
        assert "下午停水" in text(client.get(path))
    assert "下午停水" not in text(client_of(cast.supervisor).get("/attendance/"))
    client.post("/attendance/in/")
    answer = client.post(f"/daily-notices/{notice.pk}/tick/", {"next": "/attendance/"})
    assert (answer.url, NoticeAck.objects.get().recorded_by) == ("/attendance/", cast.butler)
    for path in ("/", "/attendance/"):
        assert "下午停水" not in text(client.get(path))
    assert cast.butler.name in text(client_of(cast.supervisor).get("/daily-notices/"))
    for back in ("https://evil.example/", "//evil.example/", "nowhere"):
        assert client.post(f"/daily-notices/{notice.pk}/tick/", {"next": back}).url == "/daily-notices/"


@pytest.mark.clause("R62")
def test_a_finding_is_seen_and_worked_on_by_its_owner_and_hidden_from_colleagues(client_of, her, cast):
    finding = her.finding(moment(9, 20))
    path, owner = finding.get_absolute_url(), client_of(cast.clerk)
    assert "柜台上有客户资料" in text(owner.get("/findings/"))
    assert owner.post(f"{path}cause/", {"text": "忘记收"}).status_code == 302
    assert owner.post(f"{path}measure/", {"text": " "}).status_code == 422
    assert owner.post(f"{path}measure/", {"text": "加资料盒"}).status_code == 302
    assert owner.post(f"{path}verify/", {"effective": "yes", "text": "好"}).status_code == 403
    stranger = client_of(cast.butler)
    assert [stranger.get(path).status_code, stranger.post(f"{path}cause/", {"text": "x"}).status_code] == [404, 404]
    assert "柜台上有客户资料" not in text(stranger.get("/findings/"))
    assert client_of(cast.auditor).get(path).status_code == 200
    assert client_of(cast.stranger).get(path).status_code == 404
    chief = client_of(cast.supervisor)
    assert chief.post(f"{path}verify/", {"effective": "yes", "text": "复查有效"}).status_code == 302
    assert "柜台上有客户资料" in text(chief.get("/findings/?show=closed"))


@pytest.mark.clause("R62")
def test_findings_are_paged_by_day_and_number(client_of, her, cast, monkeypatch):
    monkeypatch.setattr(findings, "PAGE", 2)
    made = [her.finding(moment(9, number)) for number in range(5)]
    client, seen, path = client_of(cast.supervisor), [], "/findings/"
    while path:
        page = text(client.get(path))
        seen += re.findall(r'href="/findings/(\d+)/"', page)
        more = re.search(r'href="(\?[^"]+)" rel="next"', page)
        path = more and f"/findings/{more[1].replace('&amp;', '&')}"
    assert seen == [str(one.pk) for one in made]


@pytest.mark.clause("R05")
def test_a_coaching_note_stands_in_the_person_s_record_and_the_month(client_of, her, cast):
    inspection = her.inspect(moment(9, 20))
    client = client_of(cast.supervisor)
    fields = {"person": cast.clerk.pk, "text": "接电话先报部门", "inspection_id": inspection.pk}
    assert client.post("/coaching/write/", fields).status_code == 302
    assert "接电话先报部门" in text(client_of(cast.clerk).get("/coaching/"))
    assert "接电话先报部门" in text(client.get(f"/coaching/?person={cast.clerk.pk}"))
    for somebody in (cast.butler, cast.auditor):
        assert "接电话先报部门" not in text(client_of(somebody).get("/coaching/"))
    assert ">1<" in text(client.get("/inspections/2026-11/")).split("督导记录")[-1]
    assert client.post("/coaching/write/", fields | {"inspection_id": 10**6}).status_code == 422


@pytest.mark.clause("R58")
def test_the_items_are_changed_on_the_settings_page(client_of, cast):
    client = client_of(cast.lead)
    page = text(client.get("/settings/inspections/"))
    assert page.count("-standard") >= 11
    rows = items.current(cast.desk.pk)[1]
    fields = {"form-TOTAL_FORMS": "11", "form-INITIAL_FORMS": "10", "version": "0"}
    for number, item in enumerate(rows):
        fields |= {
            f"form-{number}-code": item.code,
            f"form-{number}-standard": "新标准",
            f"form-{number}-method": "look",
        }
    fields |= {"form-10-code": "", "form-10-name": "母婴室", "form-10-standard": "干净", "form-10-method": "look"}
    assert client.post("/settings/inspections/items/", fields).status_code == 302
    version, now = items.current(cast.desk.pk)
    assert (version, now[0].standard, now[10].label) == (1, "新标准", "母婴室")
    assert client.post("/settings/inspections/items/", fields).status_code == 422
    often = {"handover_inspections": "all", "spot_checks_a_month": "6"}
    assert client.post("/settings/inspections/often/", often).status_code == 302
    assert client_of(cast.auditor).post("/settings/inspections/often/", often).status_code == 403


def test_pages_ask_as_much_of_four_as_of_one(client_of, her, cast, planned, record):
    client = client_of(cast.supervisor)
    record()

    def add(number):
        said = {"desk": cast.desk, "by": cast.supervisor, "at": moment(9, number)}
        her.finding(moment(9, number))
        commands.coach(person=cast.clerk, text="x", **said)
        commands.give_notice(date=TODAY, text="x", **said)

    def questions():
        counted = {}
        for path in ("/inspections/", "/findings/", "/reading/", "/daily-notices/", "/coaching/", "/inspections/spot/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counted[path] = len(asked)
        return counted

    add(1)
    questions()
    before = questions()
    for number in range(2, 5):
        add(number)
    assert questions() == before
