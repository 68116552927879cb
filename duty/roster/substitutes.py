"""Who could stand an open shift, best first, with the reasons (R28)."""

from dataclasses import dataclass

from . import grid, reports
from .drafting import explain, sentences


@dataclass(frozen=True)
class Substitute:
    """person: a User; says: what speaks for or against, a sentence each; points: what the month's rules make of it."""

    person: object
    says: list
    points: int


def ranked(roster, day, code):
    """(able, unable): lists of Substitute for a shift of an approved month, the best first."""
    table = grid.thaw(roster.versions.order_by("-version").first().grid)[1]
    instance = reports.instance_of(roster, table)
    rows = reports.rows_of(instance, roster, table)
    number = (day - roster.month).days
    people = {person.pk: person for person in reports.staff_of(roster)}
    able, unable = [], []
    for one in explain.candidates(instance, rows, number, code):
        said = [sentences.reason(problem) for problem in one.problems]
        (unable if one.problems else able).append(Substitute(people[one.person.id], said, one.cost_difference))
    return able, unable
