"""Signing in, changing over, the idle lock, and what was typed meanwhile."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from duty.log.models import Entry
from frontdesk.kernel.people.models import User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
TYPED = {"channel": "call", "category": "ENQ", "description": "打到一半的内容", "key": "k"}


def sign_in(client, username, password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, "next": "/log/new/", **more})


@pytest.mark.clause("R44")
@pytest.mark.parametrize("path", ["/", "/log/", "/log/new/", "/search/?q=ab", "/settings/people/", "/no/such/page/"])
def test_nothing_is_shown_before_signing_in(client, desk, path):
    answer = client.get(path)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in/")


def test_an_unknown_name_and_a_wrong_password_read_the_same(client, clerk, now):
    pages = [
        sign_in(client, name, "wrong").content.decode().split('id="id_username"')[0] for name in ("clerk", "nobody")
    ]
    token = pages[0].split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert "用户名或密码不正确" in pages[0]
    assert pages[1].split("用户名或密码不正确")[1] == pages[0].split("用户名或密码不正确")[1]
    assert token


def test_after_five_wrong_passwords_the_name_waits_but_a_colleague_at_the_same_address_does_not(
    client, clerk, butler, now
):
    answers = [sign_in(client, "clerk", "wrong").status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers[-1] == 429
    assert sign_in(client, "clerk").status_code == 429
    assert sign_in(client, "butler").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="10.1.2.3"), "clerk").status_code == 302


def test_somebody_inactive_does_not_come_in(client, clerk, now):
    clerk.is_active = False
    clerk.save()
    assert sign_in(client, "clerk").status_code == 422


def test_the_page_to_go_on_to_is_one_of_ours(client, clerk, now):
    for path in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert client.post("/sign-in/", {"username": "clerk", "password": PASSWORD, "next": path}).url == "/"
        client.post("/sign-out/")


@pytest.mark.clause("R45")
def test_the_first_page_is_the_promise_of_confidentiality_and_it_is_asked_again_after_a_year(client, clerk, now, at):
    sign_in(client, "clerk")
    assert client.get("/log/").url == "/promise/"
    assert client.post("/promise/", {}).status_code == 422
    assert client.post("/promise/", {"agree": "1"}).status_code == 302
    assert client.get("/log/").status_code == 200
    now.move_to(at + timedelta(days=366))
    sign_in(client, "clerk")
    assert client.get("/log/").url == "/promise/"


def test_after_five_idle_minutes_the_screen_is_locked_until_the_same_person_proves(client_of, clerk, now, at):
    client = client_of(clerk)
    now.move_to(at + timedelta(hours=1, seconds=299))
    assert client.get("/log/").status_code == 200
    now.move_to(at + timedelta(hours=1, seconds=299 + 301))
    assert client.get("/log/").url.split("?")[0] == "/unlock/"
    assert client.post("/unlock/", {"password": "wrong"}).status_code == 422
    assert client.get("/log/").status_code == 302
    assert client.post("/unlock/", {"password": PASSWORD, "next": "/log/"}).url == "/log/"
    assert client.get("/log/").status_code == 200


def test_after_twelve_hours_everybody_signs_in_again_however_busy(client_of, clerk, now, at):
    client = client_of(clerk)
    for minutes in range(0, 12 * 60, 4):
        now.move_to(at + timedelta(hours=1, minutes=minutes))
        assert client.get("/notices/").status_code == 200
    now.move_to(at + timedelta(hours=13, seconds=1))
    assert client.get("/notices/").url.split("?")[0] == "/sign-in/"


def test_locking_by_hand_locks_at_once(client_of, clerk):
    client = client_of(clerk)
    client.post("/lock/")
    assert client.get("/").url.split("?")[0] == "/unlock/"


def test_a_form_sent_from_a_locked_screen_is_in_the_form_again_and_not_lost(client_of, clerk):
    client = client_of(clerk)
    client.post("/lock/")
    locked = client.post("/log/new/", TYPED)
    assert (locked.status_code, Entry.objects.count()) == (401, 0)
    kept = locked.context["kept"]
    assert client.post("/unlock/", {"password": PASSWORD, "kept": kept, "next": "/log/new/"}).url == "/log/new/"
    assert "打到一半的内容" in client.get("/log/new/").content.decode()
    assert "打到一半的内容" not in client.get("/log/new/").content.decode()


def test_a_form_sent_after_the_session_ended_is_in_the_form_again(client, clerk, now, at):
    sign_in(client, "clerk")
    client.post("/promise/", {"agree": "1"})
    del client.cookies["sessionid"]
    ended = client.post("/log/new/", TYPED)
    assert ended.status_code == 401
    sign_in(client, "clerk", kept=ended.context["kept"])
    page = client.get("/log/new/").content.decode()
    assert ("打到一半的内容" in page, 'name="key" value="k"' in page) == (True, True)


def test_what_one_person_typed_is_not_shown_to_the_next(client, clerk, butler, now):
    sign_in(client, "clerk")
    client.post("/promise/", {"agree": "1"})
    del client.cookies["sessionid"]
    ended = client.post("/log/new/", TYPED)
    sign_in(client, "butler", kept=ended.context["kept"])
    client.post("/promise/", {"agree": "1"})
    assert "打到一半的内容" not in client.get("/log/new/").content.decode()


@pytest.mark.parametrize(
    "kept",
    [
        "{", "[]", "null", '{"description": 1}', '{"description": [1, {}]}', "9" * 30000, "[" * 19000,
        '{"description": ["\\ud800"]}',
    ],
)  # fmt: skip
def test_broken_carried_fields_do_no_harm(client, clerk, now, kept):
    assert sign_in(client, "clerk", kept=kept, next="/log/new/").status_code == 302
    client.post("/promise/", {"agree": "1"})
    assert client.get("/log/new/").status_code == 200


def test_changing_over_takes_one_form_and_gives_a_new_session(client_of, clerk, butler):
    client = client_of(clerk)
    before = client.cookies["sessionid"].value
    assert client.post("/switch/", {"person": butler.pk, "password": "wrong"}).status_code == 422
    assert client.post("/switch/", {"person": butler.pk, "password": PASSWORD}).status_code == 302
    assert client.cookies["sessionid"].value != before
    assert client.session["_auth_user_id"] == str(butler.pk)


def test_nobody_of_another_project_is_offered(client_of, clerk, stranger):
    client = client_of(clerk)
    assert stranger.name not in client.get("/switch/").content.decode()
    assert client.post("/switch/", {"person": stranger.pk, "password": PASSWORD}).status_code == 422


def test_the_language_is_the_persons_own_and_not_the_browsers(client_of, clerk):
    client = client_of(clerk)
    assert "工作台" in client.get("/", headers={"accept-language": "en"}).content.decode()
    client.post("/language/", {"language": "en"})
    assert "Workbench" in client.get("/").content.decode()
    assert User.objects.get(pk=clerk.pk).language == "en"
    client.post("/language/", {"language": "xx"})
    assert "Workbench" in client.get("/").content.decode()


def test_pages_are_never_kept_by_the_browser_and_run_no_foreign_script(client_of, clerk):
    answer = client_of(clerk).get("/log/")
    assert answer["Cache-Control"] == "no-store"
    policy = answer["Content-Security-Policy"]
    assert ("unsafe" in policy, "frame-ancestors 'none'" in policy, answer["X-Content-Type-Options"]) == (
        False,
        True,
        "nosniff",
    )
