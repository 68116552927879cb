from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from ..categories import CODES, Priority


class Level(models.IntegerChoices):
    """To whom an entry goes the moment it is recorded."""

    DESK = 0, _("the desk handles it")
    SUPERVISOR = 1, _("to the supervisor")
    LEAD = 2, _("to the project lead")


class EscalationRule(models.Model):
    """One cell of a project's matrix 上报规则: where matters of a category and priority begin (R25, A11).

    An empty category is every category without a rule of its own; without any rule P1 goes to the lead.
    """

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="escalation_rules")
    category = models.CharField(_("category"), max_length=3, blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices)
    level = models.PositiveSmallIntegerField(_("begins with"), choices=Level.choices)
    history = HistoricalRecords()

    class Meta:
        ordering = ["project_id", "category", "priority"]
        constraints = [
            models.UniqueConstraint(fields=["project", "category", "priority"], name="one_rule_a_cell"),
            models.CheckConstraint(
                name="rule_is_for_a_known_category",
                condition=models.Q(category__in=["", *CODES]),
                violation_error_message=_("Choose a category."),
            ),
            models.CheckConstraint(
                name="rule_names_a_level",
                condition=models.Q(level__in=Level.values),
                violation_error_message=_("Choose to whom this goes: the supervisor or the project lead."),
            ),
        ]
        verbose_name = _("escalation rule")
        verbose_name_plural = _("escalation rules")

    def __str__(self):
        return f"{self.category or '*'} {self.priority} → {self.level}"
