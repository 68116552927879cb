"""Which backups are kept: the newest of each of the last 7 days, 4 weeks and 12 months that have one."""

from django.utils import timezone

KEPT = (
    (7, lambda day: day),
    (4, lambda day: day.isocalendar()[:2]),
    (12, lambda day: (day.year, day.month)),
)


def surplus(moments):
    """Those of some aware moments of backups that need not be kept; the newest is never among them."""
    newest_first = sorted(moments, reverse=True)
    keep = set()
    for count, period in KEPT:
        newest = {}
        for moment in newest_first:
            newest.setdefault(period(timezone.localtime(moment).date()), moment)
        keep.update(list(newest.values())[:count])
    return [moment for moment in newest_first if moment not in keep]
