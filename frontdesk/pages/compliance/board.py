"""The board of a desk for some months: every clause with its figure in each of them."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

import duty.log.clauses
import duty.roster.clauses
import handover.clauses
import inspections.clauses
from frontdesk.kernel.figures import NOTHING, Rate, Span
from frontdesk.kernel.ui import drawing
from frontdesk.kernel.ui.templatetags.desk import month as month_name

from . import clauses, kept

SOURCES = (
    *duty.roster.clauses.SOURCES, *duty.log.clauses.SOURCES, *handover.clauses.SOURCES, *inspections.clauses.SOURCES,
    *kept.SOURCES,
)  # fmt: skip
BACK = 4  # months on the board of a month, its own the last


@dataclass(frozen=True)
class Row:
    """A clause over the months of the board; figures: in the order of the months."""

    clause: clauses.Clause
    months: tuple
    figures: tuple

    @property
    def now(self):
        """The figure of the last month."""
        return self.figures[-1]

    @property
    def earlier(self):
        """The figures before, each in a few characters."""
        return [short(figure) for figure in self.figures[:-1]]

    @property
    def link(self):
        """Where the records of the last month are."""
        return self.clause.link(self.months[-1])

    @property
    def is_known(self):
        return any(figure.is_known for figure in self.figures)

    @cached_property
    def trend(self):
        """How the last month differs from the one before: points of percentage or a number; None where one is not known."""
        if len(self.figures) < 2 or None in (now := self.now.height, before := self.figures[-2].height):
            return None
        return now - before

    @property
    def trend_said(self):
        """'↑ 3', '↓ 3', '→'; '' where nothing can be compared. An arrow is neither good nor bad; of few cases no number."""
        if not self.trend:
            return "" if self.trend is None else "→"
        few = any(isinstance(figure, Rate) and figure.is_few for figure in self.figures[-2:])
        return f"{'↑' if self.trend > 0 else '↓'}{'' if few else f' {abs(self.trend)}'}"

    @property
    def in_words(self):
        """The figures of all months in one sentence, for those who do not see the curve."""
        said = (
            f"{month_name(month)}: {in_words(figure)}" for month, figure in zip(self.months, self.figures, strict=True)
        )
        return _("; ").join(said)

    @property
    def now_short(self):
        return short(self.now)

    @property
    def all_short(self):
        return [short(figure) for figure in self.figures]

    @property
    def told(self):
        """[(month, the figure in words)], the latest first."""
        return [(month, in_words(figure)) for month, figure in zip(self.months, self.figures, strict=True)][::-1]

    @property
    def columns(self):
        """The large picture of the months."""
        named = [(f"{month:%y-%m}", figure.height) for month, figure in zip(self.months, self.figures, strict=True)]
        rates = any(isinstance(figure, Rate) for figure in self.figures)
        most, unit = (100, "%") if rates else (None, "")
        return drawing.columns("columns", self.clause.title, self.in_words, named, most=most, unit=unit)

    @property
    def curve(self):
        """The small picture of the months."""
        heights = [figure.height for figure in self.figures]
        return drawing.curve(self.clause.number, f"{self.clause.number} {self.clause.title}", self.in_words, heights)


def short(figure):
    """'96 %', '3/4', '12'; a dash where nothing is recorded."""
    if not figure.is_known:
        return "—"
    if not isinstance(figure, Rate):
        return str(figure.count)
    return f"{figure.done}/{figure.all}" if figure.is_few else f"{figure.percent} %"


def in_words(figure):
    """'96 % (48/50)', '3/4', '12', or that nothing is recorded."""
    if not figure.is_known:
        return _("nothing recorded")
    if not isinstance(figure, Rate):
        return str(figure.count)
    counts = f"{figure.done}/{figure.all}"
    return counts if figure.is_few else f"{figure.percent} % ({counts})"


@dataclass(frozen=True)
class Board:
    """rows: in the order of the regulation."""

    span: Span
    rows: tuple

    @property
    def groups(self):
        """[(group, its rows)]"""
        rows = {row.clause: row for row in self.rows}
        return [(group, [rows[clause] for clause in group.clauses]) for group in clauses.GROUPS]

    @property
    def known(self):
        """Of how many clauses anything is recorded in the last month."""
        return sum(row.now.is_known for row in self.rows)


def figures_of(span, sources=SOURCES):
    """{clause: {(desk id, month): figure}} of everything that the sources know about a span."""
    found = {}
    for source in sources:
        found |= source(span)
    return found


def of(desk, months, at):
    """The Board of a desk (with its project): months in order, none left out, as they stand at a moment."""
    span = Span((desk,), months, at)
    found = figures_of(span)
    rows = []
    for clause in clauses.ALL:
        known = found.get(clause.number, {})
        rows.append(Row(clause, months, tuple(known.get((desk.pk, month), NOTHING) for month in months)))
    return Board(span, tuple(rows))
