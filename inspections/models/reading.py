"""The supervisor reads every day's book 每日查阅, or says why nobody does (R46, A27, A30)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord, given


class DailyReading(SealedRecord):
    """已阅: somebody has read what a day's book said by then; the signature beside it is put under `digest`.

    last_*: the newest of each kind of record that was on the page, 0 for none. What is written on that day later, and is newer,
    makes the day partly read.
    """

    seal_kind = "inspections.reading"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "day", "records", "last_entry", "last_note", "last_correction",
            "last_sheet", "digest", "remark",
        )
    }  # fmt: skip
    personal = ("remark",)

    day = models.DateField(_("day"))
    records = models.PositiveIntegerField(_("records read"))
    last_entry = models.PositiveBigIntegerField()
    last_note = models.PositiveBigIntegerField()
    last_correction = models.PositiveBigIntegerField()
    last_sheet = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    remark = models.CharField(_("remark"), max_length=1000, null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["desk", "day"], name="reading_by_day")]
        verbose_name = _("daily reading")
        verbose_name_plural = _("daily readings")

    def __str__(self):
        return f"{self.day}"


class OffDuty(SealedRecord):
    """未值班: on this day no supervisor is on duty and nobody stands in, and why; shown wherever something was due then (A27)."""

    seal_kind = "inspections.off_duty"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "date", "reason")}
    personal = ("reason",)

    date = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, null=True)

    class Meta:
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "date"],
                name="off_duty_once_a_day",
                violation_error_message=_(
                    "It is noted already that nobody supervises on this day. Nothing more is needed."
                ),
            ),
            models.CheckConstraint(
                name="off_duty_has_a_reason",
                condition=given("reason") & ~Q(reason=""),
                violation_error_message=_("Say why no supervisor is on duty on that day."),
            ),
        ]
        verbose_name = _("day off duty")
        verbose_name_plural = _("days off duty")

    def __str__(self):
        return f"{self.date}"
