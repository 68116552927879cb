"""The month in order of time: every line and every step is played as a command at its own moment."""

import heapq
from collections import Counter, deque
from datetime import timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from duty.log import commands
from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.records import access

from . import (
    PASSWORD,
    acceptance,
    follow,
    handovers,
    households,
    people,
    present,
    reach,
    rosters,
    shelf,
    slips,
    stories,
    storm,
    supervision,
    tales,
)
from .tales import watch

# How busy each half hour from 8:00 to 22:00 is, on a workday and on a rest day.
WORKDAY = (7, 9, 7, 5, 4, 4, 4, 6, 7, 6, 4, 3, 3, 3, 3, 3, 4, 5, 7, 9, 9, 8, 7, 5, 4, 3, 2, 1)
RESTDAY = (2, 4, 5, 6, 8, 8, 8, 7, 5, 4, 4, 4, 4, 5, 7, 7, 7, 7, 6, 6, 6, 5, 5, 4, 3, 2, 2, 1)
REMEMBERED = 400  # lines, within which no sentence comes twice if it can be helped
TRIES = 6
ARRIVES = "13:40"  # the late shift of the last full day
MISSED_SHARE = 0.013


@transaction.atomic
def make(*, days, now):
    """Make both projects with their last `days` full days and today up to now; all of it or nothing.

    Returns {"people", "households", "entries", "steps"}.
    """
    counts = Counter()
    hashed = make_password(PASSWORD)
    for code, past in (("tgc", days), ("yhw", min(days, 12))):
        zone = ZoneInfo("Asia/Shanghai")
        cast = people.Cast(code, days=past, now=now, zone=zone)
        found(cast, hashed)
        cases = small_month(cast) if code == "yhw" else month(cast)
        counts.update(people=len(cast.people), households=len(cast.households))
        play(cast, cases, counts)
    return counts


def found(cast, hashed):
    """Open the project the day before its first day, appoint everybody, register the households."""
    cast.people = people.hire(cast.code, hashed)
    opened_at = cast.at(cast.days + 1, "10:00")
    lead = next(iter(cast.people.values()))
    cast.desk = appointments.open_project(**people.PROJECTS[cast.code], lead=lead, at=opened_at)
    commands.open_desk(desk=cast.desk)
    people.post(cast, opened_at=opened_at)
    for username, person in cast.people.items():
        if username != people.NO_PROMISE:
            access.promise(by=person, at=opened_at + timedelta(hours=1))
    households.settle(cast)


def month(cast):
    """Every case of the large project: what is written out, and the ordinary days around it."""
    cases = [*stories.cases(cast), *storm.cases(cast), *acceptance.cases(cast), *present.cases(cast)]
    told = Counter(cast.back(case.at) for case in cases)
    lately = deque(maxlen=REMEMBERED)
    for back in range(cast.days, -1, -1):
        wanted = cast.rng.randrange(36, 41) - min(told[back], 12)
        if back != 1:  # the last full day opens and closes as the story says
            cases += [_fixed(cast, watch.OPENING, back, "8:02"), _fixed(cast, watch.CLOSING, back, "21:54")]
            wanted -= 2
        if back == 1:  # fourteen lines for the late shift to read; the radio that is lent makes one of them
            early = 13 - sum(cast.back(case.at) == 1 and f"{case.at:%H:%M}" < ARRIVES for case in cases)
            cases += ordinary(cast, back, early, lately, until=ARRIVES)
            cases += ordinary(cast, back, wanted - early, lately, since="13:44")
        else:
            cases += ordinary(cast, back, wanted, lately)
    return cases


def small_month(cast):
    """The second project: three lines a day."""
    lately, cases = deque(maxlen=REMEMBERED), []
    for back in range(cast.days, -1, -1):
        cases += ordinary(cast, back, 3, lately)
    return cases


def ordinary(cast, back, count, lately, *, since="", until="24"):
    """So many cases of a day (or a part of it), drawn from the tales and spread over its busy hours."""
    cases = []
    for _ in range(count):
        at = _moment(cast, back)
        while not since <= f"{at:%H:%M}" < until:
            at = _moment(cast, back)
        missed = cast.rng.random() < MISSED_SHARE
        for _ in range(TRIES):
            tale = watch.MISSED if missed else _draw(cast)
            case = follow.tell(cast, tale, at)
            if case.intake["description"] not in lately:
                break
        lately.append(case.intake["description"])
        if missed:
            case.intake["rings"] = "missed"
            for name in ("resident", "caller_name", "caller_kind", "phone"):
                case.intake.pop(name, None)
        slips.happen(case)
        cases.append(case)
    return cases


def _draw(cast):
    shelves, shares = zip(*tales.SHARES, strict=True)
    shelf = cast.rng.choices(shelves, shares)[0]
    return cast.rng.choices(shelf, [tale.often * len(tale.told) ** 0.5 for tale in shelf])[0]


def _moment(cast, back):
    weights = WORKDAY if cast.at(back, "12:00").weekday() < 5 else RESTDAY
    half = cast.rng.choices(range(len(weights)), weights)[0]
    minute = 30 * half + cast.rng.randrange(30)
    # No line in the first and the last minutes: the desk is being opened and closed.
    minute = min(max(minute, 5), 14 * 60 - 12)
    return cast.at(back, f"{8 + minute // 60}:{minute % 60}")


def _fixed(cast, tale, back, clock):
    """The line that opens or closes the desk."""
    at = cast.at(back, clock) + timedelta(minutes=cast.rng.randrange(0, 4))
    case = follow.tell(cast, tale, at)
    for name in ("caller_name", "caller_kind"):
        case.intake.pop(name, None)
    return case


def play(cast, cases, counts):
    """Run everything that has happened by now, in ascending order of time."""
    events = []
    for case in cases:
        if case.at <= cast.now:
            events.append((case.at, case, None))
            events += [(step.at, case, step) for step in case.steps if step.at <= cast.now]
    acts = [
        *people.appointments_of_the_month(cast), *reach.acts(cast), *rosters.acts(cast), *handovers.acts(cast), *shelf.acts(cast),
        *supervision.acts(cast),
    ]  # fmt: skip
    events += [(at, act, None) for at, act in acts if at <= cast.now]
    order = count()
    events = [(at, next(order), who, step) for at, who, step in sorted(events, key=lambda event: event[0])]
    heapq.heapify(events)
    while events:
        at, _, who, step = heapq.heappop(events)
        if step is not None:
            who.play(step)
            counts["steps"] += 1
            if (asked := follow.drawn_for_call_back(who, step)) and asked.at <= cast.now:
                heapq.heappush(events, (asked.at, next(order), who, asked))
        elif callable(who):
            who(cast, at)
        else:
            who.record()
            counts["entries"] += 1
