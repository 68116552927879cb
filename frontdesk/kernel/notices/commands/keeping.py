"""Channels and quiet hours: kept by the supervisor, the project lead or the administrator of the project."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from frontdesk.kernel.people.refusal import Forbidden, Refused, refused
from frontdesk.kernel.people.rules import holds

from .. import channels
from ..models import Channel, Delivery, Notice, QuietHours, Wrong
from ..rules import KEEPERS
from .outbox import queued

TEST = "channel_test"


def add_channel(*, project_id, kind, by, at, address="", secret="", role="", minimum=Channel.Minimum.ALL):
    """Switch on a way out of the house; returns the channel. Raises Forbidden, or Refused with what is wrong of the address.

    address, secret: a group robot's, as its maker shows them; mail has neither. role: whose notices go there, '' for all.
    """
    _only_keepers(by, project_id, at)
    channel = Channel(
        project_id=project_id, kind=kind, role=role, minimum=minimum, address=address.strip(), secret=secret.strip()
    )
    channels.check(channel)
    channel.remember_hint()
    _save(channel)
    return channel


@transaction.atomic
def switch_channel(*, channel_id, active, by, at):
    """Switch a channel on or off; returns it. What waits when it goes off is given up, and in-app notices stay."""
    channel = Channel.objects.select_for_update().get(pk=channel_id)
    _only_keepers(by, channel.project_id, at)
    if channel.active != active:
        channel.active = active
        channel.save(update_fields=["active"])
    if not active:
        given_up = {"state": Delivery.State.GAVE_UP, "last_error": Wrong.OFF, "last_answer": ""}
        channel.deliveries.waiting().update(**given_up)
    return channel


@transaction.atomic
def send_test(*, channel_id, by, at):
    """Put a test message into the outbox: it goes the way of every other, at most one a minute; returns nothing.

    Raises Refused when the channel is off, or is mail and `by` has given no address.
    """
    channel = Channel.objects.get(pk=channel_id)
    _only_keepers(by, channel.project_id, at)
    if not channel.active:
        raise Refused(_("This channel is switched off. Switch it on, then test it."))
    if not channel.is_group and not getattr(getattr(by, "contact", None), "email", ""):
        raise Refused(_("You have given no mail address. Give one under Notices, then test it."))
    notice, _made = Notice.objects.get_or_create(
        person=by,
        key=f"channel:{channel.pk}:test:{at:%Y%m%d%H%M}",
        defaults={
            "project_id": channel.project_id, "kind": TEST, "subject": channel.get_kind_display(),
            "link": "/settings/notices/", "at": at, "read_at": at, "urgent": True,
        },
    )  # fmt: skip
    Delivery.objects.bulk_create([queued(notice, channel, at=at)], ignore_conflicts=True)


def set_quiet_hours(*, project_id, starts, ends, by, at, role=""):
    """Hold back what is not urgent between two local times of day; returns the QuietHours. Raises Forbidden or Refused."""
    _only_keepers(by, project_id, at)
    return _save(QuietHours(project_id=project_id, role=role, starts=starts, ends=ends))


def end_quiet_hours(*, quiet_hours_id, by, at):
    """Remove quiet hours; what already waits for their end still waits for it."""
    hours = QuietHours.objects.get(pk=quiet_hours_id)
    _only_keepers(by, hours.project_id, at)
    hours.delete()


def _only_keepers(by, project_id, at):
    if not holds(by, project_id, KEEPERS, at):
        raise Forbidden(_("The supervisor, the project lead or the administrator keeps the channels."))


@transaction.atomic
def _save(row):
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise refused(wrong, type(row)) from None
    row.save()
    return row
