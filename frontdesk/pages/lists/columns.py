"""The columns of a list, and the reading of a file by them, whatever it calls them in either language."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from unicodedata import category, normalize

from django.utils.translation import gettext as _
from django.utils.translation import override

from frontdesk.kernel.exports import tables
from frontdesk.kernel.people.refusal import Refused

YES = {"1", "y", "yes", "true", "是", "有", "√", "✓"}
NO = {"0", "n", "no", "false", "否", "无", "×", ""}
UNSEEN = {"Cc", "Cf", "Cs"}  # control and format characters
NUMBER = re.compile(r"[+0-9][0-9-]{4,18}")


@dataclass(frozen=True)
class Column:
    """heading: as the template says it. other: what else it is called. clean: a cell's text to its value, or ValueError
    with a sentence. needed: the file must have the column and each line a value."""

    name: str
    heading: str
    clean: Callable
    other: tuple = ()
    needed: bool = False

    def names(self):
        spoken = {self.name, *self.other}
        for language in ("zh-hans", "en"):
            with override(language):
                spoken.add(str(self.heading))
        return {_plain(name) for name in spoken}


@dataclass
class Reading:
    """rows: [(line number, {column: value})]; wrong: [(line number, sentence)]; passed_over: headings nobody knows;
    raw: [[line number, cells]] as they stood, in the order of the columns."""

    rows: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    passed_over: list = field(default_factory=list)
    raw: list = field(default_factory=list)


def read(columns, data, most=tables.MOST_LINES):
    """Read the bytes of an XLSX or CSV file of at most so many lines. Raises Refused when it cannot be read as a whole."""
    try:
        lines = tables.read_table(data)
    except tables.UnreadableFile:
        raise Refused(
            _("This file cannot be read. Save it as XLSX, or as CSV in UTF-8 or GBK, and choose it again.")
        ) from None
    if len(lines) < 2:
        raise Refused(
            _("The list holds nothing. Write a line of headings and a line for each thing, as the template has it.")
        )
    if len(lines) - 1 > most:
        raise Refused(_("The list has more than %(most)s lines. Take it over in parts.") % {"most": most})
    places, passed_over = _places(columns, lines[0][1])
    raw = [
        [number, [row[places[one.name]] if places.get(one.name, len(row)) < len(row) else "" for one in columns]]
        for number, row in lines[1:]
    ]
    found = parse(columns, raw)
    found.passed_over = passed_over
    return found


def parse(columns, raw):
    """Make values of cells; raw: as in Reading."""
    found = Reading(raw=raw)
    for number, cells in raw:
        row, wrong = {}, []
        for one, text in zip(columns, cells, strict=True):
            try:
                if one.needed and not text:
                    raise ValueError(_("this is missing"))
                row[one.name] = one.clean(text)
            except ValueError as why:
                wrong.append(_("%(heading)s: %(why)s") % {"heading": one.heading, "why": why})
        if wrong:
            found.wrong.append((number, "; ".join(wrong)))
        else:
            found.rows.append((number, row))
    return found


def _places(columns, headings):
    """({column: place}, headings that belong to no column). Raises Refused naming the columns that are missing."""
    plain = [_plain(heading) for heading in headings]
    places = {}
    for one in columns:
        names = one.names()
        for place, heading in enumerate(plain):
            if heading in names and place not in places.values():
                places[one.name] = place
                break
    if missing := [str(one.heading) for one in columns if one.needed and one.name not in places]:
        raise Refused(
            _("The first line has no heading %(names)s. Put the headings of the template there.")
            % {"names": ", ".join(missing)}
        )
    unknown = [heading for place, heading in enumerate(headings) if heading and place not in places.values()]
    return places, unknown


def _plain(heading):
    return re.sub(r"[\s_*＊()（）:：]", "", heading).lower()


# -- cells


def words(most):
    """Text of at most so many characters."""

    def clean(text):
        if len(text) > most:
            raise ValueError(_("more than %(most)s characters") % {"most": most})
        if any(category(one) in UNSEEN for one in text):
            raise ValueError(_("it holds characters that cannot be seen; type it anew"))
        return text

    return clean


def unit(text):
    """The number of a unit, as it is typed at the desk: full-width characters are the plain ones."""
    return words(30)(normalize("NFKC", text))


def number(text):
    """A telephone number, or nothing."""
    plain = text.replace(" ", "").removesuffix(".0")
    if plain and not NUMBER.fullmatch(plain):
        raise ValueError(_("%(text)s is not a telephone number") % {"text": text[:20]})
    return plain


def day(text):
    """A date such as 2026-11-23 or 2026/11/23, or None."""
    if not text:
        return None
    try:
        found = date.fromisoformat("-".join(part.zfill(2) for part in re.split(r"[-/.]", text.split(" ")[0])))
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2100:
        raise ValueError(_("%(text)s is not a day such as 2026-11-23") % {"text": text[:20]})
    return found


def yes(empty):
    """是 or 否 as a boolean; empty: what an empty cell means."""

    def clean(text):
        if not text:
            return empty
        if text.lower() not in YES | NO:
            raise ValueError(_("%(text)s is neither yes nor no") % {"text": text[:20]})
        return text.lower() in YES

    return clean


def choice(choices, other=()):
    """One of a model's choices by its label in either language, or by its code; '' when empty. other: {word: code}."""

    def clean(text):
        if not text:
            return ""
        known = {word.lower(): code for word, code in dict(other).items()}
        for language in ("zh-hans", "en"):
            with override(language):
                known |= {str(label).lower(): str(code) for code, label in choices}
        known |= {str(code).lower(): str(code) for code, _label in choices}
        if text.lower() not in known:
            offered = ", ".join(str(label) for _code, label in choices)
            raise ValueError(_("%(text)s is none of: %(offered)s") % {"text": text[:20], "offered": offered})
        return known[text.lower()]

    return clean
