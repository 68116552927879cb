from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Wish(models.Model):
    """What somebody would like on a day of a month that is not approved yet: a shift, or without a code the day off.

    A draft weighs it against everybody else's; nobody is owed it. Leave is another thing: that is asked of the supervisor.
    """

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="wishes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="wishes")
    date = models.DateField(_("day"))
    code = models.CharField(_("shift"), max_length=4, blank=True)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["desk_id", "date", "person_id"]
        constraints = [models.UniqueConstraint(fields=["desk", "person", "date"], name="one_wish_a_day")]
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")

    def __str__(self):
        return f"{self.date} {self.code or '—'}"


class ShiftLimit(models.Model):
    """A shift that somebody does not stand until further notice: not trained for it yet, or a doctor says so. R12."""

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="shift_limits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shift_limits")
    code = models.CharField(_("shift"), max_length=4)
    reason = models.CharField(_("reason"), max_length=200)
    history = HistoricalRecords()

    class Meta:
        ordering = ["desk_id", "person_id", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "person", "code"],
                name="shift_limit_once",
                violation_error_message=_(
                    "This is set already for this person and shift. Lift that one first to change it."
                ),
            ),
        ]
        verbose_name = _("shift somebody does not stand")
        verbose_name_plural = _("shifts somebody does not stand")

    def __str__(self):
        return f"{self.person} ≠ {self.code}"
