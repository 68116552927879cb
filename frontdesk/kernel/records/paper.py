"""The short form of a checkpoint, for paper and mail: 7QF2K-1F2N-9TMXA-…, and what is said of one that is typed in again.

Book, size, and the first 110 bits of the Merkle root, in letters and digits that are not mistaken for one another, with three
characters that show a slip of the finger. It names the root itself, not a row of ours: whoever has the seals can recompute it.
Groups of five are no telephone number to whatever hides those in messages.
"""

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import segno
from django.conf import settings
from django.urls import reverse

from . import chains, checkpoints
from .merkle import Frontier
from .models import AccessLine, Chain, Checkpoint, Seal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OILU", "011V")
BOOK, DIGEST, CHECK = 5, 22, 3  # characters
FORM = re.compile(
    f"([{ALPHABET}]{{{BOOK}}})([1-9A-Z][{ALPHABET}]{{,11}})([{ALPHABET}]{{{DIGEST}}})([{ALPHABET}]{{{CHECK}}})"
)
LONGEST = 100  # of what is typed
PRIME = 32749  # the largest below 32³: no single wrong character and no two neighbours swapped give the same remainder


@dataclass(frozen=True)
class Printed:
    """What a short form says. book: first characters of the chain's key; digest: of the root."""

    book: str
    size: int
    digest: str

    def __str__(self):
        size = _coded(self.size)
        rest = self.digest + _check(self.book, size, self.digest)
        return "-".join([self.book, size, *(rest[place : place + 5] for place in range(0, len(rest), 5))])


def short(checkpoint):
    """The short form of a Checkpoint, in groups that a hyphen parts."""
    said = checkpoints.read(checkpoint.note)
    return str(of(said.chain, said.size, said.root))


def of(key, size, root):
    """The Printed of a chain at a size. key: the chain's; root: bytes."""
    return Printed(_book(key), size, _coded(int.from_bytes(root) >> 256 - 5 * DIGEST, DIGEST))


def read(text):
    """The Printed that somebody typed, however they spaced it, or None when something in it is mistyped."""
    if len(text) > LONGEST:
        return None
    typed = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).upper())).translate(LOOKALIKES)
    found = FORM.fullmatch(typed)
    if not found or _check(*found.groups()[:3]) != found[4]:
        return None
    return Printed(found[1], _number(found[2]), found[3])


def svg(text):
    """A QR code as the text of an SVG; of a short form it leads to the page that checks it, where PUBLIC_URL says where."""
    return _svg(_target(text))


def png(text, *, scale=6):
    """The same as the bytes of a PNG; scale: pixels a module."""
    out = io.BytesIO()
    segno.make_qr(_target(text)).save(out, kind="png", border=2, scale=scale)
    return out.getvalue()


def _target(text):
    return f"{settings.PUBLIC_URL}{reverse('check_paper')}?code={text}" if settings.PUBLIC_URL else text


@lru_cache(256)  # a page may show the same one a hundred times before there is a new one
def _svg(target):
    out = io.BytesIO()
    segno.make_qr(target).save(out, kind="svg", border=2, xmldecl=False, omitsize=True, nl=False)
    return out.getvalue().decode()


# -- what is said of one that is typed in


@dataclass(frozen=True)
class Verdict:
    """stands, rewritten, broken, unknown or mistyped.

    desk, size, at: which book, how many seals, when the last of them was sealed; fault: what is wrong with them;
    since: what was printed or exported while this was the newest checkpoint.
    """

    state: str
    desk: object = None
    size: int = 0
    at: datetime | None = None
    fault: chains.Fault | None = None
    since: tuple = ()


def check(text, desks):
    """The Verdict on a short form from paper, over the books of these desks.

    All seals up to it are read and hashed anew; records, files and everything else are left to `records verify`.
    """
    printed = read(text)
    if printed is None:
        return Verdict("mistyped")
    for chain in Chain.objects.filter(desk__in=desks).select_related("desk__project"):
        if _book(chain.key) == printed.book:
            return _compared(printed, chain)
    return Verdict("unknown", size=printed.size)


def _compared(printed, chain):
    about = {"desk": chain.desk, "size": printed.size}
    if printed.size > chain.last_seq:
        return Verdict("rewritten", **about)
    root, fault = _root(chain, printed.size)
    if fault:
        return Verdict("broken", fault=fault, **about)
    at = Seal.objects.get(chain=chain, seq=printed.size).sealed_at
    if of(chain.key, printed.size, root) != printed:
        return Verdict("rewritten", at=at, **about)
    return Verdict("stands", at=at, since=_printed_with(chain, printed.size), **about)


def _root(chain, size):
    """(Merkle root over the first seals, None), or (b'', the first Fault among them)."""
    whole = Frontier()
    for after, upto in chains.parts_of(chain.pk, size):
        part = chains.look_at(chains.Part(chain.pk, chain.key, after, upto, {}, [upto], stored=True, limit=1))
        if part.faults or upto not in part.grown or whole.size != after:
            missing = chains.Fault(chain.pk, whole.size + 1, "seal", None, "a seal is missing")
            return b"", part.faults[0] if part.faults else missing
        whole.join(part.grown[upto])
    return whole.root(), None


def _printed_with(chain, size):
    """The access lines of prints and exports made while a checkpoint of this size was the newest one, oldest first."""
    held = Checkpoint.objects.filter(chain=chain, size__gte=size).order_by("size")[:2]
    if not held or held[0].size != size:
        return ()
    lines = AccessLine.objects.filter(
        project=chain.desk.project_id, what__in=[AccessLine.What.PRINT, AccessLine.What.EXPORT], at__gte=held[0].at
    )
    if len(held) > 1:
        lines = lines.filter(at__lt=held[1].at)
    return tuple(lines.select_related("person").order_by("id")[:20])


def _book(key):
    return _coded(int(key, 16) >> 128 - 5 * BOOK, BOOK)


def _coded(value, length=1):
    """A whole number in the alphabet, with leading zeros up to a length."""
    text = ""
    while value or len(text) < length:
        value, rest = divmod(value, 32)
        text = ALPHABET[rest] + text
    return text


def _number(text):
    value = 0
    for one in text:
        value = value * 32 + ALPHABET.index(one)
    return value


def _check(book, size, digest):
    return _coded(int.from_bytes(f"{book}-{size}-{digest}".encode()) % PRIME, CHECK)
