from django.db import models
from django.utils.translation import gettext_lazy as _


class LogBook(models.Model):
    """One volume 记录本 of a desk: a calendar month, its entries numbered from 1 without a gap (R37, R42).

    From `in_shift` on: how many of its entries were written in a shift, were enquiries (answered at once), written late, calls
    whose rings were noted (answered within three), calls made on the hotline; how many are closed, in time, for good,
    and how many were opened again (see log.counting).
    """

    seal_kind = "log.book"  # as access lines and faults name it

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="books")
    month = models.DateField(_("month"))
    number = models.CharField(_("volume number"), max_length=40)
    last_serial = models.PositiveIntegerField(default=0)
    in_shift = models.PositiveIntegerField(default=0)
    enquiries = models.PositiveIntegerField(default=0)
    at_once = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    rung = models.PositiveIntegerField(default=0)
    within_three = models.PositiveIntegerField(default=0)
    outgoing = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    lasting = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["desk_id", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "month"], name="one_volume_a_month"),
            models.CheckConstraint(
                name="volume_starts_on_the_first",
                condition=models.Q(month__day=1),
                violation_error_message=_("A volume covers a calendar month."),
            ),
        ]
        verbose_name = _("volume")
        verbose_name_plural = _("volumes")

    def __str__(self):
        return self.number
