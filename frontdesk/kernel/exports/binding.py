"""Many documents bound into one PDF, page x of y throughout; no more in memory than its longest document and the bound file.

Every section is typeset twice: once to count its pages, once with its numbers. Both together take less time than one document
of the whole length would, and that one would hold all of its pages at once.
"""

import hashlib
import io
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from . import pdf


class Empty(Exception):
    """No section had anything to print."""


@dataclass(frozen=True)
class Section:
    """name: as the outline of the file has it; build: gives its Parts when its turn comes, none for one that is left out."""

    name: str
    build: Callable[[], list[pdf.Part]]


@dataclass(frozen=True)
class Bound:
    pages: int
    sha256: str


def bind(sections, margin, path, *, title, said=lambda done, of: None):
    """Write sections as one PDF to a path; returns what it is. The file is there whole, or not at all.

    margin: gives the pdf.Margin, asked again when everything is read; said(done, of) is called after each step, and what it
    raises ends the work. Raises Empty or pdf.Unprintable.
    """
    path, steps, done = Path(path), 2 * len(sections), 0
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="binding-") as folder:
        kept = []
        for number, section in enumerate(sections):
            if parts := section.build():
                held = Path(folder, f"{number}.json")
                held.write_text(json.dumps([asdict(part) for part in parts]))
                made = pdf.make(parts, margin(), title=title, tags=False)
                kept.append((section.name, held, len(PdfReader(io.BytesIO(made)).pages)))
            said(done := done + 1, steps)
        if not kept:
            raise Empty
        around, total, bound = margin(), sum(pages for _name, _held, pages in kept), PdfWriter()
        for name, held, _pages in kept:
            parts = [pdf.Part(**part) for part in json.loads(held.read_text())]
            numbers = {"first": len(bound.pages) + 1, "total": total}
            _append(bound, name, pdf.make(parts, around, title=title, tags=False, **numbers))
            said(done := done + 1, steps)
        if len(bound.pages) != total:
            raise pdf.Unprintable(f"{len(bound.pages)} pages were bound, {total} were counted")
        whole = Path(folder, "bound.pdf")
        _count_in_description(bound, total)
        bound.write(whole)
        with whole.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        whole.replace(path)
    return Bound(pages=total, sha256=sha256)


def _append(bound, name, made):
    """Put a document behind the others; the first one gives the file its colours and its description for archives."""
    first = len(bound.pages)
    if first == 0:
        bound.clone_document_from_reader(PdfReader(io.BytesIO(made)))
    else:
        bound.append(io.BytesIO(made), import_outline=False)
    bound.add_outline_item(name, first)


def _count_in_description(bound, total):
    """The description for archives counts pages too; it came with the first document."""
    description = bound.root_object["/Metadata"].get_object()
    said = re.sub(rb"(?<=<xmpTPg:NPages>)\d+", str(total).encode(), description.get_data())
    description.set_data(said)
