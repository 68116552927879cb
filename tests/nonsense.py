"""What no form, query or address may break on, and how it is sent.

some(number)   fixture: a share of the nasty values, another share for the next field and in the next run
post(client, path, fields), sent(value)   as a browser could send them
answered(…)    the same, noting what is neither done nor refused
counted        fixture: how many inputs a test sends
FINE           what an answer may be
"""

from urllib.parse import urlencode

import pytest
from django.test import Client

NASTY = [
    "\0", "a\0b", "\ud800", "x" * 5000, "9" * 5000, "-1", "0", "1e9", "None", "2026-02-30T10:00", "2026-13-01T00:00",
    "0000-00-00", "9999-12-31T23:59", "\u0661\u0662", "<script>alert(1)</script>", "' OR 1=1 --", "%00", "%s%n", "{{7*7}}",
    "../../etc/passwd", "🏠" * 30, "\u202e反向", "\r\n", " ", "=1+1", "NaN", "true", "[]", "18446744073709551616", "𠮷野家",
]  # fmt: skip
FINE = {200, 204, 302, 400, 403, 404, 405, 422}
THROTTLED = 429  # after some wrong passwords


def sent(value):
    """As a browser could send it: a lone surrogate as its three bytes."""
    return value.encode("utf-8", "surrogatepass")


def post(client, path, fields):
    return client.post(path, urlencode(fields), content_type="application/x-www-form-urlencoded")


@pytest.fixture
def some(request):
    """some(number): a fifteenth of the nasty values, another for the next field; all of them in a thorough run.

    Which one a field gets follows the seed that bin/test prints: over some runs each field has had every value.
    """
    share = 1 if request.config.option.thorough else 15
    turn = getattr(request.config.option, "randomly_seed", 0)
    turn = turn if isinstance(turn, int) else 0
    return lambda number: NASTY[(number + turn) % share :: share]


def answered(client, path, fields, counted, told, what):
    """Post; note down whatever is neither done nor refused with a page, or refused and yet written."""
    before = counted.objects.count()
    status = post(client, path, fields).status_code
    if status not in {302, 403, 404, 422} or (status != 302 and counted.objects.count() != before):
        told[what] = status


@pytest.fixture
def counted(figure, monkeypatch):
    """How many inputs each test sends. One that breaks the house raises here, as the test's own failure."""
    count, ask = [], Client.request
    monkeypatch.setattr(Client, "request", lambda self, **words: count.append(1) or ask(self, **words))
    yield
    figure("fuzz", inputs=len(count))
