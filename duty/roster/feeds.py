"""Somebody's shifts as an iCalendar file."""

from datetime import timedelta

from icalendar import Calendar, Event

from frontdesk.kernel.people.models import User

from .commands.feeds import hashed
from .models import PlannedShift, ShiftType

BACK, AHEAD = timedelta(days=31), timedelta(days=93)


def owner(token):
    """The active person whose secret address this is, or None."""
    return User.objects.filter(shift_feed__token_hash=hashed(token), is_active=True).first()


def calendar(person, *, at):
    """The bytes of a calendar with somebody's shifts from a month ago to three months ahead."""
    book = Calendar()
    book.add("prodid", "-//Front Desk//roster//")
    book.add("version", "2.0")
    book.add("x-wr-calname", person.name)
    shifts = PlannedShift.objects.filter(person=person, starts_at__gte=at - BACK, starts_at__lte=at + AHEAD)
    names = {(shift.desk_id, shift.code): shift.name for shift in ShiftType.objects.all()}
    for shift in shifts.select_related("desk__project"):
        event = Event()
        event.add("uid", f"{shift.desk_id}-{shift.person_id}-{shift.date:%Y%m%d}@frontdesk")
        event.add("summary", f"{shift.code} {names.get((shift.desk_id, shift.code), '')}".strip())
        event.add("location", f"{shift.desk.project.name} {shift.desk.name}")
        event.add("dtstart", shift.starts_at)
        event.add("dtend", shift.ends_at)
        event.add("dtstamp", at)
        book.add_component(event)
    return book.to_ical()
