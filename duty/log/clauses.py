"""What is recorded of the clauses that the log answers for, month by month and desk by desk. Each function asks one table.

A function of a Span returns {clause: {(desk id, month): figure}}; where a key is missing nothing is recorded.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from frontdesk.kernel.figures import EVERY, Amount, Rate, amounts, following, rates

from .models import (
    CallOut,
    ContactAttempt,
    Correction,
    Escalation,
    Instruction,
    LogBook,
    Matter,
    Measure,
    Note,
    OnCallPost,
)
from .models.notes import HANDED_ON

AT_ONCE, PROMPTLY = timedelta(minutes=10), timedelta(minutes=30)  # A12
VOLUME = (
    "last_serial", "in_shift", "enquiries", "at_once", "late", "rung", "within_three", "outgoing", "closed", "in_time",
    "lasting", "reopened",
)  # fmt: skip


def volumes(span):
    """What the volumes of the months say (see log.counting), and which of their matters are overdue or left lying now."""
    rows = LogBook.objects.filter(desk__in=span.desks, month__gte=span.months[0], month__lt=span.ends)
    books = {row["id"]: row for row in rows.order_by().values("id", "desk_id", "month", *VOLUME)}
    still = Matter.objects.open().filter(desk__in=span.desks).order_by().values("entry__book")
    counted = still.annotate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_at__lt=span.at)),
        stale=Count("pk", filter=Q(stale_at__lt=span.at)),
    )
    open_of = {row["entry__book"]: row for row in counted}
    none = {"open": 0, "overdue": 0, "stale": 0}
    found = {}
    for pk, book in books.items():
        still, entries = open_of.get(pk, none), book["last_serial"]
        for clause, figure in {
            "R01": Rate(book["closed"], entries),
            "R02": Amount(entries),
            "R07": Rate(book["in_shift"], entries),
            "R15": Rate(book["at_once"], book["enquiries"]),
            "R16": Amount(entries - book["enquiries"]),
            "R19": Rate(book["in_time"], book["closed"] + still["overdue"]),
            "R21": Rate(entries - book["late"], entries),
            "R23": Rate(still["open"] - still["stale"], still["open"]),
            "R26": Rate(book["within_three"], book["rung"]),
            "R31": Amount(book["outgoing"]),
            "R37": Amount(entries),
            "R47": Rate(book["lasting"], book["lasting"] + book["reopened"]),
        }.items():
            found.setdefault(clause, {})[book["desk_id"], book["month"]] = figure
    return found


def archive(span):
    """Volumes that were closed, of the months that are over; how many were in keeping at a month's end (R42, R43)."""
    rows = LogBook.objects.filter(desk__in=span.desks, month__lt=span.ends).order_by()
    lives = {}
    for desk_id, *life in rows.values_list("desk_id", "month", "closing__closed_on", "certificate__recorded_at"):
        lives.setdefault(desk_id, []).append(life)
    closed, kept = {}, {}
    for desk in span.desks:
        zone, today = ZoneInfo(desk.project.time_zone), span.today(desk)
        # The last day on which each volume was kept; None of those that are kept still.
        spans = [
            (month, closed_on, gone and gone.astimezone(zone).date())
            for month, closed_on, gone in lives.get(desk.pk, ())
        ]
        for month in span.months:
            end = following(month)
            closed[desk.pk, month] = Rate(
                sum(of == month and closed_on is not None for of, closed_on, _gone in spans),
                sum(of == month and end <= today for of, _closed_on, _gone in spans),
            )
            if month <= today:
                kept[desk.pk, month] = Amount(
                    sum(on is not None and on < end and (gone is None or gone >= end) for _of, on, gone in spans)
                )
    return {"R42": closed, "R43": kept}


def escalations(span):
    """Decided in time; raised; of the major ones, those reported within ten minutes of being judged so (R06, R08, R25)."""
    at_once = Q(judged_at=None) | Q(opened_at__lte=F("judged_at") + AT_ONCE)
    found = rates(
        Escalation.objects, span, "opened_at",
        R06=(Q(level=1), Q(closed_at__lte=F("due_at"))), R08=(EVERY, EVERY), R25=(Q(level=2), at_once),
    )  # fmt: skip
    return found | {"R08": {key: Amount(rate.all) for key, rate in found["R08"].items()}}


def instructions(span):
    return rates(Instruction.objects, span, "opened_at", R24=(EVERY, Q(closed_at__isnull=False)))


def call_outs(span):
    """Answered at all, answered promptly, and of those who had to come back, how many came (R32, R35, R36)."""
    return rates(
        CallOut.objects, span, "opened_at",
        R32=(EVERY, Q(acknowledged_at__isnull=False)),
        R35=(EVERY, Q(acknowledged_at__lte=F("opened_at") + PROMPTLY)),
        R36=(Q(returns_to_site=True), Q(arrived_at__isnull=False)),
    )  # fmt: skip


def measures(span):
    return rates(Measure.objects, span, "opened_at", R33=(EVERY, Q(reviewed_at__lte=F("review_by"))))


def incidents(span):
    """Incidents, and how many of them were contained in time (R18, R20)."""
    in_time = Q(contained_at__isnull=False) & (Q(contain_by=None) | Q(contained_at__lte=F("contain_by")))
    found = rates(Matter.objects.incidents(), span, "incident_at", R20=(EVERY, in_time))
    return found | {"R18": {key: Amount(rate.all) for key, rate in found["R20"].items()}}


def attempts(span):
    """Whether post holders were reached: attempts, never the state of a telephone (R34, A17)."""
    rows = ContactAttempt.objects.filter(kind__in=OnCallPost.Kind.values)
    return rates(rows, span, "recorded_at", R34=(EVERY, Q(outcome=ContactAttempt.Outcome.REACHED)))


def notes(span):
    """Steps of the handling, without those that a change of shift writes by itself (R39)."""
    return amounts(Note.objects.exclude(code=HANDED_ON), span, "recorded_at", R39=EVERY)


def corrections(span):
    return amounts(Correction.objects, span, "recorded_at", R41=EVERY)


SOURCES = (
    volumes, archive, escalations, instructions, call_outs, measures, incidents, attempts, notes, corrections,
)  # fmt: skip
