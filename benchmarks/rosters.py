"""The automatic draft, from small to large months, and the grid of a month with sixty people."""

import random
import resource
from datetime import date, timedelta

from django.utils import timezone

from duty.roster import commands, grid
from duty.roster.drafting import process
from duty.roster.drafting.instance import Counts, Day, Instance, Person, Shift
from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.people.models import Role, User

SHIFTS = [Shift("E", 480, 960), Shift("L", 840, 1320), Shift("A", 600, 1080), Shift("N", 1320, 1920)]
SIZES = [(8, 2), (15, 3), (30, 4)]
LOADS = {"easy": 0.80, "tight": 0.96}  # of the days that people have without leave and overtime
FIRST = date(2026, 12, 1)
DAYS = 31
SHARES = {2: (0.55, 0.45), 3: (0.4, 0.35, 0.25), 4: (0.35, 0.3, 0.2, 0.15)}


def month(people, shifts, load, seed=7):
    """A month drawn from a seed: two butlers in five, some leave, wishes, a past, a demand that takes up `load`."""
    rng = random.Random(f"{people} {shifts} {load} {seed}")
    kinds = ["R" if (FIRST + timedelta(n)).weekday() >= 5 else "W" for n in range(DAYS)]
    codes = [shift.code for shift in SHIFTS[:shifts]]
    staff = tuple(_person(rng, number, codes) for number in range(people))
    there = sum(kinds.count("W") - sum(kinds[day] == "W" for day in person.leave) for person in staff)
    demand = {
        code: max(1, round(there * load / DAYS * share)) for code, share in zip(codes, SHARES[shifts], strict=True)
    }
    days = tuple(Day(FIRST + timedelta(n), kinds[n], dict(demand)) for n in range(DAYS))
    return Instance(
        f"{people} people, {shifts} shifts, {load:.0%}", days, {one.code: one for one in SHIFTS[:shifts]}, staff
    )


def _person(rng, number, codes):
    return Person(
        id=number,
        role="butler" if number % 5 < 2 else "desk_clerk",
        leave=frozenset(_leave(rng)),
        no_shifts=frozenset("N" if "N" in codes and rng.random() < 0.2 else ""),
        want_off=tuple((rng.randrange(DAYS), rng.randint(1, 5)) for _ in range(rng.randint(0, 3))),
        want_shift=tuple((rng.randrange(DAYS), rng.choice(codes), rng.randint(1, 5)) for _ in range(rng.randint(0, 2))),
        previous=tuple("E" if number % 7 not in {day, (day + 1) % 7} else "" for day in range(7)),
        so_far=Counts(rng.randint(60, 70), rng.randint(50, 56), rng.randint(3, 4)),
    )


def _leave(rng):
    if rng.random() < 0.35:
        first = rng.randrange(DAYS)
        return range(first, min(DAYS, first + rng.randint(1, 5)))
    return ()


def draft(context, line):
    """Seconds to the best coverage, the gap that is left after a minute, and the memory of the solving process."""
    limit = 5 if context.quick else 60
    for people, shifts in SIZES[:1] if context.quick else SIZES:
        for name, load in LOADS.items():
            found = process.draft(
                month(people, shifts, load).as_dict(), seconds=limit, progress=lambda **_said: None, stop=lambda: False
            )
            gap = (found["cost"] - found["bound"]) / max(1, found["cost"])
            more = {
                "people": people,
                "shifts": shifts,
                "cost": found["cost"],
                "bound": found["bound"],
                "entries": people * DAYS,
            }
            said = f"draft {people}×{shifts} {name}"
            covered = found["first_seconds"] if found["coverage_proven"] else limit
            yield line(f"{said}, coverage, s", covered, 3, **more)
            yield line(f"{said}, gap", gap, 0.10, seconds=round(found["seconds"], 1), proven=found["proven"], **more)
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield line("draft, memory, MB", round(megabytes), 1500, entries=people * DAYS)


def grid_page(context, line):
    """The page of a month with sixty people, rule report and all, against 'hello'."""
    at, desk = timezone.now(), context.desk
    lead = User.objects.get(username=f"lead-{desk.project.code}")
    appointments.appoint(
        project_id=desk.project_id, person=context.clerk, role=Role.SUPERVISOR, starts_at=at, by=lead, at=at
    )
    people = [
        User(username=f"{desk.project.code}-{n}", name=f"客服{n:02d}", name_sort=f"ke fu {n:02d}") for n in range(60)
    ]
    for number, person in enumerate(User.objects.bulk_create(people)):
        role = Role.BUTLER if number % 3 == 0 else Role.DESK_CLERK
        appointments.appoint(project_id=desk.project_id, person=person, role=role, starts_at=at, by=lead, at=at)
    supervisor = User.objects.get(pk=context.clerk.pk)
    roster = commands.begin_month(desk=desk, month=FIRST, by=supervisor, at=timezone.now())
    posted = User.objects.filter(username__startswith=f"{desk.project.code}-")
    table = {
        (person, day): "EL"[(number // 3) % 2]
        for number, person in enumerate(posted)
        for day in grid.days_of(FIRST)
        if (day.day + number) % 7 > 1
    }
    commands.put_all(roster_id=roster.pk, table=table, by=supervisor, at=timezone.now())
    client, times = context.client(), context.times(40)
    hello = context.hello(times)
    page, _ = client.cost(f"/roster/{FIRST:%Y-%m}/", times)
    yield line("roster grid 60×31 / hello", page / hello, 200, ms=round(page, 1), entries=context.entries)
