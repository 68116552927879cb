"""Drawing a past shift at random so that nobody can choose, or be said to have chosen: pure functions of a secret number (R63).

Before a draw is shown, the book holds `commitment(...)`: a hash of a number that nobody has seen, of the list that is drawn from,
and of the place in the chain. Then the number is shown, and whoever has it can draw the same again from the same list.
"""

import hashlib
import hmac
from datetime import date

import orjson

RECORDS = 3


def commitment(*, nonce, head, candidates):
    """SHA-256 hex. nonce: 64 hex digits; head: the chain's last hash; candidates: the sealed list, as text."""
    listed = hashlib.sha256(candidates.encode()).hexdigest()
    return hashlib.sha256(f"front desk draw 1\n{nonce}\n{head}\n{listed}".encode()).hexdigest()


def pick(nonce, what, among, count=1):
    """`count` of a list of texts or numbers, decided by the nonce alone and not by their order; each as likely as any other."""
    return sorted(among, key=lambda one: hmac.digest(nonce.encode(), f"{what} {one}".encode(), "sha256"))[:count]


def pick_shift(nonce, candidates):
    """(date, code) drawn from a sealed list."""
    chosen = pick(nonce, "shift", [f"{day} {code}" for day, code in orjson.loads(candidates)])[0]
    day, _, code = chosen.partition(" ")
    return date.fromisoformat(day), code


def pick_records(nonce, pool):
    """The ids drawn from those of a shift's entries, in their order."""
    return sorted(pick(nonce, "record", pool, RECORDS))


def listed(some):
    """The canonical text of (date, code) pairs or of ids."""
    return orjson.dumps(sorted(some)).decode()
