"""Typesets one document in a process of its own: what is asked on stdin as JSON, the file on stdout.

    {"root": folder, "document": name of its template there, "fonts": folder, "inputs": {name: text}, "tags": bool}

A process for each document, because the compiler keeps what it has seen: its memory goes with it, and so does whatever a
document could do to it. It imports nothing of ours, so that it is there within some hundredths of a second.
"""

import json
import sys
from pathlib import Path

import typst


def main():
    """0, or 1 with the compiler's own words on stderr."""
    asked = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    compiler = typst.Compiler(
        str(Path(asked["root"], asked["document"])), root=asked["root"], font_paths=fonts, ignore_system_fonts=True,
        sys_inputs=asked["inputs"],
    )  # fmt: skip
    try:
        made = compiler.compile(format="pdf", pdf_standards="a-2b", pdf_tags=asked["tags"])
    except typst.TypstError as no:
        sys.stderr.write(no.diagnostic)
        return 1
    assert isinstance(made, bytes)  # one file, since it is a PDF
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
