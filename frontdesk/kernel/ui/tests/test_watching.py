"""Numbers for requests, lines for logs, metrics for those who may read them."""

import json
import logging
import sys
import types

import pytest

from frontdesk import telemetry
from frontdesk.kernel.ui import tracing

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]


@pytest.mark.parametrize("given, kept", [("abc-12345", True), ("x", False), ("a" * 65, False), ("a b c d e f", False)])
def test_a_request_has_the_proxy_s_number_or_one_of_its_own(client, given, kept):
    said = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (said == given) is kept
    assert tracing.OURS.fullmatch(said)


def test_a_request_is_one_line_without_what_was_searched_for(client_of, clerk, caplog):
    with caplog.at_level(logging.INFO, "frontdesk.requests"):
        client_of(clerk).get("/search/?q=13800138000", headers={"X-Request-ID": "number-1234"})
    line = caplog.records[-1]
    assert (line.page, line.status, line.person) == ("search", 200, clerk.pk)
    assert line.getMessage() == "GET /search/ 200"


def test_a_line_in_production_is_one_json_object_with_the_number(settings):
    from logging.config import DictConfigurator

    configured = DictConfigurator(settings.LOGGING)
    formatter = configured.configure_formatter(settings.LOGGING["formatters"]["json"])
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "出错 %s", ("了",), None)
    with tracing.numbered("number-1234"):
        tracing.RequestNumber().filter(record)
    said = json.loads(formatter.format(record))
    assert (said["message"], said["level"], said["logger"], said["request_id"]) == (
        "出错 了",
        "ERROR",
        "x",
        "number-1234",
    )


class TestMetrics:
    def test_this_machine_may_read_them(self, client, desk):
        client.get("/healthz")
        text = client.get("/metrics").content.decode()
        assert 'frontdesk_requests_total{method="GET",page="healthz",status="200"}' in text
        assert "frontdesk_request_seconds_bucket" in text
        assert "frontdesk_records " in text
        assert "frontdesk_ok 1.0" in text

    @pytest.mark.parametrize(
        "more",
        [{"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.7"}, {"REMOTE_ADDR": "nonsense"}],
        ids=str,
    )
    def test_nobody_else_learns_that_they_are_there(self, client, more):
        assert client.get("/metrics", **more).status_code == 404

    @pytest.mark.parametrize(
        "given, status", [("Bearer right-token", 200), ("Bearer wrong", 404), ("", 404), ("é", 404)]
    )
    def test_with_a_token_only_the_token_counts(self, client, settings, given, status):
        settings.METRICS_TOKEN = "right-token"
        assert client.get("/metrics", headers={"Authorization": given}).status_code == status

    def test_an_unknown_method_makes_no_new_series(self, client):
        client.generic("BREW", "/healthz")
        assert 'method="other"' in client.get("/metrics").content.decode()


def test_sentry_is_told_nothing_that_a_customer_said(monkeypatch, settings):
    told = {}
    monkeypatch.setitem(sys.modules, "sentry_sdk", types.SimpleNamespace(init=lambda **options: told.update(options)))
    telemetry.start()
    assert told == {}
    settings.SENTRY_DSN = "https://key@sentry.example.cn/1"
    telemetry.start()
    assert (told["send_default_pii"], told["max_request_body_size"], told["include_local_variables"]) == (
        False,
        "never",
        False,
    )
    event = {
        "request": {"url": "/search/", "query_string": "q=1380", "data": "x", "cookies": "y", "headers": {}, "env": {}}
    }
    assert told["before_send"](event, {}) == {"request": {"url": "/search/"}}
