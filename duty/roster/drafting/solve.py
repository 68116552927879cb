"""The automatic draft of a month: the best coverage first, then the least cost of all, until it is proven or time is up."""

import time
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from . import model, rules
from .instance import FREE

SEED = 1
WORKERS = 8  # strategies that run side by side; more of them prove sooner even on two cores
COVERAGE_SHARE = 0.5  # of the time at most for the first stage


class Contradiction(ValueError):
    """Pinned cells that break rules among themselves; `findings` says which."""

    def __init__(self, findings):
        super().__init__(findings)
        self.findings = findings


@dataclass(frozen=True)
class Draft:
    """roster: {person id: shift codes, '' free}; cost as rules.cost counts it, bound below which no roster lies.

    seconds: worked in all; first_seconds: until the best coverage was found; parts: {rule: points}.
    """

    roster: dict
    cost: int
    bound: int
    seconds: float
    first_seconds: float
    coverage_proven: bool
    proven: bool
    parts: dict = field(default_factory=dict)

    @property
    def gap(self):
        """The share of the cost that a better roster could save at most."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


def solve(instance, *, seconds, workers=WORKERS, hint=None, progress=None, stop=None):
    """The Draft of an Instance in so many seconds at most. Raises Contradiction.

    hint: a roster to begin with; progress(seconds, cost, bound, roster): called for every better roster; stop(): asked about
    once a second, True ends the search. What is found keeps every hard rule: without time it is the empty roster.
    """
    began = time.monotonic()
    if found := rules.contradictions(instance):
        raise Contradiction(found)
    search = _Search(instance, model.Model(instance), workers, began, progress, stop)
    search.keep(_empty(instance))
    if hint:
        search.month.begin_at(hint)
    search.month.least_shortage()
    covered = search.run(until=seconds * COVERAGE_SHARE, scale=lambda bound: bound)
    shortage = covered.bound
    first = search.found_at
    if covered.values is not None:
        search.month.begin_with(covered.values)
    search.month.least_cost(shortage=shortage)
    whole = search.run(until=seconds, scale=lambda bound: max(bound, shortage))
    cost, parts = rules.cost(instance, search.best)
    return Draft(
        roster=search.best, cost=cost, bound=cost if whole.proven else min(cost, whole.bound), parts=parts,
        seconds=time.monotonic() - began, first_seconds=first, coverage_proven=covered.proven, proven=whole.proven,
    )  # fmt: skip


@dataclass(frozen=True)
class _Stage:
    values: list | None
    bound: int
    proven: bool


class _Search:
    """One model, solved in stages; keeps the best roster by rules.cost, whatever the stage was asked for."""

    def __init__(self, instance, month, workers, began, progress, stop):
        self.instance, self.month, self.workers, self.began = instance, month, workers, began
        self.progress, self.stop = progress, stop
        self.best, self.cost, self.bound, self.found_at = {}, None, 0, 0.0

    def keep(self, roster):
        cost = rules.cost(self.instance, roster)[0]
        if self.cost is None or cost < self.cost:
            self.best, self.cost, self.found_at = roster, cost, time.monotonic() - self.began
            self.tell()

    def tell(self):
        if self.progress:
            self.progress(
                seconds=time.monotonic() - self.began,
                cost=self.cost,
                bound=min(self.bound, self.cost),
                roster=self.best,
            )

    def run(self, *, until, scale):
        """Solve what the model asks for now, until so many seconds after the beginning."""
        solver = cp_model.CpSolver()
        left = until - (time.monotonic() - self.began)
        if left <= 0 or (self.stop and self.stop()):
            return _Stage(None, scale(self.bound), proven=False)
        solver.parameters.num_workers = self.workers
        solver.parameters.max_time_in_seconds = left
        solver.parameters.random_seed = SEED
        status = solver.solve(self.month.cp, _Watcher(self))
        known = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        values = list(solver.response_proto.solution) if known else None
        if known:
            self.keep(self.month.roster(solver.value))
        self.bound = scale(max(self.bound, _up(solver.best_objective_bound)) if known else self.bound)
        return _Stage(values, self.bound, proven=status == cp_model.OPTIMAL)


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Every better roster is kept and told, and somebody who says stop is heard."""

    def __init__(self, search):
        super().__init__()
        self.search = search

    def on_solution_callback(self):
        search = self.search
        search.bound = max(search.bound, _up(self.best_objective_bound))
        search.keep(search.month.roster(self.value))
        if search.stop and search.stop():
            self.stop_search()


def _up(bound):
    """A bound of whole points, from what the solver says in floating point."""
    return max(0, int(-(-(bound - 1e-6) // 1)))


def _empty(instance):
    """Nobody stands anything but what is pinned."""
    return {
        person.id: tuple(instance.pinned.get((person.id, day), FREE) for day in instance.span)
        for person in instance.staff
    }
