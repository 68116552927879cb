"""Official forms as PDF: A4, in Chinese, with their fonts inside, for archives (PDF/A-2b).

A form is a template in templates/forms; what stands in it is handed over as data. Nothing that somebody typed is ever read
as markup, so nothing can be injected (docs/adr/0025).

    pdf.make([papers.day(...), ...], pdf.margin(desk, by=user, at=now), title="…")
"""

import json
import re
import subprocess
import sys
import threading
import unicodedata
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from frontdesk.kernel.records.models import Chain

from . import chinese

FORMS = Path(settings.BASE_DIR, "templates", "forms")
CHILD = Path(__file__).with_name("typesetter.py")
SECONDS = 60  # a document that takes longer is given up
MARK = "〓"  # what printers have always set where a type was missing
# They have no shape of their own: whether they are there or not makes no difference to a reader, so they are left out.
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Never printed, though a font may have something for them: controls, what turns the direction of the text, marks that could not
# be joined with their letter (which a copy of the text would mix up), and code points that mean nothing to anybody else.
NO_TYPE = {"Cc", "Cf", "Mn", "Me", "Co"}
AT_ONCE = threading.BoundedSemaphore(2)  # compilers of this process: each takes a processor and some hundred megabytes
SAID = 24  # missing characters named in the note, so that it stays a note


class Unprintable(RuntimeError):
    """The compiler gave no document; its own words, for whoever mends the form."""


@dataclass(frozen=True)
class Part:
    """One form of a document. form: its template, without ending; data: plain values, lists and dicts of them."""

    form: str
    data: dict


@dataclass(frozen=True)
class Margin:
    """What stands around every form.

    project, centre, desk: as the settings say now (R02); printed: who printed and when (R45); seals, hash: the number and hash
    of the newest seal of the desk's chain, which nothing printed here is newer than. short, qr: the short form of a checkpoint
    and its code as SVG, for whoever has one; they stand in the closing block of each form.
    """

    project: str
    centre: str
    desk: str
    printed: str
    seals: int
    hash: str
    short: str = ""
    qr: str = ""


def margin(desk, *, by, at, short="", qr=""):
    """The Margin of a desk (with its project) for somebody who prints at a moment. Made last, after what is printed is read."""
    chain = Chain.objects.get(desk=desk)
    return Margin(
        project=desk.project.name, centre=desk.project.centre_name, desk=desk.name,
        printed=f"{by.name} {chinese.moment(at)}", seals=chain.last_seq, hash=chain.last_hash, short=short, qr=qr,
    )  # fmt: skip


def make(parts, margin, *, title, first=1, total=0, tags=True):
    """The bytes of a PDF with these Parts. title: of the file; first, total: page numbers, when it is part of a larger whole.

    tags: for screen readers; they make a long document several times as large. A character that the fonts do not have is
    printed as 〓 and named below. Raises Unprintable.
    """
    document = {"title": title, "parts": [asdict(part) for part in parts], "margin": asdict(replace(margin, qr=""))}
    missing = {}  # in the order in which they were found
    document = _each_text(document, partial(_printable, missing=missing))
    document |= {"first": first, "total": total, "missing": _named(missing)}
    asked = {
        "root": str(FORMS), "document": "document.typ", "fonts": str(sans_path().parent), "tags": tags,
        "inputs": {"document": json.dumps(document), "qr": margin.qr},
    }  # fmt: skip
    command = [sys.executable, "-I", str(CHILD)]
    try:
        with AT_ONCE:
            done = subprocess.run(
                command, input=json.dumps(asked).encode(), capture_output=True, timeout=SECONDS, check=False
            )
    except subprocess.TimeoutExpired:
        raise Unprintable(f"not typeset within {SECONDS} seconds") from None
    if done.returncode:
        raise Unprintable(done.stderr.decode(errors="replace") or f"ended with status {done.returncode}")
    return done.stdout


def _each_text(value, change):
    """A value of lists, dicts and plain values with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each_text(one, change) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(one, change) for one in value]
    return value


def _printable(text, missing):
    """A text as it can be set: composed, one kind of line end, spaces as spaces, and 〓 for what no font has."""
    text = unicodedata.normalize("NFC", UNSEEN.sub("", ENDS.sub("\n", text))).replace("\t", "    ")
    lacking = {letter for letter in set(text) - {"\n"} if ord(letter) not in _types()}
    if not lacking:
        return text
    spaces = {letter for letter in lacking if unicodedata.category(letter) == "Zs"}
    missing |= dict.fromkeys(letter for letter in text if letter in lacking - spaces)
    return text.translate({ord(letter): " " if letter in spaces else MARK for letter in lacking})


@cache
def _types():
    """The code points that the fonts have a type for; read once in the life of a process."""
    found = set()
    for path in (serif_path(), sans_path()):
        with TTFont(path, lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(code for code in found if unicodedata.category(chr(code)) not in NO_TYPE)


def _named(missing):
    """'U+1F3E0、U+202E', at most so many; '' when nothing was replaced."""
    codes = [f"U+{ord(letter):04X}" for letter in missing]
    return "、".join(codes[:SAID]) + (f" 等 {len(codes)} 个" if len(codes) > SAID else "")
