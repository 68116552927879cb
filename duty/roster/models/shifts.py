from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class ShiftType(models.Model):
    """A shift 班次 of a desk: code, local times (an end before the start runs past midnight). A01, forms F3."""

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="shift_types")
    code = models.CharField(
        _("code"), max_length=4, validators=[RegexValidator(r"^[A-Z0-9-]+$", _("Capital letters and digits only."))]
    )
    name = models.CharField(_("name"), max_length=20)
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))
    break_minutes = models.PositiveSmallIntegerField(_("break, minutes"), default=0)
    people = models.PositiveSmallIntegerField(_("people wanted a day"), default=1)
    history = HistoricalRecords()

    class Meta:
        ordering = ["desk_id", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "code"],
                name="shift_code_once_per_desk",
                violation_error_message=_(
                    "The desk has a shift with this code already. Change that one, or choose another code."
                ),
            ),
            models.CheckConstraint(
                name="shift_is_no_leave",
                condition=~models.Q(code__in=("AL", "SL", "PL", "TO", "TR", "-")),
                violation_error_message=_("This code stands for a leave. Choose another one."),
            ),
        ]
        verbose_name = _("shift type")
        verbose_name_plural = _("shift types")

    def __str__(self):
        return f"{self.code} {self.name}"

    def covers(self, clock):
        if self.starts < self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends

    def minutes_since_start(self, clock):
        return ((clock.hour - self.starts.hour) * 60 + clock.minute - self.starts.minute) % (24 * 60)


class BusyWindow(models.Model):
    """A span of the day in which the desk expects many callers, so that support stands by. R14, A08."""

    class Days(models.TextChoices):
        EVERY = "every", _("every day")
        FIRST_REST_DAY = "first_rest", _("first rest day of a week")

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="busy_windows")
    days = models.CharField(_("days"), max_length=10, choices=Days.choices, default=Days.EVERY)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    history = HistoricalRecords()

    class Meta:
        ordering = ["desk_id", "days", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "days", "starts"],
                name="busy_window_once",
                violation_error_message=_(
                    "A window begins at this time already. Remove that one first, or choose another time."
                ),
            ),
            models.CheckConstraint(
                name="busy_window_ends_later",
                condition=models.Q(ends__gt=models.F("starts")),
                violation_error_message=_("The window ends before it begins. Look at the two times."),
            ),
        ]
        verbose_name = _("busy window")
        verbose_name_plural = _("busy windows")

    def __str__(self):
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"
