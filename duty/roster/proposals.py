"""What an automatic draft proposes, beside the grid as it stands, to be looked at before it is taken over (R10)."""

from dataclasses import dataclass

from . import clocks, grid, reports
from .models import DraftRun


@dataclass(frozen=True)
class Proposal:
    """rows: [(person, [(date, kind of day, code or '', whether it differs from the grid)])]; report: its rule report."""

    rows: list
    report: reports.Report

    @property
    def changed(self):
        return sum(differs for _person, cells in self.rows for _day, _kind, _code, differs in cells)


def of(run):
    """The Proposal of a run that has found something and was not taken over yet; else None."""
    if run is None or run.state != DraftRun.State.DONE:
        return None
    roster = run.roster
    found, now, days = grid.thaw(run.grid)[1], grid.cells(roster), clocks.of(roster.desk).days

    def cell(person, day):
        code = found.get((person.pk, day), "")
        return day, days.assumed(day), code, code != now.get((person.pk, day), "")

    dates = grid.days_of(roster.month)
    rows = [(person, [cell(person, day) for day in dates]) for person in reports.staff_of(roster)]
    return Proposal(rows, reports.of(roster, found))
