"""Who is at the desk, from the marks they made; hours follow from the same marks (R22)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .models import AttendanceMark, PlannedShift

Kind = AttendanceMark.Kind
LONGEST = timedelta(hours=20)  # somebody who never signed out is not taken to be there for days
EARLY = timedelta(hours=2)  # how long before its start somebody may sign in for a shift
ABSENT_AFTER = timedelta(minutes=60)


@dataclass(frozen=True)
class Present:
    """Somebody signed in. date, code: of the planned shift, None and '' without one; away_since, cover: while away, or None."""

    person: object
    since: datetime
    date: date | None
    code: str
    away_since: datetime | None = None
    cover: object = None


@dataclass(frozen=True)
class Span:
    """One stay at the desk; ended is None while it lasts."""

    person_id: int
    date: object
    code: str
    began: datetime
    ended: datetime | None
    minutes_late: int


def present(desk, at):
    """[Present] at a moment, in the order in which they arrived."""
    here = {}
    marks = AttendanceMark.objects.filter(desk=desk, recorded_at__gt=at - LONGEST, recorded_at__lte=at)
    for mark in marks.select_related("recorded_by", "cover").order_by("id"):
        who = mark.recorded_by
        if mark.kind == Kind.IN:
            here[who.pk] = Present(who, mark.recorded_at, mark.date, mark.code)
        elif mark.kind == Kind.OUT:
            here.pop(who.pk, None)
        elif who.pk in here:
            was = here[who.pk]
            away = mark.kind == Kind.AWAY
            gone = {"away_since": mark.recorded_at if away else None, "cover": mark.cover if away else None}
            here[who.pk] = replace(was, **gone)
    return list(here.values())


def shift_to_sign_in_for(desk, person, at):
    """The planned shift that somebody signs in for at a moment: the running one, or the next within two hours; or None."""
    shifts = PlannedShift.objects.filter(desk=desk, person=person, starts_at__lte=at + EARLY, ends_at__gt=at)
    return shifts.order_by("starts_at").first()


def spans(desk, first, last):
    """[Span] that began between two moments, in order."""
    found, running = [], {}
    marks = AttendanceMark.objects.filter(
        desk=desk, kind__in=[Kind.IN, Kind.OUT], recorded_at__gte=first, recorded_at__lt=last + LONGEST
    )
    rows = marks.order_by("id").values_list("recorded_by_id", "kind", "date", "code", "recorded_at", "minutes_late")
    for person, kind, day, code, moment, late in rows:
        if kind == Kind.IN and moment < last:
            running[person] = len(found)
            found.append(Span(person, day, code, moment, None, late))
        elif kind == Kind.OUT and person in running:
            was = found[running.pop(person)]
            found[found.index(was)] = Span(person, was.date, was.code, was.began, moment, was.minutes_late)
    return found


def minutes(desk, first, last):
    """{person id: minutes at the desk} of the stays that began between two moments and have ended."""
    total = defaultdict(int)
    for span in spans(desk, first, last):
        if span.ended:
            total[span.person_id] += int((span.ended - span.began).total_seconds() // 60)
    return total


def is_used(desk_ids):
    """The desks of which anybody ever signed in: a desk that does not sign in has nobody absent."""
    marks = AttendanceMark.objects.filter(desk__in=desk_ids, kind=Kind.IN)
    return set(marks.order_by().values_list("desk_id", flat=True).distinct())
