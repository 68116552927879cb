"""Who is on duty on a day, and who of them has noted its points (R05, R60)."""

from dataclasses import dataclass

from duty.roster import clocks
from duty.roster.models import AttendanceMark, PlannedShift
from frontdesk.kernel.people.models import User

from . import days
from .models import CoachingNote, DailyNotice


@dataclass
class Told:
    """A daily notice with who has ticked it and who of those on duty has not."""

    notice: DailyNotice
    acks: list
    missing: list


def people(desk, day):
    """{user id: since when they are on duty} of everybody planned or signed in on a day: the earlier of the two."""
    planned = PlannedShift.objects.filter(desk=desk, date=day, person__is_active=True)
    found = dict(planned.order_by("-starts_at").values_list("person_id", "starts_at"))
    starts, ends = days.bounds(clocks.of(desk), day)
    marks = AttendanceMark.objects.filter(
        desk=desk, kind=AttendanceMark.Kind.IN, recorded_at__gte=starts, recorded_at__lt=ends
    )
    for person_id, moment in marks.order_by("-recorded_at").values_list("recorded_by_id", "recorded_at"):
        found[person_id] = min(moment, found.get(person_id, moment))
    return found


def told(desk, day):
    """[Told] of a day's notices, oldest first."""
    notices = list(
        DailyNotice.objects.filter(desk=desk, date=day)
        .select_related("recorded_by")
        .prefetch_related("acks__recorded_by")
    )
    if not notices:
        return []
    here = {one.pk: one for one in User.objects.filter(pk__in=people(desk, day))}
    found = []
    for notice in notices:
        acks = list(notice.acks.all())
        ticked = {one.recorded_by_id for one in acks} | {notice.recorded_by_id}
        found.append(Told(notice, acks, [one for pk, one in here.items() if pk not in ticked]))
    return found


def lines(desk, at):
    """The day's notices at a moment, as they were written: part of the handover (R60)."""
    today = DailyNotice.objects.filter(desk=desk, date=days.local(clocks.of(desk), at), recorded_at__lte=at)
    return list(today.exclude(text=None).order_by("id").values_list("text", flat=True))


def unticked(desk, person, day):
    """The day's notices that somebody has not ticked yet, oldest first."""
    return (
        DailyNotice.objects.filter(desk=desk, date=day).exclude(acks__recorded_by=person).select_related("recorded_by")
    )


def readers_of(note: CoachingNote):
    """The ids of those whom a coaching note is to: its person, or whoever stood its shift."""
    if note.person_id:
        return {note.person_id}
    stood = PlannedShift.objects.filter(desk=note.desk_id, date=note.date, code=note.code)
    signed_in = AttendanceMark.objects.filter(
        desk=note.desk_id, kind=AttendanceMark.Kind.IN, date=note.date, code=note.code
    )
    people = {*stood.values_list("person_id", flat=True), *signed_in.values_list("recorded_by_id", flat=True)}
    return people - {note.recorded_by_id}
