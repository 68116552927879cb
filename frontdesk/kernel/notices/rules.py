"""Pure questions about notices, shared by commands, views and tests."""

from datetime import datetime, timedelta

from frontdesk.kernel.people.models import Role

KEEPERS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD, Role.ADMINISTRATOR})
STALE = timedelta(minutes=10)  # the clock asks every minute
LOOKS = 10  # quiet spans that follow on each other end soon; hours that leave no gap would never


def quiet_until(hours, roles, moment, zone):
    """When the quiet time of somebody with these roles ends, or None when it is not quiet at a moment.

    hours: the project's QuietHours; those without a role are everybody's. zone: the project's tzinfo.
    Where one span runs into the next it ends with the last.
    """
    ours = [span for span in hours if not span.role or span.role in roles]
    until = moment
    for _turn in range(LOOKS):
        ends = [end for span in ours if (end := _end(span, until.astimezone(zone))) is not None]
        if not ends:
            break
        until = max(ends)
    return until if until > moment else None


def _end(span, local):
    """The end of a span that covers a local moment, else None."""
    clock = local.time()
    over_midnight = span.ends < span.starts
    if over_midnight and clock >= span.starts:
        day = local.date() + timedelta(days=1)
    elif (over_midnight and clock < span.ends) or span.starts <= clock < span.ends:
        day = local.date()
    else:
        return None
    return datetime.combine(day, span.ends, tzinfo=local.tzinfo)


def stands_still(since, *, at):
    """Whether a part of the clockwork that last moved at `since` (None: never) has not moved for too long."""
    return since is None or abs(at - since) > STALE
