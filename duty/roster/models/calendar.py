"""Which days are worked, and when the desk is open."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class DayKind(models.TextChoices):
    """What a day is by the State Council's plan: only W and M are worked by everybody (L06, L07)."""

    WORKDAY = "W", _("workday")
    REST_DAY = "R", _("rest day")
    HOLIDAY = "H", _("statutory holiday")
    MAKEUP = "M", _("make-up workday")


class DayPlan(models.Model):
    """A day that a project says itself, because the installed calendar does not know it yet or has it wrong."""

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="day_plans")
    date = models.DateField(_("day"))
    kind = models.CharField(_("kind of day"), max_length=1, choices=DayKind.choices)
    note = models.CharField(_("note"), max_length=40, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["project_id", "date"]
        constraints = [
            models.UniqueConstraint(fields=["project", "date"], name="one_plan_a_day"),
            models.CheckConstraint(
                name="day_kind_is_known",
                condition=Q(kind__in=DayKind.values),
                violation_error_message=_(
                    "A day is W (workday), R (rest day), H (holiday) or M (make-up workday). Choose one of them."
                ),
            ),
        ]
        verbose_name = _("day")
        verbose_name_plural = _("days")

    def __str__(self):
        return f"{self.date} {self.kind}"


class ServiceHours(models.Model):
    """When the desk is open on a kind of day, local time; equal times mean closed (R13, A01)."""

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="service_hours")
    day_kind = models.CharField(_("kind of day"), max_length=1, choices=DayKind.choices)
    opens = models.TimeField(_("opens"), default=time(8))
    closes = models.TimeField(_("closes"), default=time(22))
    history = HistoricalRecords()

    class Meta:
        ordering = ["desk_id", "day_kind"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "day_kind"], name="one_opening_a_kind_of_day"),
            models.CheckConstraint(
                name="hours_close_after_they_open",
                condition=Q(closes__gte=F("opens")),
                violation_error_message=_(
                    "The desk closes after it opens; equal times mean that it is closed that day. Look at the two times."
                ),
            ),
        ]
        verbose_name = _("service hours")
        verbose_name_plural = _("service hours")

    def __str__(self):
        return f"{self.day_kind} {self.opens:%H:%M}–{self.closes:%H:%M}"
