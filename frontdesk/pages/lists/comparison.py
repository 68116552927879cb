"""What of a list is new, what is there already, and what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from frontdesk.kernel.exports import tables


@dataclass(frozen=True)
class Change:
    """A line about something that is there already with other values: [(heading, as it is, as the list says it)]."""

    number: int
    about: str
    differences: list
    row: dict


@dataclass
class Comparison:
    """new: [(line number, row)]; changed: [Change]; same: how many lines say what is there; wrong: [(line number, sentence)]"""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    same: int = 0
    wrong: list = field(default_factory=list)


@dataclass(frozen=True)
class List:
    """One list of a desk.

    keepers: the roles that take it over and download it. example: a line as somebody might paste it.
    compare(desk, rows, by, at) → Comparison; prepare(comparison) → what is slow to make, before anything is locked;
    write(desk, comparison, change, prepared, by, at, proof) → [(name, user name, one-time password)] of new accounts;
    rows(desk, at) → what there is, in the order of the columns; most: the lines of one file.
    """

    slug: str
    title: str
    what: str
    keepers: frozenset
    columns: tuple
    example: str
    compare: Callable
    write: Callable
    rows: Callable
    home: str
    prepare: Callable = lambda comparison: None
    is_signed: bool = False
    most: int = tables.MOST_LINES

    @property
    def headings(self):
        return [str(column.heading) for column in self.columns]
