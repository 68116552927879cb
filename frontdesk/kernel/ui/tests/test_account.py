"""A password of one's own, and a code from the telephone for those who approve, decide or appoint."""

import re
import time
from binascii import unhexlify
from datetime import timedelta

import pytest
from axes.utils import reset
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from frontdesk.kernel.people import second_factor
from frontdesk.kernel.people.models import User
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import access
from frontdesk.kernel.records.proof import Proof
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere, pytest.mark.clause("R44")]
KEY = "3132333435363738393031323334353637383930"
NEW = "a-long-and-quiet-one"


def code(key=KEY, later=0):
    totp = TOTP(unhexlify(key))
    totp.time = time.time() + later
    return f"{totp.token():06}"


@pytest.fixture(autouse=True)
def _clean_slate(db):
    reset()


@pytest.fixture
def browser(cast, now, at):
    """browser(username, password=…) → a browser in which the name and password were typed."""
    for somebody in (cast.supervisor, cast.clerk, cast.butler, cast.lead):
        access.promise(by=somebody, at=at)

    def browser(username, password=PASSWORD):
        client = Client()
        client.post("/sign-in/", {"username": username, "password": password, "next": "/log/"})
        return client

    return browser


@pytest.fixture
def telephone(supervisor, now, at):
    """The supervisor's, set up an hour ago; gives the recovery codes."""
    now.shift(timedelta(hours=-1))
    codes = second_factor.enrol(key=KEY, code=code(), by=supervisor, at=at, proof=Proof(supervisor.pk, at, ""))
    now.shift(timedelta(hours=1))
    return codes


def is_in(client):
    return client.get("/log/").status_code == 200


class TestSigningIn:
    def test_who_has_a_telephone_is_asked_for_a_code_and_is_not_in_before(self, browser, telephone):
        client = browser("supervisor")
        assert not is_in(client)
        assert client.get("/sign-in/code/").status_code == 200
        answer = client.post("/sign-in/code/", {"code": code()})
        assert (answer.status_code, answer.headers["Location"], is_in(client)) == (302, "/log/", True)

    def test_who_has_none_is_not(self, browser):
        assert is_in(browser("clerk"))

    @pytest.mark.parametrize("wrong", ["", "000000", "abc", "1" * 20, "\0", "an hour old", "１２３４５６"])
    def test_a_wrong_code_is_none(self, browser, telephone, wrong):
        client = browser("supervisor")
        typed = code(later=-3600) if wrong == "an hour old" else wrong
        assert client.post("/sign-in/code/", {"code": typed}).status_code == 422
        assert not is_in(client)

    def test_a_code_is_good_once(self, browser, telephone):
        browser("supervisor").post("/sign-in/code/", {"code": code()})
        again = browser("supervisor")
        assert again.post("/sign-in/code/", {"code": code()}).status_code == 422

    def test_after_a_wrong_one_even_the_right_one_has_to_wait(self, browser, telephone, now):
        client = browser("supervisor")
        client.post("/sign-in/code/", {"code": "000000"})
        assert client.post("/sign-in/code/", {"code": code()}).status_code == 422
        now.shift(timedelta(seconds=10))
        assert client.post("/sign-in/code/", {"code": code()}).status_code == 302

    def test_after_five_wrong_ones_the_password_is_asked_for_again(self, browser, telephone, now):
        client = browser("supervisor")
        statuses = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(5)]
        now.shift(timedelta(minutes=2))
        answer = client.post("/sign-in/code/", {"code": code()})
        assert (statuses, answer.headers["Location"], is_in(client)) == ([422] * 4 + [302], "/sign-in/", False)

    def test_the_password_holds_five_minutes(self, browser, telephone, now):
        client = browser("supervisor")
        now.shift(timedelta(minutes=5, seconds=1))
        assert client.post("/sign-in/code/", {"code": code()}).headers["Location"] == "/sign-in/"
        assert not is_in(client)

    def test_without_a_password_nobody_is_asked(self, client):
        assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"

    def test_a_recovery_code_opens_the_door_once(self, browser, telephone):
        spare = telephone[3].upper()
        assert browser("supervisor").post("/sign-in/code/", {"code": f" {spare} "}).status_code == 302
        assert browser("supervisor").post("/sign-in/code/", {"code": spare}).status_code == 422
        assert StaticToken.objects.count() == second_factor.RECOVERY_CODES - 1

    def test_changing_over_asks_too_and_the_one_before_stays_until_then(self, browser, telephone, supervisor):
        client = browser("clerk")
        client.post("/switch/", {"person": supervisor.pk, "password": PASSWORD})
        assert "曾雨" in client.get("/").content.decode()
        before = client.session.session_key
        client.post("/sign-in/code/", {"code": code()})
        assert "单晓明" in client.get("/").content.decode()
        assert client.session.session_key != before


class TestSettingUp:
    def page(self, client):
        text = client.get("/two-factor/").content.decode()
        return client.session["telephone_key"], text

    def test_the_page_shows_a_picture_takes_a_code_and_gives_recovery_codes(self, browser, supervisor):
        client = browser("supervisor")
        key, text = self.page(client)
        assert 'src="data:image/png;base64,' in text
        assert second_factor.spelled(key) in text
        assert not TOTPDevice.objects.exists()
        answer = client.post("/two-factor/", {"code": code(key), "password": PASSWORD})
        assert len(re.findall(r"<li><code>", answer.content.decode())) == second_factor.RECOVERY_CODES
        assert second_factor.has(supervisor)
        assert is_in(client)

    @pytest.mark.parametrize("said", [{"code": "000000"}, {"password": "wrong"}, {"code": ""}])
    def test_neither_a_wrong_code_nor_a_wrong_password_sets_anything_up(self, browser, supervisor, said):
        client = browser("supervisor")
        key, _text = self.page(client)
        assert client.post("/two-factor/", {"code": code(key), "password": PASSWORD} | said).status_code == 422
        assert not second_factor.has(supervisor)

    def test_another_telephone_takes_the_place_of_the_first(self, browser, telephone, supervisor):
        client = browser("supervisor")
        client.post("/sign-in/code/", {"code": code()})
        key, _text = self.page(client)
        client.post("/two-factor/", {"code": code(key), "password": PASSWORD})
        assert [device.key for device in TOTPDevice.objects.filter(user=supervisor)] == [key]

    def test_a_session_from_before_the_telephone_cannot_set_up_another(self, browser, supervisor, at):
        client = browser("supervisor")
        second_factor.enrol(key=KEY, code=code(), by=supervisor, at=timezone.now(), proof=Proof(supervisor.pk, at, ""))
        key = client.session.get("telephone_key", KEY)
        assert client.post("/two-factor/", {"code": code(key), "password": PASSWORD}).headers["Location"] == "/sign-in/"
        assert not is_in(client)

    def test_where_it_is_required_nothing_else_opens_before_it(self, browser, settings):
        settings.TWO_FACTOR = "required"
        client = browser("supervisor")
        assert client.get("/log/").headers["Location"] == "/two-factor/"
        key, _text = self.page(client)
        client.post("/two-factor/", {"code": code(key), "password": PASSWORD})
        assert is_in(client)
        assert is_in(browser("clerk"))

    def test_the_key_of_another_person_s_proof_is_refused(self, supervisor, clerk, at):
        with pytest.raises(Refused):
            second_factor.enrol(key=KEY, code="000000", by=supervisor, at=at, proof=Proof(clerk.pk, at, ""))


class TestPassword:
    def test_passwords_are_not_carried_over_a_session_that_ended(self, client, desk):
        said = {"password": PASSWORD, "new_password": NEW, "new_again": NEW}
        answer = client.post("/password/", said)
        assert answer.status_code == 401
        assert not [secret for secret in (PASSWORD, NEW) if secret in answer.content.decode()]

    def test_everybody_changes_their_own_and_other_sessions_end(self, browser, clerk):
        here, there = browser("clerk"), browser("clerk")
        said = {"password": PASSWORD, "new_password": NEW, "new_again": NEW}
        assert here.post("/password/", said).status_code == 302
        assert (is_in(here), is_in(there)) == (True, False)
        assert User.objects.get(pk=clerk.pk).check_password(NEW)

    @pytest.mark.parametrize(
        "said",
        [
            {"password": "wrong"},
            {"new_again": "another-one-here"},
            {"new_password": "short", "new_again": "short"},
            {"new_password": ""},
        ],
    )
    def test_what_is_not_right_changes_nothing(self, browser, clerk, said):
        client = browser("clerk")
        assert (
            client.post("/password/", {"password": PASSWORD, "new_password": NEW, "new_again": NEW} | said).status_code
            == 422
        )
        assert User.objects.get(pk=clerk.pk).check_password(PASSWORD)

    def test_a_temporary_one_leads_nowhere_but_to_a_new_one(self, browser, clerk):
        User.objects.filter(pk=clerk.pk).update(password_is_temporary=True)
        client = browser("clerk")
        assert client.get("/log/").headers["Location"] == "/password/"
        client.post("/password/", {"password": PASSWORD, "new_password": NEW, "new_again": NEW})
        assert is_in(client)

    def test_the_lead_resets_one_and_takes_the_lost_telephone_away(self, browser, telephone, supervisor):
        client = browser("lead")
        answer = client.post(f"/settings/people/{supervisor.pk}/password/", {"password": PASSWORD})
        plain = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", answer.content.decode())[0]
        assert not second_factor.has(supervisor)
        theirs = browser("supervisor", plain)
        assert theirs.get("/log/").headers["Location"] == "/password/"

    def test_the_lead_makes_an_account_and_sees_its_password_once(self, browser):
        client = browser("lead")
        said = {"name": "解小岚", "username": "xie.lan", "staff_no": "", "role": "desk_clerk", "password": PASSWORD}
        answer = client.post("/settings/people/new/", said)
        plain = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", answer.content.decode())[0]
        assert browser("xie.lan", plain).get("/").headers["Location"] == "/password/"
        assert client.post("/settings/people/new/", said).status_code == 422
