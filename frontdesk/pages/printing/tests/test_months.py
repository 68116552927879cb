"""A month as one file: asked for, made by the worker, watched, stopped, fetched by whoever asked, gone after a week. R64."""

import hashlib
import os
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from kombu.exceptions import OperationalError
from pypdf import PdfReader

from duty.log import papers
from duty.log.models import LogBook
from frontdesk.kernel import bells
from frontdesk.kernel.exports import pdf
from frontdesk.kernel.exports.tests.papers import is_for_archives
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records.models import AccessLine
from frontdesk.pages.printing import commands, volumes
from frontdesk.pages.printing.models import PrintJob
from frontdesk.pages.printing.tasks import print_months
from handover.tests.conftest import plan

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
ALL = PrintJob.Kind.values


@pytest.fixture
def ask(desk, supervisor, monday):
    def ask(kinds=("log",), by=supervisor, month=NOVEMBER, minutes=0):
        return commands.ask_print(
            desk=desk, month=month, kinds=kinds, by=by, at=monday["evening"] + timedelta(minutes=minutes)
        )

    return ask


@pytest.fixture
def friday(planned, record):
    """Written before Monday begins, since the book's time never runs back."""
    return record(minutes=-60 * 24 * 3, description="周五的来电")


@pytest.fixture(autouse=True)
def prints(settings, tmp_path):
    settings.PRINTS_ROOT = tmp_path / "prints"
    return settings.PRINTS_ROOT


def text_of(reader):
    return ["".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.clause("R64", "R42")
def test_a_month_is_one_file_with_cover_roster_days_handovers_incidents_and_sheets(
    ask, record, supervisor, desk, monday
):
    job = ask(ALL)
    with time_machine.travel(job.asked_at):
        print_months()
    job.refresh_from_db()
    reader = PdfReader(job.path)
    pages = text_of(reader)
    assert (job.state, job.pages, job.done) == ("done", len(pages), job.steps)
    assert job.sha256 == hashlib.sha256(job.path.read_bytes()).hexdigest()
    assert is_for_archives(reader)
    titles = [one.title for one in reader.outline]
    assert titles == ["封面", "值班表", "2026年11月23日 星期一", "突发事件 0004", "投诉处理表 1–1"]
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        assert f"打印：{supervisor.name}2026年11月23日20:00" in page
    cover = pages[0]
    for said in (
        "值班记录本",
        "0001至0004",
        f"页数{len(pages)}",
        "更正1",
        "本册包括值班表、值班记录、交接班记录、突发事件报告",
    ):
        assert said in cover, said


@pytest.mark.clause("R64")
def test_days_without_an_entry_are_printed_as_empty_and_days_to_come_are_not(friday, ask):
    job = ask()
    commands.run_prints()
    job.refresh_from_db()
    titles = [one.title for one in PdfReader(job.path).outline]
    assert titles == [
        "封面",
        *(f"2026年11月{day}日 星期{name}" for day, name in ((20, "五"), (21, "六"), (22, "日"), (23, "一"))),
    ]
    pages = text_of(PdfReader(job.path))
    assert sum("本日无记录。" in page for page in pages) == 2


@pytest.mark.clause("R64", "R44")
def test_only_those_who_check_ask_for_a_month_and_one_at_a_time(ask, clerk, butler, stranger, lead, auditor):
    for somebody in (clerk, butler, stranger):
        with pytest.raises(Forbidden):
            ask(by=somebody)
    ask(), ask(by=lead), ask(by=auditor)
    with pytest.raises(Refused, match="正在制作"):
        ask()
    for wrong in ({"month": date(2026, 1, 1)}, {"kinds": ["nothing"]}):
        with pytest.raises(Refused):
            ask(by=lead, **wrong)
    assert PrintJob.objects.count() == 3


@pytest.mark.clause("R45")
def test_the_page_shows_progress_and_gives_the_file_to_whoever_asked_alone(
    ask, client_of, supervisor, lead, now, monday, desk
):
    now.move_to(monday["evening"])
    client, other = client_of(supervisor), client_of(lead)
    answer = client.post("/archive/print/ask/", {"month": "2026-11-01", "kinds": ["log", "handovers"]})
    assert (answer.status_code, answer.url) == (302, "/archive/print/")
    job = PrintJob.objects.get()
    PrintJob.objects.update(state="running", done=3, steps=9)
    page = client.get("/archive/print/progress/").content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert '<progress max="9" value="3"' in page
    assert client.get(f"/archive/print/{job.pk}/file/").status_code == 404
    PrintJob.objects.update(state="waiting")
    print_months()
    page = client.get("/archive/print/").content.decode()
    assert 'hx-trigger="every 2s"' not in page
    answer = client.get(f"/archive/print/{job.pk}/file/")
    assert (answer["Content-Type"], answer.getvalue()[:5]) == ("application/pdf", b"%PDF-")
    line = AccessLine.objects.get()
    assert (line.person, line.what, line.about_kind, line.about_id) == (supervisor, "print", "log.month", 202611)
    assert f"/archive/print/{job.pk}/file/" not in other.get("/archive/print/").content.decode()
    for path in ("file", "stop"):
        assert (
            getattr(other, "get" if path == "file" else "post")(f"/archive/print/{job.pk}/{path}/").status_code == 404
        )


@pytest.mark.clause("R64")
def test_a_print_is_stopped_by_hand_before_and_while_it_is_made(ask, supervisor, monday, monkeypatch, prints):
    first = ask()
    commands.stop_print(job_id=first.pk, by=supervisor)
    assert commands.run_prints() == 0
    second, made = ask(), []

    def make(parts, margin, **said):
        made.append(parts)
        commands.stop_print(job_id=second.pk, by=supervisor)
        return original(parts, margin, **said)

    original = pdf.make
    monkeypatch.setattr(pdf, "make", make)
    assert commands.run_prints() == 1
    assert [(job.state, job.trouble) for job in PrintJob.objects.all()] == [("failed", "stopped")] * 2
    assert len(made) == 1
    assert list(prints.iterdir()) == []


@pytest.mark.clause("R64")
def test_without_a_worker_the_page_says_so_and_the_rest_goes_on(ask, client_of, supervisor, now, monday):
    ask()
    now.move_to(monday["evening"] + timedelta(minutes=3))
    client = client_of(supervisor)
    page = client.get("/archive/print/").content.decode()
    assert "后台没有响应" in page
    assert 'hx-trigger="every 2s"' not in page
    assert client.get("/log/2026-11-23/pdf/").status_code == 200
    assert ask(minutes=3).is_open
    assert [job.trouble for job in PrintJob.objects.all()] == ["", "silent"]


def test_a_queue_that_is_down_holds_nobody_up(ask, monkeypatch, django_capture_on_commit_callbacks):
    def down(*args, **kwargs):
        raise OperationalError("no broker")

    monkeypatch.setattr(bells.current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask().state == "waiting"


def test_a_print_that_fails_or_finds_nothing_says_so_and_can_be_asked_for_again(ask, cast, monkeypatch, monday):
    def broken(*args, **kwargs):
        raise pdf.Unprintable("no room on this page")

    with monkeypatch.context() as patched:
        patched.setattr(pdf, "make", broken)
        ask()
        commands.run_prints()
    december = date(2026, 12, 1)
    plan(cast, {("clerk", december): "E"}, month=december, at=monday["evening"])
    ask(["log", "incidents"], month=december)
    commands.run_prints()
    assert [(job.state, job.trouble) for job in PrintJob.objects.all()] == [("failed", "empty"), ("failed", "broken")]


@pytest.mark.clause("R45")
def test_files_are_gone_after_a_week_and_so_is_what_a_killed_worker_left(ask, prints, monday):
    job = ask()
    commands.run_prints()
    job.refresh_from_db()
    (prints / "binding-left").mkdir()
    (prints / "binding-left" / "0.json").write_text("[]")
    (prints / "99-left.pdf").write_bytes(b"%PDF-")
    long_ago = (monday["evening"] - timedelta(days=2)).timestamp()
    for left in ("binding-left", "99-left.pdf"):
        os.utime(prints / left, (long_ago, long_ago))
    commands.sweep_prints(at=monday["evening"] + timedelta(days=6))
    assert [found.name for found in prints.iterdir()] == [job.file]
    commands.sweep_prints(at=monday["evening"] + timedelta(days=7))
    assert list(prints.iterdir()) == []
    assert not PrintJob.objects.exists()


def test_a_running_print_whose_worker_died_is_given_up(ask, monday):
    job = ask()
    PrintJob.objects.update(state="running", seen_at=monday["evening"])
    commands.sweep_prints(at=monday["evening"] + timedelta(minutes=1))
    assert PrintJob.objects.get().state == "running"
    commands.sweep_prints(at=monday["evening"] + timedelta(minutes=3))
    job.refresh_from_db()
    assert (job.state, job.trouble) == ("failed", "silent")


@pytest.mark.clause("R42")
def test_a_volume_is_written_with_what_the_register_says(monday, supervisor, tmp_path):
    book = LogBook.objects.select_related("desk__project").get()
    register = papers.Register(
        closed_on="2026年12月1日",
        custodian="查良平",
        location="档案柜 3 层",
        keep_until="2029年12月1日",
        hash="cd" * 32,
    )
    bound = volumes.write(
        book, tmp_path / "volume.pdf", by=supervisor, at=monday["evening"], register=register, short="K7Q4-9XTD"
    )
    pages = text_of(PdfReader(tmp_path / "volume.pdf"))
    assert bound.pages == len(pages)
    for said in (
        "封存日期2026年12月1日",
        "保管人查良平",
        "存放位置档案柜3层",
        "保存至2029年12月1日",
        "cd" * 32,
        "校验短码K7Q4-9XTD",
    ):
        assert said in pages[0], said


def test_the_prints_lie_in_the_data_folder():
    assert settings.PRINTS_ROOT
