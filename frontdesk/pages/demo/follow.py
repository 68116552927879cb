"""Telling a tale: who comes, in which words, and what becomes of it."""

from datetime import timedelta

from duty.log import categories, commands, targets
from duty.log.models import Matter, State

from . import words
from .case import Case, Step
from .households import above, beside, stranger
from .tale import ANY, DAY, DAYS, HOME, PUBLIC, QUICK, SOON, SPOT, VISIT, Blanks
from .words import TEAMS

CHANNELS = ("call",) * 12 + ("visit",) * 3 + ("wechat",) * 3 + ("app",) * 2
RINGS = (("1", "2", "3", ">3"), (38, 42, 16, 4))
PASSED_ON = {"REP", "CMP", "SUG"}
# Minutes from the entry to its result.
SPANS = {SOON: (4, 34), QUICK: (24, 115), DAY: (150, 500), DAYS: (18 * 60, 50 * 60)}


def tell(cast, tale, at):
    """A case made of a tale."""
    rng, by = cast.rng, cast.hand(at)
    intake = {"category": tale.category, "subcategory": tale.subcategory, "department": tale.department}
    intake["channel"] = channel = rng.choice(tale.channels or CHANNELS)
    if channel == "call":
        intake["rings"] = rng.choices(*RINGS)[0]
    if tale.priority:
        intake["priority"] = tale.priority
    home = rng.choice(cast.households)
    blanks = _blanks(cast, tale, at, home)
    said, results = rng.choice(tale.told)
    if said.startswith("{place}") and said[7] not in "的旁又" and rng.random() < 0.55:
        said = said.removeprefix("{place}")  # it stands in its own field
    elif said.startswith("问") and not tale.caller_kind:
        said = rng.choice(words.PASSING if channel == "visit" else words.ASKERS) + said
    intake["description"] = blanks.fill(said)
    _who(cast, tale, intake, home, blanks)
    if tale.where == PUBLIC:
        intake["place"] = blanks["place"]
    if tale.wish and rng.random() < 0.4:
        intake["customer_request"] = blanks.fill(rng.choice(tale.wish))
    elif tale.category == "REP" and tale.where == HOME and rng.random() < 0.25:
        intake["customer_request"] = blanks["avail"] + "。"
    case = Case(cast, at, by, intake)
    result = rng.choice(results)
    if tale.pace == SPOT:
        intake["immediate_result"] = blanks.fill(result)
    else:
        _follow(case, tale, blanks, result)
    return case


def _blanks(cast, tale, at, home):
    pools = {**words.SHARED, **words.CREWS[cast.code], **tale.blanks}
    return Blanks(
        cast.rng, pools, unit=home.unit_no, above=above(home.unit_no), below=above(home.unit_no, -1),
        unit_near=beside(home.unit_no), chief=cast.chief_said(at), butler=cast.butler_said(home.unit_no),
        team=TEAMS[tale.department], hm=f"{at:%H:%M}",
    )  # fmt: skip


def _who(cast, tale, intake, home, blanks):
    """Who the caller is: somebody of the household, a colleague, or a stranger."""
    rng = cast.rng
    if intake["channel"] in {"patrol", "department", "superior"} or tale.caller_kind == "staff":
        intake["caller_kind"] = "staff"
        if intake["channel"] == "patrol":
            intake["caller_name"] = blanks["guard"]
    elif tale.caller_kind or (tale.where == ANY and rng.random() < 0.3):
        intake["caller_kind"] = tale.caller_kind or rng.choice(("owner", "tenant", "other"))
        intake["caller_name"], number = stranger(rng)
        if intake["channel"] == "call":
            intake["phone"] = number
    else:
        intake["resident"] = rng.choice(home.people)
        return
    if tale.where == HOME:
        intake["unit_no"] = home.unit_no


def _follow(case, tale, blanks, result):
    """Notes, perhaps a new owner, the result, and the call-back where one is due."""
    cast, rng = case.cast, case.cast.rng
    notes = _notes(tale, rng)
    if tale.pace == VISIT:
        agreed, blanks["appt"] = _appointment(cast, case.at)
        case.intake["appointed_at"] = agreed
        done = cast.served(agreed + timedelta(minutes=rng.randrange(25, 95)))
    else:
        done = _done_at(case, tale)
    times = _between(cast, case.at, done, len(notes), visit=tale.pace == VISIT)
    if times and done - times[-1] < timedelta(minutes=4):
        done = times[-1] + timedelta(minutes=rng.randrange(4, 12))
    for at, note in zip(times, notes, strict=True):
        _clock(blanks, at, rng)
        case.note(at, blanks.fill(rng.choice(note)))
    if tale.category in PASSED_ON and tale.pace != QUICK and rng.random() < 0.06:
        _give(case, times[0] if times else case.at, done)
    _clock(blanks, done, rng)
    chief = tale.category == "CMP" and 9 <= done.hour < 18 and rng.random() < 0.2
    case.close(done, blanks.fill(result), by=cast.chief(done) if chief else "")
    if targets.wants_call_back(tale.category, priority_of(tale)):
        ask(case, tale.category, blanks, done)
    elif tale.pace not in {SOON, QUICK} and rng.random() < 0.012:
        again = cast.served(done + timedelta(hours=rng.randrange(5, 30)))
        case.reopen(again, blanks.fill(rng.choice(words.REOPENED)))
        kind = tale.category if tale.category in words.AGAIN else "REP"
        end = cast.served(again + timedelta(minutes=rng.randrange(60, 400)))
        case.close(end, blanks.fill(rng.choice(words.AGAIN_DONE[kind])))


def ask(case, category, blanks, done):
    """The call-back; a dissatisfied customer opens the matter again."""
    cast, rng = case.cast, case.cast.rng
    pleased = words.PLEASED["COMMONS" if category == "REP" and "place" in case.intake else category]
    at = cast.served(done + timedelta(minutes=rng.randrange(70, 600)))
    if rng.random() < 0.045:
        case.call_back(at, "dissatisfied", rng.choice(words.CROSS[category]))
        again = cast.served(at + timedelta(minutes=rng.randrange(15, 90)))
        case.note(again, blanks.fill(rng.choice(words.AGAIN[category])))
        end = cast.served(again + timedelta(minutes=rng.randrange(120, 900)))
        case.close(end, blanks.fill(rng.choice(words.AGAIN_DONE[category])))
        at = cast.served(end + timedelta(minutes=rng.randrange(90, 500)))
        case.call_back(at, "satisfied", rng.choice(pleased))
    elif rng.random() < 0.1:
        case.call_back(at, "fair", rng.choice(words.SO_SO))
    else:
        rating = rng.choices(("very_satisfied", "satisfied"), (40, 60))[0]
        case.call_back(at, rating, rng.choice(pleased) if rng.random() < 0.85 else "")


def drawn_for_call_back(case, step):
    """The call-back of a matter that was drawn into the sample when this step closed it; None for any other step."""
    if step.run is not commands.close_matter or any(one.run is commands.call_back for one in case.steps):
        return None
    if any(one.run is commands.reopen_matter and one.at >= step.at for one in case.steps):
        return None  # it is asked about when it is done for good
    if Matter.objects.get(pk=case.entry_id).state != State.CALL_BACK:
        return None
    cast, rng = case.cast, case.cast.rng
    at = cast.served(step.at + timedelta(minutes=rng.randrange(70, 900)))
    said = {"rating": rng.choice(("satisfied", "very_satisfied")), "text": rng.choice(words.PLEASED["REP"])}
    return Step(commands.call_back, at, cast.hand(at), said)


def priority_of(tale):
    return tale.priority or categories.default_priority(tale.category, tale.subcategory)


def _notes(tale, rng):
    """The alternatives for each note on the way."""
    if tale.steps is not None:
        return list(tale.steps)
    if tale.category == "REP":
        sent, there = (
            (words.REPAIR_SENT, words.REPAIR_THERE) if tale.where == HOME else (words.PUBLIC_SENT, words.PUBLIC_THERE)
        )
        notes = [sent, *([there] if rng.random() < 0.6 else [])]
        return [*notes, words.WAITING] if tale.pace == DAYS and rng.random() < 0.25 else notes
    if tale.category == "CMP":
        return [words.COMPLAINT_SENT, *([words.COMPLAINT_THERE] if rng.random() < 0.5 else [])]
    return [words.OTHER_SENT] if rng.random() < 0.5 else []


def _done_at(case, tale):
    """When it is done; one in fifty too late."""
    cast, rng = case.cast, case.cast.rng
    minutes = rng.randrange(*SPANS[tale.pace])
    if tale.pace in {SOON, QUICK}:
        last = max(cast.at(cast.back(case.at), "21:40"), case.at + timedelta(minutes=9))
        return min(case.at + timedelta(minutes=minutes), last)
    if rng.random() < 0.02:
        due = targets.reckon(desk=cast.desk, category=tale.category, priority=priority_of(tale), at=case.at).due_at
        minutes = (due - case.at) / timedelta(minutes=1) + rng.randrange(30, 500)
    return cast.served(case.at + timedelta(minutes=minutes))


def _between(cast, start, end, count, *, visit):
    """Moments of notes between an entry and its result, the first one soon."""
    rng, times = cast.rng, []
    for place in range(count):
        if place == 0:
            gap = min(timedelta(minutes=rng.randrange(2, 14)), (end - start) / 3)
        elif visit:
            gap = end - start - timedelta(minutes=rng.randrange(12, 22))
        else:
            gap = (end - start) * (place / count) * rng.uniform(0.7, 1.2)
        at = cast.served(start + gap)
        times.append(min(max([at, start, *times]), end))
    return times


def _appointment(cast, at):
    """(moment, words) of a visit agreed on: later today, tomorrow or the day after."""
    rng, today = cast.rng, cast.back(at)
    if at.hour < 15 and rng.random() < 0.5:
        days, hour = 0, rng.randrange(at.hour + 2, 19)
    else:
        days, hour = rng.choice((1, 1, 2)), rng.choice((9, 10, 14, 15, 16, 19))
    minute = rng.choice(("00", "30"))
    part = "上午" if hour < 12 else "下午" if hour < 18 else "晚上"
    said = (
        f"{('今天', '明天', '后天')[days]}{part}{hour if hour <= 12 else hour - 12}点{'半' if minute == '30' else ''}"
    )
    return cast.at(today - days, f"{hour}:{minute}", second=0), said


def _give(case, since, until):
    """Pass the matter on to the butler of the building, or else to the supervisor."""
    cast = case.cast
    at = cast.served(since + (until - since) * 0.4)
    if at >= until:
        return
    unit = case.intake["resident"].household.unit_no if "resident" in case.intake else ""
    butler, chief = cast.butler(unit), cast.chief(at)
    if butler not in {case.by, chief}:
        case.give(at, butler, cast.rng.choice(words.GIVEN_BUTLER))
    elif chief != case.by:
        case.give(at, chief, cast.rng.choice(words.GIVEN_CHIEF))


def _clock(blanks, at, rng):
    blanks["hm"] = f"{at - timedelta(minutes=rng.randrange(1, 6)):%H:%M}"
