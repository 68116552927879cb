"""Figures of the log: counted from what was recorded, with numerator and denominator. Nothing recorded is not 100 %."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from frontdesk.kernel.figures import Rate

from .models import CallReturned, Channel, Entry, PhoneCall, Rings, TelephoneSettings

RETURN_WITHIN = timedelta(minutes=30)
WITHIN = [Rings.ONE, Rings.TWO, Rings.THREE]
COUNTED = [*WITHIN, Rings.MORE, Rings.MISSED]


def answered_in_three_rings(*, desk_id, since, until):
    """Calls answered within three rings of all whose rings were counted, missed ones among them. R26."""
    calls = Entry.objects.filter(
        desk_id=desk_id, channel=Channel.CALL, rings__in=COUNTED, recorded_at__gte=since, recorded_at__lt=until
    )
    return Rate(**calls.aggregate(done=Count("id", filter=Q(rings__in=WITHIN)), all=Count("id")))


def three_rings_seconds(project_id):
    """How many seconds a project counts as three rings (A13)."""
    found = (
        TelephoneSettings.objects.filter(project_id=project_id).values_list("three_rings_seconds", flat=True).first()
    )
    return found if found is not None else TelephoneSettings._meta.get_field("three_rings_seconds").default


def answered_in_time_by_the_system(*, desk, since, until):
    """The same rate by the telephone system's own log: answered within so many seconds, of all calls. R26.

    Never mixed with what was ticked by hand: two sources, two numbers.
    """
    calls = PhoneCall.objects.filter(desk=desk, started_at__gte=since, started_at__lt=until)
    within = Q(answered=True, waited_seconds__lte=three_rings_seconds(desk.project_id))
    return Rate(**calls.aggregate(done=Count("id", filter=within), all=Count("id")))


def returned_in_time(*, desk, since, until):
    """Missed calls whose caller was rung back, reached or not, within 30 minutes, of all missed ones. R26."""
    missed = PhoneCall.objects.missed().filter(desk=desk, started_at__gte=since, started_at__lt=until)
    soon = CallReturned.objects.filter(call=OuterRef("pk"), recorded_at__lte=OuterRef("started_at") + RETURN_WITHIN)
    return Rate(done=missed.filter(Exists(soon)).count(), all=missed.count())
