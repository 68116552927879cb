from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from ..categories import CODES


class Phrase(models.Model):
    """A sentence that a desk writes often 常用语, offered where it is typed; an empty category is every one."""

    class Kind(models.TextChoices):
        DESCRIPTION = "description", _("what is wanted")
        NOTE = "note", _("what was done")
        RESULT = "result", _("a result")

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="phrases")
    kind = models.CharField(_("where it is offered"), max_length=12, choices=Kind.choices)
    category = models.CharField(_("category"), max_length=3, blank=True)
    text = models.CharField(_("phrase"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["desk_id", "kind", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "kind", "category", "text"],
                name="phrase_once",
                violation_error_message=_("The desk has this phrase already. It is offered as it stands."),
            ),
            models.CheckConstraint(
                name="phrase_is_for_a_known_category",
                condition=models.Q(category__in=["", *CODES]),
                violation_error_message=_("Choose a category."),
            ),
        ]
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")

    def __str__(self):
        return self.text
