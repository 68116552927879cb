"""Text as overlapping pairs of characters: '水管漏水' → '水管 管漏 漏水'."""

import re
import unicodedata

RUNS = re.compile(r"[^\W_]+")


def fold(text):
    """One form for what looks alike: width, case."""
    return unicodedata.normalize("NFKC", text).casefold()


def pairs(text):
    """The pairs of every run of letters, digits and characters, in order; a run of one stands for itself."""
    out = []
    for run in RUNS.findall(text):
        out += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return out


def terms(text, project_id):
    """What is indexed: the project's own word first, so that nobody finds what is not theirs."""
    return " ".join([scope(project_id), *pairs(fold(text))])


def scope(project_id):
    """A word longer than any pair, so that no text can be mistaken for it."""
    return f"project{project_id}"


def phrases(query):
    """The runs of a query that can be searched: at least two characters each."""
    return [run for run in RUNS.findall(fold(query)) if len(run) >= 2]
