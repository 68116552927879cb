"""Figures of the log: counted from what was recorded, with numerator and denominator. Nothing recorded is not 100 %."""

from dataclasses import dataclass

from django.db.models import Count, Q

from .models import Channel, Entry, Rings

WITHIN = [Rings.ONE, Rings.TWO, Rings.THREE]
COUNTED = [*WITHIN, Rings.MORE, Rings.MISSED]


@dataclass(frozen=True)
class Rate:
    """`done` of `all`; no percentage without a case."""

    done: int
    all: int

    @property
    def percent(self):
        return round(100 * self.done / self.all) if self.all else None


def answered_in_three_rings(*, desk_id, since, until):
    """Calls answered within three rings of all whose rings were counted, missed ones among them. R26."""
    calls = Entry.objects.filter(
        desk_id=desk_id, channel=Channel.CALL, rings__in=COUNTED, recorded_at__gte=since, recorded_at__lt=until
    )
    return Rate(**calls.aggregate(done=Count("id", filter=Q(rings__in=WITHIN)), all=Count("id")))
