"""The canonical form: the exact bytes that are hashed.

A record's body is JSON with sorted keys and no spaces, in UTF-8 as typed, of strings and integers only:
a moment is UTC to the microsecond ("2026-11-23T02:05:00.000000Z"), true is 1, and what is empty is left
out. A personal field enters as `"<field>.hmac"`, a commitment under a salt of its own: value and salt can
be deleted when the law demands it, and the chain stays whole. An empty salt is what is left of one that was deleted.
Golden vectors: tests in this folder.
"""

import hashlib
import hmac
import re
import secrets
from datetime import UTC, date, datetime

import orjson

GENESIS = "0" * 64
ERASED = ""  # the salt of a field that was erased: neither it nor the value can be had again
SALT = re.compile("[0-9a-f]{32}")
INNER, OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))  # what HMAC mixes into a key
INNER_REST, OUTER_REST = b"\x36" * 48, b"\x5c" * 48  # and into the rest of its block, which a salt does not fill


def moment(at):
    """An aware datetime as UTC text to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value):
    """A Python value as the string or integer that stands for it; None for what is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"A sealed record cannot hold a {type(value).__name__}.")


def body(values, personal, salts, kept=()):
    """The canonical text of a record.

    values: {field: str | int | None}, already plain; personal: names of the personal fields;
    salts: {field: hex} for each personal field that has a value; kept: {field: commitment} of those that were erased.
    """
    out = {f"{field}.hmac": kept[field] for field in kept}
    for field, value in values.items():
        if value is None:
            continue
        if field in personal:
            out[f"{field}.hmac"] = commitment(salts[field], value)
        else:
            out[field] = value
    return orjson.dumps(out, option=orjson.OPT_SORT_KEYS).decode()


def new_salt():
    return secrets.token_hex(16)


def commitment(salt, value):
    """HMAC-SHA-256 of a text under a hex salt, as hex."""
    return hmac.digest(bytes.fromhex(salt), value.encode(), "sha256").hex()


def commitments(salts, values):
    """The same for many: HMAC as RFC 2104 has it, with the keys of all prepared at once, in two thirds of the time."""
    keys = bytes.fromhex("".join(salts))
    inner, outer = keys.translate(INNER), keys.translate(OUTER)
    return [
        hashlib.sha256(
            outer[at : at + 16]
            + OUTER_REST
            + hashlib.sha256(inner[at : at + 16] + INNER_REST + value.encode()).digest()
        ).hexdigest()
        for at, value in zip(range(0, len(keys), 16), values, strict=True)
    ]


def held(text, fields):
    """{field: commitment} that a sealed body holds for personal fields; ValueError when it has none for one of them."""
    if not fields:
        return {}
    said = orjson.loads(text or "{}")
    try:
        return {field: said[f"{field}.hmac"] for field in fields}
    except KeyError as missing:
        raise ValueError(f"{missing} is not in what was sealed") from None


def erased(salts):
    """The fields whose value and salt were deleted."""
    return {field for field, salt in salts.items() if salt == ERASED}


def dump_salts(salts):
    return orjson.dumps(salts, option=orjson.OPT_SORT_KEYS).decode()


def load_salts(text):
    """The salts of a record; ValueError unless the text is exactly what `dump_salts` writes."""
    salts = orjson.loads(text)
    if not isinstance(salts, dict) or dump_salts(salts) != text or not all(map(_is_salt, salts.values())):
        raise ValueError("salts are not in canonical form")
    return salts


def _is_salt(text):
    return isinstance(text, str) and (text == ERASED or SALT.fullmatch(text) is not None)


def seal_hash(*, chain, seq, kind, record_id, form, sealed_at, sealed_by, prev, body):
    """SHA-256 over everything a seal says, as hex. sealed_at: canonical text; chain: the chain's key (hex)."""
    return seal_digests(chain, [(seq, kind, record_id, form, body, prev, sealed_at, sealed_by)])[0].hex()


def seal_digests(chain, seals):
    """The same as bytes for many: (seq, kind, record id, form, body, prev, sealed at, sealed by) of each seal."""
    begin, sha256 = f"front desk seal 1\n{chain}\n", hashlib.sha256
    return [
        sha256(f"{begin}{seq}\n{kind}\n{record_id}\n{form}\n{at}\n{by}\n{prev}\n{body or ''}".encode()).digest()
        for seq, kind, record_id, form, body, prev, at, by in seals
    ]
