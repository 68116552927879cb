from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from duty.log.models import Line


class CheckItem(models.Model):
    """One thing that is looked at when the desk changes hands, opens or closes. R17, R30, R54, A32.

    A sheet keeps the words it was signed with; changing or dropping an item touches no sheet of the past.
    """

    class Group(models.TextChoices):
        ENVIRONMENT = "environment", _("desk environment")
        LINES = "lines", _("telephones and radios")
        OPENING = "opening", _("opening the desk")
        CLOSING = "closing", _("closing the desk")

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="check_items")
    group = models.CharField(_("part"), max_length=12, choices=Group.choices)
    name = models.CharField(_("what is looked at"), max_length=60)
    line = models.CharField(_("line"), max_length=12, choices=Line.choices, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_used = models.BooleanField(_("is looked at"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["desk_id", "group", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "group", "name"],
                name="check_item_once",
                violation_error_message=_("This part has such an item already. Change that one."),
            ),
        ]
        verbose_name = _("check item")
        verbose_name_plural = _("check items")

    def __str__(self):
        return self.name
