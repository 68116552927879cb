"""Finds every sentence that a user may read, and keeps the Chinese translations in step.

    python -m tests.texts            says what is missing
    python -m tests.texts --update   adds the missing sentences with an empty translation, drops what is gone

Also as bin/texts. Needs no gettext. The file is sorted and names no lines, so that a change of code that
changes no sentence changes nothing there.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["frontdesk", "duty", "handover", "inspections"]
PO = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
SINGLE, PLURAL = (1,), (1, 2)
CONTEXT, CONTEXT_PLURAL = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": SINGLE,
    **dict.fromkeys(["gettext", "_now", "gettext_lazy", "gettext_noop"], SINGLE),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], PLURAL),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], CONTEXT),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], CONTEXT_PLURAL),
}
METADATA = {
    "Project-Id-Version": "Front Desk",
    "Language": "zh_Hans",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def sources():
    """Every file of ours that may hold a sentence; tests and migrations speak to no user."""
    for folder in [*PACKAGES, "templates"]:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not {"tests", "migrations"} & set(path.parts):
                yield path


def sentences_in(path):
    """(context, sentence, plural) for each one in a file; context and plural may be None."""
    text, method, options = path.read_text(), "python", {"encoding": "utf-8"}
    if "jinja2" in path.parts:
        method, options = "jinja2.ext:babel_extract", {**options, "silent": "false"}
    elif path.suffix != ".py":
        # What Django makes of a template reads like Python, but for its indentation.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, messages, _comments, context in extract(method, BytesIO(text.encode()), KEYWORDS, options=options):
        sentence, plural = messages if isinstance(messages, tuple) else (messages, None)
        if sentence:
            yield context, sentence, plural


def extracted():
    """{(context, sentence): (plural, the first file it is in)}."""
    found = {}
    for path in sources():
        for context, sentence, plural in sentences_in(path):
            known = found.get((context, sentence), (None, path))
            found[context, sentence] = (known[0] or plural, known[1])
    return found


def placeholders(text):
    """What a sentence leaves open: %(name)s, %s, {name}. Sorted, because a translation may reorder the named ones."""
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def problems():
    """One line for each sentence that is missing, empty, unsure, gone from the code, or leaves something else open."""
    wanted = extracted()
    have = {(entry.msgctxt, entry.msgid): entry for entry in catalogue() if not entry.obsolete}
    lines = [f"missing ({path.relative_to(ROOT)}): {key[1]}" for key, (_, path) in wanted.items() if key not in have]
    for key, entry in have.items():
        said = translations(entry)
        if key not in wanted:
            lines.append(f"no longer in the code: {entry.msgid}")
        elif (wanted[key][0] or "") != entry.msgid_plural:
            lines.append(f"another plural in the code: {entry.msgid}")
        elif not said or not all(said):
            lines.append(f"not translated ({wanted[key][1].relative_to(ROOT)}): {entry.msgid}")
        elif entry.fuzzy:
            lines.append(f"fuzzy: {entry.msgid}")
        elif any(placeholders(text) != placeholders(entry.msgid_plural or entry.msgid) for text in said):
            lines.append(f"other placeholders: {entry.msgid} → {' / '.join(said)}")
    return lines


def catalogue():
    return polib.pofile(str(PO)) if PO.exists() else []


def update():
    """Write the file anew: every sentence of the code, with what was translated before."""
    before = {(entry.msgctxt, entry.msgid): entry for entry in catalogue()}
    after = polib.POFile()
    after.metadata = METADATA
    found = sorted(extracted().items(), key=lambda line: (line[0][1], line[0][0] or ""))
    for (context, sentence), (plural, _path) in found:
        entry = before.get((context, sentence))
        if entry is None or entry.msgid_plural != (plural or ""):
            blank = {"msgid_plural": plural, "msgstr_plural": {0: entry.msgstr if entry else ""}} if plural else {}
            entry = polib.POEntry(msgctxt=context, msgid=sentence, **blank)
        entry.obsolete = False
        after.append(entry)
    PO.parent.mkdir(parents=True, exist_ok=True)
    after.save(str(PO))


if __name__ == "__main__":
    if "--update" in sys.argv[1:]:
        update()
    found = problems()
    print("\n".join(found) or "Every sentence is translated.")
    sys.exit(bool(found))
