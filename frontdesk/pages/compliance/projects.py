"""Projects beside each other for the head office: a few clauses, each counted for all desks in one question (R01, R44)."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

import duty.log.clauses
import duty.roster.clauses
import handover.clauses
import inspections.clauses
from frontdesk.kernel.figures import NOTHING, Span
from frontdesk.kernel.people.models import Desk

from . import clauses
from .board import Row, figures_of
from .rules import COMPARERS

SOURCES = (
    duty.log.clauses.volumes, duty.log.clauses.escalations, duty.roster.clauses.rosters, duty.roster.clauses.cases,
    handover.clauses.sheets, inspections.clauses.inspections, inspections.clauses.findings, inspections.clauses.of_many,
)  # fmt: skip
# Counted for many desks at once, two clauses are counted more simply than on the board, and said to be.
SIMPLER = {
    "R46": _("days that were read, of those on which the desk was open"),
    "R59": _("daily inspections made by 9:30, of the days on which they were due"),
}
COMPARED = ("R37", "R01", "R19", "R21", "R26", "R06", "R09", "R50", "R46", "R59", "R62", "R63", "R48")


@dataclass(frozen=True)
class Line:
    """A desk with its rows, one for each clause that is compared."""

    desk: Desk
    rows: list


def compared():
    """The clauses that are compared, in the order of the columns, each with what is counted here."""
    by_number = {
        clause.number: replace(clause, counted=SIMPLER.get(clause.number, clause.counted)) for clause in clauses.ALL
    }
    return [by_number[number] for number in COMPARED]


def desks_of(user, at):
    """The desks of all projects at which somebody works for the head office."""
    seen = user.project_ids_with(COMPARERS, at)
    return tuple(Desk.objects.filter(project__in=seen).select_related("project").order_by("project__code", "id"))


def lines(desks, months, at):
    """[Line] of some desks over months (the last is shown, the one before compared). A fixed number of queries."""
    if not desks:
        return []
    found, wanted = figures_of(Span(desks, months, at), SOURCES), compared()
    return [
        Line(desk, [
            Row(clause, months, tuple(found.get(clause.number, {}).get((desk.pk, month), NOTHING) for month in months))
            for clause in wanted
        ])
        for desk in desks
    ]  # fmt: skip


def sorted_by(held, number):
    """Lines with the lowest figure of a clause first, and those of which nothing is recorded last."""
    place = COMPARED.index(number)

    def key(line):
        height = line.rows[place].now.height
        return height is None, height or 0, line.desk.project.code

    return sorted(held, key=key)
