"""Erasing personal data before its time, because the law demands it: asked by one, answered by another (A18)."""

import orjson
from django.db import models
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord, given


class ErasureRequest(SealedRecord):
    """申请删除: which fields of which records, on which ground of the law. content: JSON, see `wanted`."""

    class Ground(models.TextChoices):
        """《个人信息保护法》, article 47."""

        PURPOSE = "purpose", _("the purpose is reached or can no longer be reached")
        PERIOD = "period", _("the service has ended or the time of keeping is over")
        CONSENT = "consent", _("consent was withdrawn")
        UNLAWFUL = "unlawful", _("the data was handled against law or agreement")
        OTHER = "other", _("another case that the law names")

    seal_kind = "log.erasure_request"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "ground", "reason", "content")}
    personal = ("reason",)

    ground = models.CharField(_("ground in the law"), max_length=8, choices=Ground.choices)
    reason = models.CharField(_("reason"), max_length=500, null=True)
    content = models.TextField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="erasure_has_a_ground",
                condition=models.Q(ground__in=["purpose", "period", "consent", "unlawful", "other"]) & given("reason"),
                violation_error_message=_("Choose the ground in the law and say what was asked for, by whom and when."),
            ),
        ]
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")

    def __str__(self):
        return f"{self.get_ground_display()} {self.recorded_at:%Y-%m-%d}"

    @staticmethod
    def freeze(entries, wanted):
        """The content that `wanted` and `entry_ids` read: {(kind, record id): [fields]}, and the entries these belong to."""
        records = [[kind, pk, sorted(fields)] for (kind, pk), fields in sorted(wanted.items())]
        return orjson.dumps({"entries": sorted(entries), "records": records}).decode()

    @property
    def wanted(self):
        """{(kind, record id): [fields]} of what is to be erased."""
        return {(kind, pk): fields for kind, pk, fields in orjson.loads(self.content)["records"]}

    @property
    def entry_ids(self):
        return orjson.loads(self.content)["entries"]


class ErasureAnswer(SealedRecord):
    """The lead approves, and the fields are emptied in the same transaction; or declines with a reason."""

    seal_kind = "log.erasure_answer"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "request_id", "approves", "note")}
    personal = ("note",)

    request = models.OneToOneField(
        ErasureRequest,
        on_delete=models.PROTECT,
        related_name="answer",
    )
    approves = models.BooleanField(_("approved"))
    note = models.CharField(_("reason"), max_length=500, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erasure_is_declined_with_a_reason",
                condition=models.Q(approves=True) | given("note"),
                violation_error_message=_("Say why it is declined."),
            ),
        ]
        verbose_name = _("answer to a request for erasure")
        verbose_name_plural = _("answers to requests for erasure")

    def __str__(self):
        return f"{self.request} {self.approves}"
