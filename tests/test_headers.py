"""Every answer of every route carries the headers that keep a browser safe; and Django's own check finds nothing."""

import re

import pytest
from django.test import Client

from tests import production
from tests.test_access import ALL, path_of

NEEDED = {
    "Content-Security-Policy": r"default-src 'none'.*frame-ancestors 'none'|sandbox; default-src 'none'",
    "Strict-Transport-Security": r"max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Request-ID": r"[\w-]{8,64}",
}


def bare(answer):
    """Headers that an answer should have and has not, or says otherwise."""
    said = {name: answer.headers.get(name, "") for name in NEEDED}
    ordered = said | {"Content-Security-Policy": "; ".join(sorted(said["Content-Security-Policy"].split("; ")))}
    unsafe = ["unsafe"] if "unsafe-" in said["Content-Security-Policy"] else []
    return unsafe + [name for name, wanted in NEEDED.items() if not re.search(wanted, ordered[name]) and not
                     re.search(wanted, said[name])]  # fmt: skip


INSTALLED = {"manifest", "offline", "worker"}  # say nothing of anybody, and are kept for when there is no connection


@pytest.fixture
def over_tls(settings):
    """As in production: only over TLS does a browser mind HSTS."""
    settings.SECURE_HSTS_SECONDS = 31536000


@pytest.mark.django_db
@pytest.mark.same_everywhere
@pytest.mark.clause("R44")
def test_every_answer_of_every_route_carries_the_headers(over_tls, client_of, supervisor, record, size, figure):
    methods = size(("get",), ("get", "post", "head", "options", "delete"))
    entry, wrong, answers = record(), {}, 0
    for name, _view, parameters in ALL:
        path = path_of(name, parameters, entry)
        for browser in (Client(), client_of(supervisor)):
            for method in methods:
                answer = getattr(browser, method)(path, secure=True)
                answers += 1
                missing = bare(answer)
                if name in INSTALLED and answer["Cache-Control"] == "no-cache":
                    missing.remove("Cache-Control")
                if missing:
                    wrong[name, method, answer.status_code] = missing
    figure("headers", answers=answers, routes=len(ALL), bare=len(wrong))
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.same_everywhere
@pytest.mark.parametrize(
    "path", ["/no/such/page/", "/log/?q=%00", "/log/?q=%ff", "/log/entries/" + "9" * 400 + "/", "/static/none.css"]
)
def test_every_error_carries_them_too(over_tls, path):
    assert bare(Client().get(path, secure=True)) == []


@pytest.mark.django_db
@pytest.mark.same_everywhere
def test_a_failure_carries_them_too_and_says_its_number(over_tls, monkeypatch, client_of, supervisor):
    monkeypatch.setattr("frontdesk.pages.views.book.last_and", lambda *_, **__: 1 / 0)
    browser = client_of(supervisor)
    browser.raise_request_exception = False
    answer = browser.get("/", secure=True)
    assert (answer.status_code, bare(answer)) == (500, [])


def test_django_s_own_check_of_a_deployment_finds_nothing(figure):
    done = production.manage("check", "--deploy", "--fail-level", "WARNING")
    figure("headers", warnings=done.stderr.count("?: ("))
    assert (done.returncode, done.stderr) == (0, "")
