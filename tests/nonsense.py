"""What no form, query or address may break on, and how it is sent.

some(number)   fixture: a share of the nasty values, another share for the next field and in the next run
post(client, path, fields), sent(value)   as a browser could send them
FINE           what an answer may be
"""

from urllib.parse import urlencode

import pytest

NASTY = [
    "\0", "a\0b", "\ud800", "x" * 5000, "9" * 5000, "-1", "0", "1e9", "None", "2026-02-30T10:00", "2026-13-01T00:00",
    "0000-00-00", "9999-12-31T23:59", "\u0661\u0662", "<script>alert(1)</script>", "' OR 1=1 --", "%00", "%s%n", "{{7*7}}",
    "../../etc/passwd", "🏠" * 30, "\u202e反向", "\r\n", " ", "=1+1", "NaN", "true", "[]", "18446744073709551616", "𠮷野家",
]  # fmt: skip
FINE = {200, 302, 400, 403, 404, 405, 422}


def sent(value):
    """As a browser could send it: a lone surrogate as its three bytes."""
    return value.encode("utf-8", "surrogatepass")


def post(client, path, fields):
    return client.post(path, urlencode(fields), content_type="application/x-www-form-urlencoded")


@pytest.fixture
def some(request):
    """some(number): a fifteenth of the nasty values, another for the next field; all of them in a thorough run.

    Which one a field gets follows the seed that a run prints (-p randomly): over some runs each field has had every value.
    """
    share = 1 if request.config.option.thorough else 15
    turn = getattr(request.config.option, "randomly_seed", 0)
    turn = turn if isinstance(turn, int) else 0
    return lambda number: NASTY[(number + turn) % share :: share]
