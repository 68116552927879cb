"""When the desk changes hands: its turns, from the planned shifts (R50, A23–A25).

One handover a desk and change, however many people stand a shift. In an overlap the desk changes hands when the later
shift begins; where nothing follows it closes, and opens again with the next shift.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duty.roster import clocks, shifts
from duty.roster.models import PlannedShift, Roster

from .models import Handover, Sheet

WINDOW = timedelta(minutes=60)  # how long before its moment a turn may begin
LEAD = 15  # minutes before the shift at which whoever relieves is there in time
CLOSING_GRACE = timedelta(minutes=30)
AROUND = (-2, -1, 0, 1, 2)  # days that are looked at
Kind = Handover.Kind


@dataclass(frozen=True)
class Slot:
    """One shift of a day. people: the ids of those who stand it, empty when no approved roster says."""

    date: date
    code: str
    starts_at: datetime
    ends_at: datetime
    people: tuple = ()

    @property
    def key(self):
        return self.date, self.code


@dataclass(frozen=True)
class Turn:
    """One change of hands: due at `at`, from one shift to another; no outgoing shift when the desk opens, no incoming one
    when it closes."""

    kind: str
    at: datetime
    outgoing: Slot | None
    incoming: Slot | None

    @property
    def columns(self):
        """As a handover and its sheet name it."""
        from_date, from_code = self.outgoing.key if self.outgoing else (None, "")
        to_date, to_code = self.incoming.key if self.incoming else (None, "")
        return {
            "kind": self.kind, "from_date": from_date, "from_code": from_code, "to_date": to_date, "to_code": to_code,
        }  # fmt: skip

    @property
    def is_due_at(self):
        """From when on it is late."""
        return self.at + CLOSING_GRACE if self.kind == Kind.CLOSING else self.at


def around(desk, at):
    """[Turn] of the days around a moment, in order."""
    return _turns(_slots(desk, _days_around([at.astimezone(zone(desk)).date()])))


def around_days(desk, days):
    """{day: [Turn] of the days around it}; what is planned is read once, however many days are asked about."""
    slots = defaultdict(list)
    for slot in _slots(desk, _days_around(days)) if days else ():
        slots[slot.date].append(slot)
    return {day: _turns(slot for near in _days_around([day]) for slot in slots[near]) for day in days}


def _days_around(days):
    return sorted({day + timedelta(days=number) for day in days for number in AROUND})


def _turns(slots):
    """[Turn] of some shifts, in order."""
    slots = sorted(slots, key=lambda slot: (slot.starts_at, -slot.ends_at.timestamp()))
    turns, holder = [], None
    while slots:
        follows = holder and _relief(holder, slots)
        if holder and not follows:
            turns.append(Turn(Kind.CLOSING, holder.ends_at, holder, None))
        incoming = follows or next((slot for slot in slots if not holder or slot.starts_at > holder.ends_at), None)
        if incoming is None:
            break
        if follows:
            turns.append(Turn(Kind.CHANGE, incoming.starts_at, holder, incoming))
        else:
            turns.append(Turn(Kind.OPENING, incoming.starts_at, None, incoming))
        slots = [slot for slot in slots if slot.ends_at > incoming.ends_at]
        holder = incoming
    if holder:
        turns.append(Turn(Kind.CLOSING, holder.ends_at, holder, None))
    return turns


def _relief(holder, slots):
    """The shift that relieves: of those that begin before this one ends, the one that stays longest."""
    return max(
        (slot for slot in slots if slot.starts_at <= holder.ends_at), key=lambda slot: slot.ends_at, default=None
    )


def current(desk, at):
    """The turn that may be signed now: the latest whose time has come, unless it is signed; else None."""
    begun = [turn for turn in around(desk, at) if turn.at - WINDOW <= at]
    return begun[-1] if begun and not is_signed(desk, begun[-1]) else None


def following(desk, at):
    """The next turn whose time has not come, or None."""
    return next((turn for turn in around(desk, at) if turn.at - WINDOW > at), None)


def is_signed(desk, turn):
    return Sheet.objects.filter(desk=desk, **turn.columns).exists()


def slot_of(desk, date, code, at):
    """The shift of a day as the turns know it, or None."""
    days = _days_around([at.astimezone(zone(desk)).date()])
    return next((slot for slot in _slots(desk, days) if slot.key == (date, code)), None)


def _slots(desk, days):
    """The shifts of some days (in order): as planned, or by their types where no approved roster says."""
    table = clocks.of(desk)
    first, last = (datetime.combine(day, time.min, table.zone) for day in (days[0], days[-1] + timedelta(days=1)))
    months = {day.replace(day=1) for day in days}
    approved = Roster.objects.filter(desk=desk, month__in=months, state=Roster.State.APPROVED)
    rostered = set(approved.values_list("month", flat=True))
    planned, wanted = defaultdict(list), set(days)
    rows = PlannedShift.objects.filter(desk=desk, starts_at__gte=first, starts_at__lt=last).order_by("starts_at", "id")
    for day, code, starts_at, ends_at, person in rows.values_list("date", "code", "starts_at", "ends_at", "person_id"):
        if day in wanted:
            planned[day, code].append((starts_at, ends_at, person))
    for (day, code), stood in planned.items():
        starts_at, ends_at = min(one[0] for one in stood), max(one[1] for one in stood)
        yield Slot(day, code, starts_at, ends_at, tuple(person for *_span, person in stood))
    types = [kind for kind in shifts.of(desk) if kind.people]
    for day in days:
        if day.replace(day=1) not in rostered and _is_open(table, day):
            yield from (_usual(kind, day, table.zone) for kind in types)


def _is_open(table, day):
    opens, closes = table.hours.get(table.days.assumed(day), (None, None))
    return not table.hours or (opens is not None and opens < closes)


def _usual(kind, day, zone):
    """A shift by its type, where no approved roster says who stands it."""
    starts_at = datetime.combine(day, kind.starts, zone)
    ends_at = datetime.combine(day + timedelta(days=kind.ends <= kind.starts), kind.ends, zone)
    return Slot(day, kind.code, starts_at, ends_at)


def minutes_late(minutes_early):
    """By how many minutes somebody missed the quarter of an hour before the shift; 0 for in time. R50."""
    return max(0, LEAD - minutes_early)


def zone(desk):
    return clocks.of(desk).zone
