"""What an app declares: who owes what by when, and how it is said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation that is due at a moment, to be told to one person.

    key: what it is about and at which stage, unique for ever ("inspection:81:remind", "inspection:81:missed"):
    a new stage is a new key, and so a new notice. kind: which sentence tells it (see `say`).
    subject: the few words that fill the sentence. They leave the house by mail and chat, so they hold no name
    and no telephone number. link: the page where it is done, from "/" on.
    urgent: does not wait for the end of quiet hours, and goes out by every channel of the project.
    """

    person_id: int
    project_id: int
    key: str
    kind: str
    subject: str
    link: str
    urgent: bool = False

    def __post_init__(self):
        """A line that the database would refuse is its app's fault, and must not take others with it."""
        if len(self.key) > 120 or len(self.link) > 200 or not self.link.startswith("/") or self.link.startswith("//"):
            raise ValueError(f"An obligation needs a key and a link into the house, and short ones: {self!r}")


sources: list[Callable[[datetime], Iterable[Owed]]] = []
facts: list[Callable[[datetime], object]] = []
sentences: dict[str, Any] = {}
apart: set[str] = set()  # kinds that ask for nothing to be done, and are listed below what does


def declare(source):
    """Called by an app's `ready`: a pure function of state and clock, which gives every Owed that is due then."""
    if source not in sources:
        sources.append(source)


def establish(fact):
    """Called by an app's `ready`: what a sweep writes down first, such as that somebody did not come.

    It may run twice, late and beside itself: the database keeps each fact once.
    """
    if fact not in facts:
        facts.append(fact)


def say(kind, sentence, *, is_task=True):
    """Called by an app's `ready`: how notices of a kind read. sentence: lazy gettext, with %(subject)s where it belongs.

    is_task: whether something is to be done; what is not is listed below what is.
    """
    sentences[kind] = sentence
    if not is_task:
        apart.add(kind)


def sentence(kind, subject):
    """What a notice says, in the language in force; a kind that nobody declared says its subject."""
    return str(sentences[kind]) % {"subject": subject} if kind in sentences else subject
