"""What an app declares: who owes what by when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Owed:
    """One obligation that is due at a moment, to be told to one person.

    key: what it is about and at which stage, unique for ever; kind: which sentence tells it;
    subject: the few words that fill the sentence; link: the page where it is done.
    """

    person_id: int
    project_id: int
    key: str
    kind: str
    subject: str
    link: str


sources: list[Callable[[datetime], Iterable[Owed]]] = []


def declare(source):
    """Called by an app's `ready`: a pure function of state and clock."""
    if source not in sources:
        sources.append(source)
