"""What goes out for a notice. Rows only: they stand in the transaction of the notice, and nothing is sent here."""

from collections import defaultdict

from frontdesk.kernel.people.models import Contact, Posting

from ..models import Channel, Delivery


def put_out(notices, *, at):
    """Make a delivery for each of these new notices and each channel that wants it; returns nothing.

    A mail channel takes what is told to people who gave an address; a group takes each key once. `minimum` and
    the channel's role choose among them, but what is urgent goes out by every channel of the project.
    """
    channels = defaultdict(list)
    for channel in Channel.objects.filter(project__in={notice.project_id for notice in notices}, active=True):
        channels[channel.project_id].append(channel)
    if not channels:
        return
    people = {notice.person_id for notice in notices}
    roles = _roles(people, channels, at)
    mailed = set(Contact.objects.filter(person__in=people).exclude(email="").values_list("person_id", flat=True))
    rows = {}
    for notice in notices:
        for channel in channels[notice.project_id]:
            if not channel.is_group and notice.person_id not in mailed:
                continue
            if _wants(channel, notice, roles[notice.person_id, notice.project_id]):
                once = (channel.pk, notice.key, None if channel.is_group else notice.person_id)
                rows.setdefault(once, queued(notice, channel, at=at))
    Delivery.objects.bulk_create(rows.values(), ignore_conflicts=True)


def queued(notice, channel, *, at):
    """A delivery that waits for the next deliverer; not saved yet."""
    return Delivery(notice=notice, channel=channel, group_key=notice.key if channel.is_group else None, next_try_at=at)


def _wants(channel, notice, roles):
    if notice.urgent:
        return True
    return channel.minimum == Channel.Minimum.ALL and (not channel.role or channel.role in roles)


def _roles(people, projects, at):
    """{(person, project): {roles}} at a moment; empty for a stranger."""
    roles = defaultdict(set)
    held = Posting.objects.at(at).filter(person__in=people, project__in=projects)
    for person_id, project_id, role in held.values_list("person_id", "project_id", "role"):
        roles[person_id, project_id].add(role)
    return roles
