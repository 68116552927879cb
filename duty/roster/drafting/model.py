"""A month as a constraint model: the hard rules bind it, and its objective is rules.cost to the point.

Nothing here says what a rule is: numbers, weights and declarations are those of rules.py and instance.py. Importing this
module loads the solver (seconds, 200 MB), so only what solves does it.
"""

from ortools.sat.python import cp_model

from . import rules
from .instance import FREE, HOLIDAY, LATE_SHIFTS, REST_DAY, WEEK


class Model:
    """The variables of a month and what they cost.

    stands: {(person id, day, shift code): 0 or 1}, only where somebody may stand the shift; works: {(person id, day): 0 or 1},
    the seven days before the month included. coverage, wishes: lists of (points, variable), summed in the objective.
    """

    def __init__(self, instance):
        self.instance, self.cp = instance, cp_model.CpModel()
        self.stands, self.works = {}, {}
        self.coverage, self.wishes = [], []
        for person in instance.staff:
            self._row(person)
            self._rest(person)
            self._rest_days(person)
            self._hours(person)
            self._wishes(person)
            self._singles(person)
            self._backward(person)
        for day, code, people in instance.demanded():
            self._cover(day, code, people)
            self._butler(day, code)
        for what, people in rules.compared(instance).items():
            self._even(what, people)

    # --------------------------------------------------------------------------------------- what the solver is asked

    def least_shortage(self):
        """Ask for the best coverage only."""
        self.cp.minimize(_sum(self.coverage))

    def least_cost(self, *, shortage):
        """Ask for the least cost of all. shortage: points that no roster's coverage falls below."""
        self.cp.clear_objective()
        self.cp.add(_sum(self.coverage) >= shortage)
        self.cp.minimize(_sum(self.coverage) + _sum(self.wishes))

    def begin_with(self, values):
        """Let the search begin at an assignment: a value for each variable, in the model's order."""
        self.cp.clear_hints()
        for index, value in enumerate(values):
            self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), value)

    def begin_at(self, roster):
        """Let the search begin at a roster {person id: shift codes}."""
        self.cp.clear_hints()
        for (who, day, code), stands in self.stands.items():
            if day >= 0 and who in roster:
                self.cp.add_hint(stands, roster[who][day] == code)

    def roster(self, value):
        """{person id: shift codes} of a solution. value: function that gives a variable's value."""
        rows = {person.id: [FREE] * len(self.instance.days) for person in self.instance.staff}
        for (who, day, code), stands in self.stands.items():
            if day >= 0 and value(stands):
                rows[who][day] = code
        return {who: tuple(row) for who, row in rows.items()}

    # --------------------------------------------------------------------------------------- one person

    def codes(self, person, day):
        """The shifts that somebody may stand on a day: the pinned one, else any that leave and prohibitions allow."""
        if day < 0:
            return [code for code in [person.previous[day + WEEK]] if code in self.instance.shifts]
        if (person.id, day) in self.instance.pinned:
            return [code for code in [self.instance.pinned[person.id, day]] if code]
        return [code for code in self.instance.shifts if self.instance.may(person, day, code)]

    def _row(self, person):
        for day in range(-WEEK, 0):
            self.works[person.id, day] = self.cp.new_constant(bool(person.previous[day + WEEK]))
            for code in self.codes(person, day):
                self.stands[person.id, day, code] = self.cp.new_constant(1)
        for day in self.instance.span:
            codes = self.codes(person, day)
            here = [self.cp.new_bool_var(f"{person.id} {day} {code}") for code in codes]
            self.stands |= {(person.id, day, code): stands for code, stands in zip(codes, here, strict=True)}
            works = self.cp.new_bool_var(f"{person.id} {day}") if here else self.cp.new_constant(0)
            self.works[person.id, day] = works
            self.cp.add_exactly_one([*here, ~works])
            if (person.id, day) in self.instance.pinned:
                self.cp.add(works == len(here))

    def _rest(self, person):
        """Each shift excludes those too soon after it, and too soon before it; the latter exclude one another anyway."""
        shifts = self.instance.shifts
        for day in self.instance.span:
            for back in (1, 2):
                pairs = [
                    (before, after)
                    for before in self.codes(person, day - back)
                    for after in self.codes(person, day)
                    if shifts[before].gap_to(shifts[after], back) < rules.REST
                ]
                for one in {before for before, _ in pairs}:
                    group = [self.stands[person.id, day, after] for before, after in pairs if before == one]
                    self.cp.add_at_most_one([self.stands[person.id, day - back, one], *group])
                for one in {after for _, after in pairs}:
                    group = [self.stands[person.id, day - back, before] for before, after in pairs if after == one]
                    self.cp.add_at_most_one([self.stands[person.id, day, one], *group])

    def _rest_days(self, person):
        for last in self.instance.span:
            week = range(last + 1 - WEEK, last + 1)
            self.cp.add(sum(self.works[person.id, day] for day in week) <= rules.MOST_DAYS_IN_SEVEN)
        for week in self.instance.weeks():
            self.cp.add_bool_or([~self.works[person.id, day] for day in week])

    def _hours(self, person):
        worked = sum(
            self.instance.shifts[code].paid * self.stands[person.id, day, code]
            for day in self.instance.span
            for code in self.codes(person, day)
        )
        most, usual = rules.most_hours(self.instance), self.instance.workdays * rules.WORKING_DAY
        self.cp.add(worked <= most)
        over = self.cp.new_int_var(0, -(-(most - usual) // rules.WORKING_DAY), f"{person.id} overtime")
        self.cp.add(rules.WORKING_DAY * over >= worked - usual)
        self.wishes.append((rules.OVERTIME, over))

    def _wishes(self, person):
        for day, weight in person.want_off:
            self.wishes.append((weight, self.works[person.id, day]))
        for day, code, weight in person.want_shift:
            if self.instance.may(person, day, code):
                stands = self.stands.get((person.id, day, code), 0)
                self.wishes.append((weight, 1 - stands))

    def _singles(self, person):
        for day in self.instance.span[1:-1]:
            before, here, after = (self.works[person.id, day + by] for by in (-1, 0, 1))
            self._cost(rules.SINGLE, [here, ~before, ~after], f"{person.id} {day} single day")
            if day not in person.leave:
                self._cost(rules.SINGLE, [~here, before, after], f"{person.id} {day} single day off")

    def _backward(self, person):
        for day in self.instance.span[1:]:
            before, after = zip((person.id, person.id), (day - 1, day), rules.BACKWARD_PAIR, strict=True)
            if before in self.stands and after in self.stands:
                self._cost(rules.BACKWARD, [self.stands[before], self.stands[after]], f"{person.id} {day} backward")

    def _cost(self, points, literals, name):
        """So many points when all of the literals hold. The objective keeps it from being paid for nothing."""
        paid = self.cp.new_bool_var(name)
        self.cp.add_bool_or([paid, *(~literal for literal in literals)])
        self.wishes.append((points, paid))

    # --------------------------------------------------------------------------------------- one shift

    def _standing(self, day, code, people):
        keys = [(person.id, day, code) for person in people]
        return [self.stands[key] for key in keys if key in self.stands]

    def _cover(self, day, code, people):
        standing = self._standing(day, code, self.instance.staff)
        missing = self.cp.new_int_var(0, people, f"{day} {code} missing")
        surplus = self.cp.new_int_var(0, max(0, len(standing) - people), f"{day} {code} surplus")
        self.cp.add(sum(standing) + missing - surplus == people)
        self.coverage.append((rules.MISSING, missing))
        self.wishes.append((rules.SURPLUS, surplus))

    def _butler(self, day, code):
        nobody = self.cp.new_bool_var(f"{day} {code} no butler")
        butlers = [person for person in self.instance.staff if person.is_butler]
        self.cp.add_bool_or([nobody, *self._standing(day, code, butlers)])
        self.coverage.append((rules.NO_BUTLER, nobody))

    # --------------------------------------------------------------------------------------- everybody

    def _count(self, what, person):
        """A person's count of rules.counts, as (what is known before, variables that add one each)."""
        days = [(day, self.instance.days[day].kind) for day in self.instance.span]
        if what == "late":
            late = [(day, code) for day, _ in days for code in self.codes(person, day) if code in LATE_SHIFTS]
            return person.so_far.late, [self.stands[person.id, day, code] for day, code in late]
        kinds = {"rest": {REST_DAY}, "hol": {HOLIDAY}}.get(what)
        known = {"rest": person.so_far.rest, "hol": person.so_far.hol, "hours": len(person.leave)}[what]
        return known, [self.works[person.id, day] for day, kind in days if kinds is None or kind in kinds]

    def _even(self, what, people):
        counts = {person.id: self._count(what, person) for person in people}
        if not counts:
            return
        lowest = min(known for known, _ in counts.values())
        highest = max(known + len(more) for known, more in counts.values())
        band = self.cp.new_int_var(lowest, highest, f"{what} band")
        for who, (known, more) in counts.items():
            outside = self.cp.new_int_var(0, highest - lowest, f"{who} {what} outside")
            self.cp.add(outside >= known + sum(more) - band - 1)
            self.cp.add(outside >= band - known - sum(more))
            self.wishes.append((rules.UNEVEN[what], outside))


def _sum(terms):
    return sum(points * variable for points, variable in terms)
