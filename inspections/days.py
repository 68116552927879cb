"""Days of a desk as moments: in UTC, so that a change of the clocks leaves every comparison right."""

from datetime import UTC, datetime, time, timedelta

DAY = timedelta(days=1)


def at_clock(table, day, clock):
    """A local time of a day. table: the desk's timetable (duty.roster.clocks)."""
    return datetime.combine(day, clock, table.zone).astimezone(UTC)


def bounds(table, day):
    """The two moments between which a local day lies."""
    return at_clock(table, day, time.min), at_clock(table, day + DAY, time.min)


def local(table, at):
    """The local day of a moment."""
    return at.astimezone(table.zone).date()


def between(first, last):
    """The days from one to another, both included."""
    return [first + DAY * number for number in range((last - first).days + 1)]
