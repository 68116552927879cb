"""Official forms as PDF: A4, in Chinese, with their fonts inside, for archives (PDF/A-2b).

A form is a template in templates/forms; what stands in it is handed over as data. Nothing that somebody typed is ever read
as markup, so nothing can be injected (docs/adr/0022).

    pdf.make([papers.day(...), ...], pdf.margin(desk, by=user, at=now), title="…")
"""

import json
import re
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from django.conf import settings
from pylopdf_fonts_zh_cn import sans_path

from frontdesk.kernel.records.models import Chain

from . import chinese

FORMS = Path(settings.BASE_DIR, "templates", "forms")
CHILD = Path(__file__).with_name("typesetter.py")
SECONDS = 60  # a document that takes longer is given up
MARK = "〓"  # what printers have always set where a type was missing
# Shown in no font: whether they are printed or not makes no difference to a reader, so they are left out.
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# They turn the direction of what follows: what is printed would not be what was typed.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
PLAIN = {"t": "\t", "n": "\n", "r": "\r", "0": "\0"}
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
    document |= {"first": first, "total": total}
    missing = {}  # in the order in which they were found
    document = _each_text(document, partial(_plainly, missing=missing))
    for _attempt in range(5):
        made, wrong = _ask(document, missing, margin.qr, tags)
        if not wrong:
            return made
        found = [_unescaped(text) for text in MISSING.findall(wrong)]
        if not found or set(found) <= set(missing):
            break
        missing |= dict.fromkeys(found)
    raise Unprintable(wrong)


def _ask(document, missing, qr, tags):
    """(bytes, '') of a document, or (b'', the compiler's words)."""
    said = _each_text(document, partial(_replaced, missing=missing)) | {"missing": _named(missing)}
    asked = {
        "root": str(FORMS), "document": "document.typ", "fonts": str(sans_path().parent), "tags": tags,
        "inputs": {"document": json.dumps(said), "qr": qr},
    }  # fmt: skip
    command = [sys.executable, "-I", str(CHILD)]
    try:
        with AT_ONCE:
            done = subprocess.run(
                command, input=json.dumps(asked).encode(), capture_output=True, timeout=SECONDS, check=False
            )
    except subprocess.TimeoutExpired:
        raise Unprintable(f"not typeset within {SECONDS} seconds") from None
    if done.returncode == 0:
        return done.stdout, ""
    return b"", done.stderr.decode(errors="replace") or f"ended with status {done.returncode}"


def _each_text(value, change):
    """A value of lists, dicts and plain values with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each_text(one, change) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(one, change) for one in value]
    return value


def _plainly(text, missing):
    """A text without what no font shows and with one kind of line end; what would turn it around is marked."""
    text = UNSEEN.sub("", ENDS.sub("\n", str(text))).replace("\t", "    ")
    missing |= dict.fromkeys(TURNING.findall(text))
    return text


def _replaced(text, missing):
    for one in missing:
        text = text.replace(one, MARK)
    return text


def _unescaped(text):
    return ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else PLAIN.get(one[2], one[2]), text)


def _named(missing):
    """'U+1F3E0、U+202E', at most so many; '' when nothing was replaced."""
    codes = [" ".join(f"U+{ord(letter):04X}" for letter in one) for one in missing]
    return "、".join(codes[:SAID]) + (f" 等 {len(codes)} 个" if len(codes) > SAID else "")
