"""What is new at a desk reaches an open page, and asking for it is no sign that somebody is there."""

import re
from datetime import timedelta

import pytest

from duty.log import commands
from frontdesk.kernel.notices import commands as notices
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
POLL = {"HTTP_X_FRONTDESK_POLL": "1", "HTTP_HX_REQUEST": "true"}


def mark_of(page):
    return re.search(r"/live/\?since=([0-9.]+)", page.content.decode()).group(1)


@pytest.fixture
def asked(client_of, supervisor, record):
    """asked(since) of a page that the supervisor has open; asked.mark as the first answer gave it."""
    record()
    client = client_of(supervisor)

    def asked(since):
        return client.get("/live/", {"since": since}, **POLL)

    asked.mark = mark_of(asked(mark_of(client.get("/"))))
    asked.client = client
    return asked


def tell(supervisor, desk, at, number=1):
    notices.tell([supervisor], project_id=desk.project_id, key=f"k{number}", kind="x", subject="x", link="/", at=at)


def test_while_nothing_is_new_nothing_is_sent(asked):
    assert [asked(asked.mark).status_code for _ in range(3)] == [204] * 3


def test_a_line_that_a_colleague_writes_is_new_and_said(asked, record):
    record(description="电梯困人")
    answer = asked(asked.mark)
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "desk-changed")
    assert "值班记录新增 1 条" in answer.content.decode()
    assert asked(mark_of(answer)).status_code == 204


def test_one_s_own_line_is_not_read_out(asked, supervisor, record):
    record(by=supervisor)
    answer = asked(asked.mark)
    assert answer["HX-Trigger"] == "desk-changed"
    assert "值班记录新增" not in answer.content.decode()


def test_a_notice_is_new_counted_and_said(asked, supervisor, desk, at):
    unread = supervisor.notices.filter(read_at=None).count()
    tell(supervisor, desk, at)
    text = asked(asked.mark).content.decode()
    assert f'data-unread="{unread + 1}"' in text
    assert "新通知 1 条" in text


@pytest.mark.clause("R19")
def test_a_due_time_that_passes_is_new_without_any_record(asked, record, now, at):
    record(category="REP", unit_no="1203", priority="P2", minutes=58)  # to be accepted within fifteen minutes
    mark = mark_of(asked(asked.mark))
    for minutes, answer in ((72, 204), (74, 200)):
        now.move_to(at + timedelta(minutes=minutes))
        asked.client.post("/unlock/", {"password": PASSWORD, "next": "/"})
        assert asked(mark).status_code == answer


def test_what_happened_while_a_page_was_drawn_is_fetched_at_the_first_look(asked, record, now, at):
    now.move_to(at + timedelta(minutes=61))
    drawn = mark_of(asked.client.get("/log/"))
    assert "HX-Trigger" not in asked(drawn)
    record(minutes=61)
    assert asked(drawn)["HX-Trigger"] == "desk-changed"


@pytest.mark.clause("R44")
def test_asking_is_no_sign_of_life(asked, now, at):
    for minute in range(1, 7):
        now.move_to(at + timedelta(hours=1, minutes=minute))
        answer = asked(asked.mark)
    assert (answer.status_code, answer["HX-Trigger"]) == (204, "desk-locked")
    assert asked.client.get("/").url.startswith("/unlock/")


@pytest.mark.clause("R44")
def test_a_page_of_somebody_who_has_left_does_not_stay(asked, client, client_of, clerk):
    other = client_of(clerk)
    assert other.get("/live/", {"since": asked.mark}, **POLL)["HX-Refresh"] == "true"
    assert client.get("/live/", {"since": asked.mark}, **POLL)["HX-Redirect"] == "/sign-in/"


@pytest.mark.clause("R44")
def test_who_does_not_read_the_book_is_told_nothing_of_it(client_of, posted, record, desk, at):
    record()
    client = client_of(posted("security_manager"))
    mark = mark_of(client.get("/live/", {"since": mark_of(client.get("/call-outs/"))}, **POLL))
    record()
    answer = client.get("/live/", {"since": mark}, **POLL)
    assert "值班记录新增" not in answer.content.decode()


@pytest.mark.parametrize("since", ["", "x", "1.2", "9" * 40, "1.2.3.4", "-1.2.3", "1.1.99999999999999999"])
def test_a_mark_that_is_none_is_answered(asked, since):
    assert asked(since).status_code in {200, 204}


def test_an_answer_costs_a_handful_of_queries_however_long_the_book(asked, record, django_assert_num_queries):
    with django_assert_num_queries(7):
        asked(asked.mark)
    for number in range(1, 4):
        record(minutes=number)
    mark = mark_of(asked(asked.mark))
    with django_assert_num_queries(7):
        asked(mark)


@pytest.mark.parametrize(
    "path, parts",
    [
        ("/", ["counts", "at-desk", "standing", "due", "latest"]),
        ("/escalations/", ["escalated"]),
        ("/call-outs/", ["called-out"]),
        ("/notices/", ["told"]),
    ],
)
def test_the_parts_that_are_fetched_again_are_there(asked, path, parts):
    page = asked.client.get(path).content.decode()
    assert f'hx-select-oob="{",".join("#" + part for part in parts)}"' in page
    assert [part for part in parts if page.count(f'id="{part}"') != 1] == []


def test_an_incident_is_live_too(asked, supervisor, record, at):
    entry = record(category="INC", place="5栋1号梯")
    commands.call_out(entry_id=entry.pk, department="security", by=supervisor, at=at)
    page = asked.client.get(f"/incidents/{entry.pk}/").content.decode()
    assert 'hx-select-oob="#incident,#offered"' in page
    assert [page.count(f'id="{part}"') for part in ("incident", "offered")] == [1, 1]
