"""Small months as plain data, by hand and by seed, for tests of rules and solver."""

import random
from datetime import date, timedelta

from duty.roster.drafting.instance import Counts, Day, Instance, Person, Shift

MONDAY = date(2026, 6, 1)
EARLY, LATE, NIGHT = Shift("E", 480, 960), Shift("L", 840, 1320), Shift("N", 1320, 1920)


def month(rows, *, demand=None, shifts=(EARLY, LATE), kinds="W" * 7, staff=None, **people):
    """(Instance, roster) of a hand-written month: rows {id: 'E.L..'}, a character a day; demand {code: people} of every day.

    people: {id: words of Person}; everybody is a butler unless said otherwise.
    """
    length = len(next(iter(rows.values())))
    kinds = (kinds * length)[:length]
    days = tuple(Day(MONDAY + timedelta(n), kinds[n], dict(demand or {})) for n in range(length))
    staff = tuple(Person(**{"id": who, "role": "butler", **people.get(who, {})}) for who in rows)
    roster = {who: [code.strip(".") for code in row] for who, row in rows.items()}
    return Instance("by hand", days, {shift.code: shift for shift in shifts}, staff), roster


def drawn(seed, *, people=5, length=14, shifts=(EARLY, LATE), most=2):
    """An Instance drawn at random: leave, wishes, forbidden shifts, a past, pins that keep the rules."""
    rng = random.Random(seed)
    codes = [shift.code for shift in shifts]
    days = tuple(
        Day(MONDAY + timedelta(n), rng.choice("WWWWWRH"), {code: rng.randint(0, most) for code in codes})
        for n in range(length)
    )
    staff = tuple(
        Person(
            id=number,
            role=rng.choice(["butler", "desk_clerk"]),
            leave=frozenset(rng.sample(range(length), rng.choice([0, 0, 1, 4]))),
            no_shifts=frozenset(rng.sample(codes, rng.choice([0, 0, 0, 1]))),
            want_off=tuple((rng.randrange(length), rng.randint(1, 5)) for _ in range(rng.randint(0, 2))),
            want_shift=tuple(
                (rng.randrange(length), rng.choice(codes), rng.randint(1, 5)) for _ in range(rng.randint(0, 2))
            ),
            previous=tuple(rng.choice(["", *codes]) for _ in range(7)),
            so_far=Counts(rng.randint(0, 6), rng.randint(0, 6), rng.randint(0, 2)),
        )
        for number in range(people)
    )
    pins = {(0, 3): "", (people - 1, 5): ""}
    return Instance(f"seed {seed}", days, {shift.code: shift for shift in shifts}, staff, pinned=pins)
