"""Why nobody could fill a gap, and who could: each person is tried on the shift, and the rules say what speaks against it."""

from dataclasses import dataclass, field

from . import rules
from .instance import FREE, Person


@dataclass(frozen=True)
class Reason:
    """Why somebody cannot stand a shift; params are what sentences.reason fills in."""

    code: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """Somebody for an open shift: what rules it would break, and the points by which the month gets dearer or cheaper."""

    person: Person
    problems: list
    cost_difference: int


def problems(instance, person, row, day, code):
    """[Reason] why a person with this row cannot stand a shift; empty when they can."""
    if day in person.leave:
        return [Reason("on_leave")]
    if code in person.no_shifts:
        return [Reason("may_not", {"shift": code})]
    if instance.pinned.get((person.id, day), code) != code:
        return [Reason("pinned_off")]
    if row[day]:
        return [Reason("on_shift", {"shift": row[day]})]
    known = {(one.code, one.day) for one in rules.hard(instance, person, row)}
    tried = rules.hard(instance, person, _with(row, day, code))
    return [Reason(one.code, one.params) for one in tried if (one.code, one.day) not in known]


def candidates(instance, roster, day, code):
    """[Candidate] for an open shift: those who break no rule first, by what the month costs then, and by name."""
    before = rules.cost(instance, roster)[0]
    found = []
    for person in instance.staff:
        row = roster[person.id]
        against = problems(instance, person, row, day, code)
        after = roster if row[day] else {**roster, person.id: _with(row, day, code)}
        found.append(Candidate(person, against, rules.cost(instance, after)[0] - before))
    return sorted(found, key=lambda one: (bool(one.problems), one.cost_difference, str(one.person)))


def gaps(instance, roster):
    """[(day, shift code, people missing, whether only a butler is missing, [(person, Reason)])] of a roster, explained.

    Where somebody could stand the shift alone but does not, the solver needed them elsewhere or found it too dear: such
    people are named with the reason "needed".
    """
    found = []
    for day in instance.span:
        for one in rules.of_day(instance, day, roster):
            if one.code not in rules.COVERAGE:
                continue
            code, only_butler = one.params["shift"], one.code == "no_butler"
            people = [person for person in instance.staff if person.is_butler or not only_butler]
            why = []
            for person in people:
                row = roster[person.id]
                if row[day] == code:
                    continue
                against = problems(instance, person, row, day, code)
                why.append((person, against[0] if against else Reason("needed")))
            found.append((day, code, one.params.get("people", 0), only_butler, why))
    return found


def _with(row, day, code):
    return [code if number == day else held for number, held in enumerate(row)] if row[day] == FREE else list(row)
