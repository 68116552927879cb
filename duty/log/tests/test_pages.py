"""The pages of the log, as a browser without scripts sees them."""

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from duty.log.models import Correction, Entry, Matter, Note
from frontdesk.kernel.records import form_keys
from frontdesk.kernel.records.models import AccessLine, Submission

pytestmark = pytest.mark.django_db

# Written down, so that a query more is somebody's decision.
QUERIES = {"/": 26, "/log/": 10, "/matters/": 13}
CALL = {"channel": "call", "rings": "2", "category": "ENQ", "description": "问停车费", "key": "k1"}


@pytest.mark.clause("R07")
def test_a_new_entry_is_one_click_from_every_page(client_of, clerk, record):
    client, entry = client_of(clerk), record()
    for path in ["/", "/log/", "/matters/", "/notices/", "/search/?q=ab", entry.get_absolute_url()]:
        assert f'href="{reverse("log:new")}"' in client.get(path).content.decode()


@pytest.mark.clause("R07")
def test_an_enquiry_needs_a_category_and_what_is_wanted_only(client_of, clerk):
    answer = client_of(clerk).post("/log/new/", {"channel": "call", "category": "ENQ", "description": "问停车费"})
    assert (answer.status_code, answer.url) == (302, "/")
    assert Entry.objects.get().recorded_by == clerk


@pytest.mark.clause("R37")
def test_a_form_that_was_saved_and_changed_is_refused_once_and_then_another_entry(client_of, clerk):
    client, key = client_of(clerk), "one-form"
    said = {"channel": "call", "rings": "2", "category": "ENQ", "key": key}
    assert client.post("/log/new/", {**said, "description": "第一个电话"}).status_code == 302
    refused = client.post("/log/new/", {**said, "description": "第二个电话，漏水"})
    assert refused.status_code == 422
    assert "此表单已保存过" in refused.content.decode()
    assert "第二个电话，漏水" in refused.content.decode()
    # An outside check that knows only what was sent finds it again.
    assert Submission.objects.get().key == form_keys.of_form(key)
    fresh = refused.context["form"]["key"].value()
    assert fresh != key
    assert client.post("/log/new/", {**said, "description": "第二个电话，漏水", "key": fresh}).status_code == 302
    assert list(Entry.objects.order_by("id").values_list("description", flat=True)) == [
        "第一个电话",
        "第二个电话，漏水",
    ]


@pytest.mark.parametrize("field", ["occurred_at", "appointed_at"])
@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_moment_outside_the_calendar_is_refused_with_a_sentence(client_of, clerk, field, year):
    said = {"channel": "call", "rings": "2", "category": "ENQ", "description": "x", field: f"{year}-01-01T00:00"}
    answer = client_of(clerk).post("/log/new/", said)
    assert (answer.status_code, Entry.objects.count()) == (422, 0)


def test_the_same_form_posted_twice_is_one_entry(client_of, clerk):
    client = client_of(clerk)
    assert [client.post("/log/new/", CALL).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.count() == 1


@pytest.mark.clause("R39", "R41")
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_address_edits_or_deletes(client_of, supervisor, record, method):
    entry = record()
    client = client_of(supervisor)
    for name in ("log:note", "log:close"):
        assert getattr(client, method)(reverse(name, args=[entry.pk])).status_code == 405
    assert getattr(client, method)(entry.get_absolute_url()).status_code == 405
    for path in (f"/log/entries/{entry.pk}/edit/", f"/log/entries/{entry.pk}/delete/", "/admin/"):
        assert getattr(client, method)(path).status_code == 404


@pytest.mark.clause("R41")
def test_a_post_that_tries_to_change_a_saved_description_changes_nothing(client_of, clerk, record):
    entry = record(description="原文")
    answer = client_of(clerk).post(entry.get_absolute_url(), {"description": "改写"})
    assert answer.status_code == 405
    assert Entry.objects.get().description == "原文"


@pytest.mark.clause("R41")
def test_a_correction_shows_both_texts(client_of, clerk, record):
    entry = record(category="REP", unit_no="8-1-1203")
    client = client_of(clerk)
    path = reverse("log:correct_field", args=[entry.pk, "unit_no"])
    answer = client.post(path, {"new": "8-1-1303", "expected": "8-1-1203", "reason": "听错", "key": "c"})
    assert answer.status_code == 302
    shown = client.get(f"/log/{entry.recorded_at:%Y-%m-%d}/").content.decode()
    assert "<del>8-1-1203</del> <ins>8-1-1303</ins>" in shown
    assert Correction.objects.count() == 1


@pytest.mark.clause("R21")
def test_a_late_line_says_how_late(client_of, clerk, record, at):
    record(occurred_at=at - timedelta(minutes=90))
    assert "补记，迟 1 小时 30 分" in client_of(clerk).get("/log/").content.decode()


@pytest.mark.clause("R45")
def test_lists_hold_no_full_number_and_showing_one_is_noted(client_of, clerk, record):
    entry = record(phone="13800001234", caller_name="李先生")
    client = client_of(clerk)
    for path in ("/", "/log/", "/matters/", "/search/?q=李先生", entry.get_absolute_url()):
        page = client.get(path).content.decode()
        assert ("138****1234" in page, "13800001234" in page) == (True, False)
    assert AccessLine.objects.count() == 0
    assert "13800001234" in client.post(reverse("log:phone", args=[entry.pk])).content.decode()
    line = AccessLine.objects.get()
    assert (line.person, line.what, line.about_id) == (clerk, "reveal", entry.pk)


@pytest.mark.clause("R45")
def test_an_auditor_reads_masked_numbers_only(client_of, auditor, record):
    entry = record(phone="13800001234")
    client = client_of(auditor)
    assert "138****1234" in client.get(entry.get_absolute_url()).content.decode()
    assert client.post(reverse("log:phone", args=[entry.pk])).status_code == 403


@pytest.mark.clause("R45")
def test_a_print_names_who_printed(client_of, clerk, record):
    entry = record()
    page = client_of(clerk).get(f"/log/{entry.recorded_at:%Y-%m-%d}/").content.decode()
    assert f"{clerk.name} 打印于" in page.split('class="on-paper"')[1]


@pytest.mark.clause("R44")
def test_reading_a_past_volume_is_noted_and_the_present_one_is_not(client_of, auditor, record):
    record(minutes=-60 * 24 * 25)
    record()
    client = client_of(auditor)
    client.get("/log/")
    client.get("/log/2026-11-23/")
    assert AccessLine.objects.count() == 0
    client.get("/log/2026-10-29/")
    assert list(AccessLine.objects.values_list("person", "what")) == [(auditor.pk, "past_volume")]


@pytest.mark.clause("R02")
def test_no_project_s_name_stands_in_the_code():
    named = [
        str(path.relative_to(settings.BASE_DIR))
        for pattern in ("frontdesk/**/*.py", "duty/**/*.py", "templates/**/*.html", "locale/**/*.po", "static/**/*.js")
        for path in settings.BASE_DIR.glob(pattern)
        if "太古城" in path.read_text() and not {"demo", "tests"} & set(path.parts)
    ]
    assert named == []


def test_a_picture_goes_with_an_entry_and_comes_back_as_a_download(client_of, clerk, auditor, stranger):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "JPEG")
    sent = {**CALL, "files": SimpleUploadedFile("漏水.jpg", picture.getvalue(), "image/jpeg")}
    assert client_of(clerk).post("/log/new/", sent).status_code == 302
    entry = Entry.objects.get()
    page = client_of(auditor).get(entry.get_absolute_url()).content.decode()
    path = page.split('class="file"><a href="')[1].split('"')[0]
    answer = client_of(auditor).get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert AccessLine.objects.get().what == "attachment"
    assert client_of(stranger).get(path).status_code == 404


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"MZ\x90\x00", b"%PDF-1.7 cut off", b"\xff\xd8\xff\xe0 not a picture"]
)
def test_a_file_that_is_no_picture_is_refused_with_a_sentence_and_nothing_is_recorded(client_of, clerk, data):
    answer = client_of(clerk).post("/log/new/", {**CALL, "files": SimpleUploadedFile("x.jpg", data, "image/jpeg")})
    assert answer.status_code == 422
    assert Entry.objects.count() == 0


@pytest.mark.clause("R02")
def test_titles_carry_the_names_from_the_settings(client_of, clerk, desk, record):
    record()
    desk.project.name = "碧水湾"
    desk.project.save()
    client = client_of(clerk)
    for path in ("/", "/log/", "/log/new/", "/matters/"):
        assert "碧水湾" in client.get(path).content.decode().split("</title>")[0]


@pytest.mark.clause("R31")
def test_exceptions_of_the_hotline_are_listed(client_of, supervisor, record):
    record(description="普通来电")
    record(channel="hotline_out", outgoing_reason="通知停水", outgoing_emergency=True, description="通知八栋停水")
    page = client_of(supervisor).get("/log/outgoing/").content.decode()
    assert ("通知停水" in page, "普通来电" in page) == (True, False)


@pytest.mark.clause("R01")
def test_the_list_of_matters_counts_and_shows_the_overdue(client_of, supervisor, record, at):
    record(minutes=-60 * 24 * 3, category="SEC", place="北门", description="三天前的围墙缺口")
    record(description="刚刚的咨询")
    page = client_of(supervisor).get("/matters/?show=overdue").content.decode()
    assert ("三天前的围墙缺口" in page, "刚刚的咨询" in page) == (True, False)


def test_each_step_is_taken_by_a_form(client_of, clerk, record, butler):
    entry = record(category="REP", subcategory="burst_pipe", unit_no="3-2-501")
    client = client_of(clerk)
    for name, said in [
        ("note", {"text": "已派王师傅"}),
        ("owner", {"person": butler.pk}),
        ("close", {"result": "已换管"}),
        ("call-back", {"rating": "dissatisfied", "text": "仍滴水"}),
        ("close", {"result": "换接头"}),
        ("reopen", {"reason": "业主来电"}),
    ]:
        assert client.post(reverse(f"log:{name}", args=[entry.pk]), said).status_code == 302
    kinds = list(Note.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["progress", "owner", "result", "call_back", "result", "reopened"]
    assert Matter.objects.get().reopened_count == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [("note", {"text": ""}), ("close", {"result": " "}), ("call-back", {}), ("reopen", {"reason": "x"}), ("owner", {})],
)
def test_a_refused_step_says_why_and_keeps_what_was_typed(client_of, clerk, record, name, said):
    entry = record()
    answer = client_of(clerk).post(reverse(f"log:{name}", args=[entry.pk]), said)
    assert answer.status_code == 422
    assert Note.objects.count() == 0


@pytest.mark.parametrize("path", ["/", "/log/", "/matters/"])
def test_the_number_of_queries_does_not_grow_with_the_lines(client_of, clerk, record, path):
    client = client_of(clerk)
    counted = []
    for more in (1, 3):
        for n in range(more):
            entry = record(minutes=n, phone="13800001234")
        client.post(reverse("log:note", args=[entry.pk]), {"text": "一步"})
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counted.append(len(queries))
    assert counted == [QUERIES[path]] * 2
