"""How old the open matters are, and how many of each age are overdue (R01, R23)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from .models import Matter

DAY = timedelta(days=1)
# (from so many days on, what that is called), the youngest first; each reaches to the next
AGES = (
    (0, _("under 1 day")),
    (1, _("1 to 3 days")),
    (3, _("3 to 7 days")),
    (7, _("7 to 30 days")),
    (30, _("over 30 days")),
)


@dataclass(frozen=True)
class Age:
    """Open matters of one age: in_time and overdue are numbers of them; stale: those left lying, in either."""

    label: str
    in_time: int
    overdue: int
    stale: int

    @property
    def all(self):
        return self.in_time + self.overdue


def of(desk, at):
    """[Age] of a desk's open matters by when they were taken in, the youngest first. One question."""
    wanted = {}
    for place, (days, _label) in enumerate(AGES):
        older = Q(entry__recorded_at__lte=at - DAY * days) if days else Q(entry__isnull=False)
        if place + 1 < len(AGES):
            older &= Q(entry__recorded_at__gt=at - DAY * AGES[place + 1][0])
        wanted |= {
            f"all_{place}": Count("pk", filter=older),
            f"overdue_{place}": Count("pk", filter=older & Q(due_at__lt=at)),
            f"stale_{place}": Count("pk", filter=older & Q(stale_at__lt=at)),
        }
    row = Matter.objects.filter(desk=desk).open().order_by().aggregate(**wanted)
    return [
        Age(label, row[f"all_{place}"] - row[f"overdue_{place}"], row[f"overdue_{place}"], row[f"stale_{place}"])
        for place, (_days, label) in enumerate(AGES)
    ]
