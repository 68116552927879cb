from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class ShiftTypeQuerySet(models.QuerySet):
    def running_at(self, clock):
        """The shift type on duty at a local time of day, the later one where two overlap; None when unstaffed.

        The incoming shift takes over in the quarter of an hour before it starts, so in an overlap it leads.
        """
        running = [shift for shift in self if shift.covers(clock)]
        return min(running, key=lambda shift: shift.minutes_since_start(clock), default=None)


class ShiftType(models.Model):
    """A shift 班次 of a desk: code, local times (an end before the start runs past midnight). A01, forms F3."""

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="shift_types")
    code = models.CharField(
        _("code"), max_length=4, validators=[RegexValidator(r"^[A-Z0-9-]+$", _("Capital letters and digits only."))]
    )
    name = models.CharField(_("name"), max_length=20)
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))
    history = HistoricalRecords()
    objects = ShiftTypeQuerySet.as_manager()

    class Meta:
        ordering = ["desk_id", "starts"]
        constraints = [models.UniqueConstraint(fields=["desk", "code"], name="shift_code_once_per_desk")]
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
