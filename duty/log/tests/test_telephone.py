"""What the telephone system recorded: read in whatever form it came, shown before it is kept. R26, A13, A15."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duty.log import commands, figures, telephone
from duty.log.models import CallReturned, PhoneCall, PhoneImport
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records.models import AccessLine

pytestmark = pytest.mark.django_db
HEAD = "呼叫时间,主叫号码,振铃时长,接听状态"
THREE = f"""{HEAD}
2026-11-23 09:00:01,13800001111,8,已接
2026-11-23 09:05:02,021-5555 0000,14,已接
2026-11-23 09:10:03,13900002222,16,已接
"""
MISSED = THREE + "2026-11-23 09:20:00,13700003333,31,未接\n"


def read(text, at, encoding="utf-8"):
    return telephone.read(text.encode(encoding), zone="Asia/Shanghai", now=at)


@pytest.fixture
def take(desk, clerk, at):
    def take(text, *, leave_out=False, by=clerk, key=""):
        data = text.encode()
        return commands.import_calls(
            desk=desk, name="记录.csv", data=data, sha256=hashlib.sha256(data).hexdigest(), leave_out=leave_out, by=by, at=at,
            key=key,
        )  # fmt: skip

    return take


def span(at):
    return {"since": at - timedelta(days=1), "until": at + timedelta(days=1)}


@pytest.mark.clause("R26")
def test_waits_of_8_14_and_16_seconds_are_two_of_three(desk, take, at):
    take(THREE)
    rate = figures.answered_in_time_by_the_system(desk=desk, **span(at))
    assert (rate.done, rate.all) == (2, 3)


@pytest.mark.clause("R26")
def test_missed_calls_count_and_the_seconds_are_a_setting(desk, take, supervisor, clerk, at):
    take(MISSED)
    commands.set_three_rings(project_id=desk.project_id, seconds=20, by=supervisor, at=at)
    rate = figures.answered_in_time_by_the_system(desk=desk, **span(at))
    assert (rate.done, rate.all, rate.is_few) == (3, 4, True)
    with pytest.raises(Forbidden):
        commands.set_three_rings(project_id=desk.project_id, seconds=20, by=clerk, at=at)
    with pytest.raises(Refused):
        commands.set_three_rings(project_id=desk.project_id, seconds=900, by=supervisor, at=at)


@pytest.mark.clause("R26")
def test_without_a_call_there_is_no_percentage(desk, at):
    assert figures.answered_in_time_by_the_system(desk=desk, **span(at)).percent is None


@pytest.mark.clause("R26")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_the_trade_are_read(at, encoding, delimiter):
    found = read(MISSED.replace(",", delimiter), at, encoding)
    assert (len(found.calls), found.wrong) == (4, [])
    assert [call.answered for call in found.calls] == [True, True, True, False]


@pytest.mark.clause("R26")
def test_every_broken_line_is_named_with_its_number_and_its_fault(at):
    broken = THREE + "\n".join(  # noqa: FLY002 — a line each
        [
            "yesterday,13800001111,8,已接", "2026-11-23 09:30:00,=cmd(),8,已接", "2026-11-23 09:31:00,13800001111,soon,已接",
            "2026-11-23 09:32:00,13800001111,8,perhaps", "2026-11-23 09:33:00,13800001111",
            "2031-01-01 09:00:00,13800001111,8,已接",
            "2026-11-23 09:10:03,13900002222,16,已接",
        ]
    )  # fmt: skip
    found = read(broken, at)
    assert [number for number, _ in found.wrong] == [5, 6, 7, 8, 9, 10]
    assert (len(found.calls), found.twice) == (3, 1)


@pytest.mark.clause("R26")
@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"\xff\xfe\xfd" * 10, HEAD.encode(), "时间,号码\n1,2".encode(), b"a" * (2 * 1024 * 1024 + 1),
     (HEAD + "\n" + "2026-11-23 09:00:00,13800001111,8,x\n" * 20_001).encode()[: 2 * 1024 * 1024]],
)  # fmt: skip
def test_a_file_that_cannot_be_read_as_a_whole_gets_a_sentence(at, data):
    with pytest.raises(Refused):
        telephone.read(data, zone="Asia/Shanghai", now=at)


@pytest.mark.clause("R26")
def test_broken_lines_stay_outside_only_when_somebody_says_so(take):
    text = THREE + "yesterday,13800001111,8,已接\n"
    with pytest.raises(Refused):
        take(text)
    assert not PhoneCall.objects.exists()
    taken, count = take(text, leave_out=True)
    assert (count, taken.left_out) == (3, 1)


@pytest.mark.clause("R26")
def test_the_same_calls_are_taken_over_once_and_the_same_form_twice_is_one_import(take):
    assert take(THREE, key="one")[1] == 3
    assert take(THREE, key="one")[1] == 0
    assert PhoneImport.objects.count() == 1
    assert take(MISSED)[1] == 1
    assert PhoneCall.objects.count() == 4


@pytest.mark.clause("R26")
def test_only_the_file_that_was_shown_is_taken_over(desk, clerk, at):
    with pytest.raises(Refused):
        commands.import_calls(
            desk=desk, name="x.csv", data=THREE.encode(), sha256="0" * 64, leave_out=False, by=clerk, at=at
        )


@pytest.mark.clause("R26")
def test_a_missed_call_waits_until_its_caller_is_reached(desk, take, clerk, at):
    take(MISSED)
    missed = PhoneCall.objects.waiting().get()
    commands.return_call(call_id=missed.pk, reached=False, by=clerk, at=at)
    assert PhoneCall.objects.waiting().get() == missed
    commands.return_call(call_id=missed.pk, reached=True, text="问停水", by=clerk, at=at + timedelta(minutes=4))
    assert not PhoneCall.objects.waiting().exists()
    with pytest.raises(Refused):
        commands.return_call(call_id=missed.pk, reached=True, by=clerk, at=at)
    answered = PhoneCall.objects.filter(answered=True).first()
    with pytest.raises(Refused):
        commands.return_call(call_id=answered.pk, reached=True, by=clerk, at=at)
    assert CallReturned.objects.count() == 2
    rate = figures.returned_in_time(desk=desk, **span(at))
    assert (rate.done, rate.all) == (0, 1)  # rung back 45 minutes after it rang


@pytest.mark.clause("R30")
def test_a_faulty_hotline_is_an_urgent_repair_with_the_number_to_be_reached_at(desk, clerk, at):
    fault = commands.report_fault(desk=desk, line="hotline", stand_in="13512345678", by=clerk, at=at)
    assert (fault.category, fault.priority, fault.department) == ("REP", "P2", "engineering")
    assert "13512345678" in fault.description
    for line, number in (("hotline", " "), ("pigeon", "13512345678")):
        with pytest.raises(Refused):
            commands.report_fault(desk=desk, line=line, stand_in=number, by=clerk, at=at)


@pytest.mark.clause("R26", "R45")
def test_a_file_is_shown_then_taken_over_and_a_missed_caller_rung_back(client_of, clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    browser = client_of(clerk)
    upload = SimpleUploadedFile("十一月.csv", (MISSED + "x,1,2,3\n").encode("gbk"))
    page = browser.post("/log/telephone/import/", {"file": upload})
    assert not PhoneCall.objects.exists()
    text = page.content.decode()
    assert "第 6 行" in text
    assert "13700003333" not in text
    form = page.context["confirm"]
    data = {"name": "十一月.csv", "sha256": form.initial["sha256"], "key": form.initial["key"]}
    assert browser.post("/log/telephone/import/confirm/", data).status_code == 422
    assert browser.post("/log/telephone/import/confirm/", {**data, "leave_out": "on"}).status_code == 302
    waiting = browser.get("/log/telephone/").content.decode()
    assert "137****3333" in waiting
    assert "13700003333" not in waiting
    call = PhoneCall.objects.get(answered=False)
    assert "13700003333" in browser.get(f"/log/telephone/calls/{call.pk}/return/").content.decode()
    assert AccessLine.objects.filter(about_kind="log.phone_call", about_id=call.pk, person=clerk).exists()
    assert browser.post(f"/log/telephone/calls/{call.pk}/return/", {"reached": "1"}).status_code == 302
    assert not PhoneCall.objects.waiting().exists()
    month = browser.get("/log/telephone/2026-11/").content.decode()
    assert "2 / 4" in month


@pytest.mark.clause("R26")
@pytest.mark.parametrize("path", ["2026-13", "2026-0", "0-1", "9999-99"])
def test_a_month_that_is_none_is_not_there(client_of, clerk, path):
    assert client_of(clerk).get(f"/log/telephone/{path}/").status_code == 404
