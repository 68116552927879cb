from django.db import models
from django.utils.translation import gettext_lazy as _

from .channels import Channel
from .notices import Notice


class Wrong(models.TextChoices):
    """Why a message did not go out, as a sentence for whoever keeps the channels."""

    UNREACHABLE = "unreachable", _("The server could not be reached.")
    SLOW = "slow", _("The server did not answer in time.")
    CERTIFICATE = "certificate", _("The certificate of the server is not to be trusted; nothing was sent.")
    INSIDE = "inside", _("The name of the server leads to an inside address; nothing was sent.")
    ADDRESS = "address", _("The address is not allowed any more; nothing was sent.")
    ANSWER = "answer", _("The server answered something else than expected.")
    REFUSED = "refused", _("The server refused the message.")
    NO_SERVER = "no_server", _("No mail server is set (EMAIL_HOST).")
    NO_ADDRESS = "no_address", _("This person has given no mail address, or left.")
    OFF = "off", _("The channel was switched off.")
    FAULT = "fault", _("A fault of this software; the server's log has it.")


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state__in=[Delivery.State.QUEUED, Delivery.State.FAILED])

    def due(self, at):
        return self.waiting().filter(next_try_at__lte=at).order_by("next_try_at", "id")

    def troubled(self):
        """What did not go out when it was tried, newest first."""
        return self.filter(state__in=[Delivery.State.FAILED, Delivery.State.GAVE_UP]).order_by("-id")

    def newest_of(self, channels):
        """{channel_id: its newest delivery}"""
        newest = self.filter(channel__in=channels).values("channel").annotate(newest=models.Max("id")).values("newest")
        return {delivery.channel_id: delivery for delivery in Delivery.objects.filter(id__in=newest)}


class Delivery(models.Model):
    """The outbox: one notice on its way by one channel, made in the transaction of the notice, sent by the worker."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waits")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed, will be tried again")
        GAVE_UP = "gave_up", _("given up")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    # For a group: the notice's key, so that a group of five hears once what five people are told. Null by mail.
    group_key = models.CharField(max_length=120, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.CharField(max_length=12, choices=Wrong.choices, blank=True)
    last_answer = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivered_once"),
            models.UniqueConstraint(fields=["channel", "group_key"], name="group_told_once"),
            models.CheckConstraint(
                name="delivery_sent_has_a_time",
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                violation_error_message=_("What was sent has a time, and nothing else has."),
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "id"], name="delivery_newest"),
            models.Index(
                fields=["next_try_at", "id"], name="delivery_due", condition=models.Q(state__in=["queued", "failed"])
            ),
            models.Index(fields=["id"], name="delivery_troubled", condition=models.Q(state__in=["failed", "gave_up"])),
        ]

    def __str__(self):
        return f"{self.notice_id} → {self.channel_id}"
