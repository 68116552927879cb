"""What a desk is inspected by, and what its project sets for it (R58, A28, A29, A32)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class InspectionTemplate(models.Model):
    """One version of the list of items; changing it makes the next version, and no inspection of the past changes."""

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="inspection_templates")
    version = models.PositiveSmallIntegerField(_("version"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["desk_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "version"],
                name="inspection_template_version_once",
                violation_error_message=_("Somebody has changed the items meanwhile. Look at them again."),
            ),
        ]
        verbose_name = _("inspection template")
        verbose_name_plural = _("inspection templates")

    def __str__(self):
        return f"{self.desk} {self.version}"


class TemplateItem(models.Model):
    """One thing that is looked at. name: empty for an item of the regulation (see inspections.items)."""

    class Method(models.TextChoices):
        LOOK = "look", _("look on site")
        RECORDS = "records", _("read the records")
        ASK = "ask", _("ask")
        TEST = "test", _("test")

    template = models.ForeignKey(InspectionTemplate, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(max_length=20)
    name = models.CharField(_("what is looked at"), max_length=60, blank=True)
    standard = models.CharField(_("standard"), max_length=200, blank=True)
    method = models.CharField(_("method"), max_length=8, choices=Method.choices)

    class Meta:
        ordering = ["template_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "code"], name="inspection_item_once"),
            models.CheckConstraint(
                name="inspection_item_has_a_method",
                condition=Q(method__in=["look", "records", "ask", "test"]),
                violation_error_message=_("Choose how the item is inspected."),
            ),
        ]
        verbose_name = _("inspection item")
        verbose_name_plural = _("inspection items")

    def __str__(self):
        return self.name or self.code


class InspectionSettings(models.Model):
    """How often a project wants its handovers inspected and its shifts spot-checked (A28, A29)."""

    class Handovers(models.TextChoices):
        ALL = "all", _("every change of shift")
        ONE = "one", _("at least one change of shift a day")
        NONE = "none", _("none")

    project = models.OneToOneField("people.Project", on_delete=models.PROTECT, related_name="inspection_settings")
    handover_inspections = models.CharField(
        _("handovers inspected"), max_length=4, choices=Handovers.choices, default=Handovers.ONE
    )
    spot_checks_a_month = models.PositiveSmallIntegerField(_("spot checks a month"), default=4)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="spot_checks_are_countable",
                condition=Q(spot_checks_a_month__lte=31),
                violation_error_message=_("At most 31 spot checks a month. Give a smaller number."),
            ),
            models.CheckConstraint(
                name="handovers_inspected_as_chosen",
                condition=Q(handover_inspections__in=["all", "one", "none"]),
                violation_error_message=_("Choose which handovers are inspected."),
            ),
        ]
        verbose_name = _("inspection settings")
        verbose_name_plural = _("inspection settings")

    def __str__(self):
        return f"{self.project} {self.handover_inspections}"

    @classmethod
    def of(cls, project_id):
        """A project's settings, or the usual ones."""
        return cls.objects.filter(project=project_id).first() or cls(project_id=project_id)

    @classmethod
    def over_time(cls, project_ids):
        """at(project id, moment) → what was set then, in one query: the past is counted by what held in it."""
        rows = list(cls.history.filter(project__in=project_ids).order_by("history_date", "history_id"))

        def at(project_id, moment):
            before = [row for row in rows if row.project_id == project_id and row.history_date <= moment]
            return before[-1] if before else cls(project_id=project_id)

        return at
