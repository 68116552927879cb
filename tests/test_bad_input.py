"""Whatever is sent: a clear sentence or a 400 or 404, never a 500, and nothing changed."""

import random
from urllib.parse import quote, urlencode

import pytest
from django.urls import reverse

from duty.log.models import Correction, Entry, Note

pytestmark = pytest.mark.django_db

NASTY = [
    "\0", "a\0b", "\ud800", "x" * 5000, "9" * 5000, "-1", "0", "1e9", "None", "2026-02-30T10:00", "2026-13-01T00:00",
    "0000-00-00", "9999-12-31T23:59", "\u0661\u0662", "<script>alert(1)</script>", "' OR 1=1 --", "%00", "%s%n", "{{7*7}}",
    "../../etc/passwd", "🏠" * 30, "\u202e反向", "\r\n", " ", "=1+1", "NaN", "true", "[]", "18446744073709551616", "𠮷野家",
]  # fmt: skip
INTAKE = ["channel", "rings", "where", "resident", "caller_name", "phone", "category", "subcategory", "description",
          "immediate_result", "occurred_at", "priority", "caller_kind", "customer_request", "appointed_at", "department", "owner",
          "outgoing_reason", "outgoing_approver", "outgoing_emergency", "key"]  # fmt: skip
GOOD = {"channel": "call", "category": "ENQ", "description": "问停车费"}
FINE = {200, 302, 400, 403, 404, 405, 422}


def sent(value):
    """As a browser could send it: a lone surrogate as its three bytes."""
    return value.encode("utf-8", "surrogatepass")


def post(client, path, fields):
    return client.post(path, urlencode(fields), content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("field", INTAKE)
def test_no_value_of_the_intake_form_breaks_it(client_of, clerk, field):
    client = client_of(clerk)
    told = {}
    for value in NASTY:
        before = Entry.objects.count()
        answer = post(client, "/log/new/", {**GOOD, field: sent(value)})
        if answer.status_code not in {302, 422} or (answer.status_code == 422 and Entry.objects.count() != before):
            told[value[:20]] = answer.status_code
    assert told == {}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("note", ["text", "key"]), ("close", ["result"]), ("reopen", ["reason"]), ("call-back", ["rating", "text"]),
        ("owner", ["person", "text"]),
    ],
)  # fmt: skip
def test_no_value_of_a_step_breaks_it(client_of, clerk, record, name, fields):
    entry, client = record(), client_of(clerk)
    for field in fields:
        for value in NASTY:
            assert post(client, reverse(f"log:{name}", args=[entry.pk]), {field: sent(value)}).status_code in {302, 422}


@pytest.mark.parametrize(
    "field",
    [
        "unit_no",
        "phone",
        "description",
        "category",
        "subcategory",
        "channel",
        "rings",
        "occurred_at",
        "caller_kind",
        "place",
    ],
)
def test_no_value_of_a_correction_breaks_it(client_of, clerk, record, field):
    entry, client = record(category="REP", unit_no="8-1-1203"), client_of(clerk)
    for value in NASTY:
        path = reverse("log:correct_field", args=[entry.pk, field])
        for said in ({"new": sent(value), "reason": "x"}, {"new": "1", "reason": sent(value)}):
            before = Correction.objects.count()
            answer = post(client, path, said)
            assert answer.status_code in {302, 422}
            assert Correction.objects.count() == before + (answer.status_code == 302)
    assert client.get(entry.get_absolute_url()).status_code == 200


QUERIES = [
    "/log/?before=", "/log/?after=", "/matters/?show=", "/matters/?after=", "/search/?q=", "/search/?q=ab&before=",
    "/log/households/?where=", "/log/outgoing/?before=",
]  # fmt: skip


@pytest.mark.parametrize("path", QUERIES)
def test_no_query_breaks_a_page(client_of, clerk, record, path):
    record()
    client = client_of(clerk)
    for value in NASTY:
        assert client.get(path + quote(sent(value))).status_code in FINE


PARTS = ["9" * 5000, "9" * 18, "0", "-1", "x", "%00", "%ED%A0%80", "2026-02-30", "1970-01-01", "9999-99-99"]


@pytest.mark.parametrize("part", PARTS)
def test_no_address_breaks_the_house(client_of, clerk, part):
    client = client_of(clerk)
    for path in ("log/entries/{}", "log/{}", "log/attachments/{}", "log/entries/{0}/correct/{0}", "{}"):
        assert client.get(f"/{path.format(part)}/").status_code in {400, 404}


def test_a_form_of_random_nonsense_is_answered(client_of, clerk, record):
    chance, client = random.Random(11), client_of(clerk)
    entry = record()
    paths = [
        "/log/new/",
        *(reverse(f"log:{n}", args=[entry.pk]) for n in ("note", "close", "owner", "correct", "phone")),
    ]
    for _ in range(150):
        fields = {
            name: sent(chance.choice(NASTY)) for name in chance.sample([*INTAKE, "text", "new", "reason", "result"], 6)
        }
        assert post(client, chance.choice(paths), fields).status_code in FINE
    assert Note.objects.filter(text="").count() == 0
