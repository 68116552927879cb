"""An inspection, in the words and results under which its inspector signed (form F4, R03, R05, R58, R59, R61)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord

from .spot import SpotDraw


class InspectionQuerySet(models.QuerySet):
    def of_shift(self, desk_id, date, code):
        """The inspections that were about a shift."""
        return self.filter(desk=desk_id, target_date=date, target_code=code)

    def of_sheet(self, sheet):
        """The inspections that were about a handover: its own, and those of the shift that it handed over."""
        own = Q(sheet=sheet.pk)
        if sheet.from_date:
            own |= Q(target_date=sheet.from_date, target_code=sheet.from_code)
        return self.filter(own, desk=sheet.desk_id)

    def of_day(self, desk_id, day):
        """The inspections of what happened on a day: made then, or about one of its shifts."""
        return self.filter(Q(day=day, target_date=None) | Q(target_date=day), desk=desk_id)


class Inspection(SealedRecord):
    """检查: which items were looked at and how each was found, sealed with what was sampled; its signature stands beside it.

    day: the local day on which it was made. target_*: the shift (or the shift handed over) that it was about; of a spot check
    always given. content: canonical JSON (see inspections.results); notes: what was found wrong, in the inspector's words.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", _("daily, before 9:30")
        HANDOVER = "handover", _("at a change of shift")
        ADHOC = "adhoc", _("ad hoc")
        SPOT = "spot", _("spot check")

    class PickedBy(models.TextChoices):
        RANDOM = "random", _("drawn at random")
        MANUAL = "manual", _("chosen by hand")

    seal_kind = "inspections.inspection"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "kind", "day", "picked_by", "draw_id", "target_date", "target_code",
            "sheet_id", "template", "passed", "failed", "not_applicable", "deducted", "content", "notes",
        )
    }  # fmt: skip
    personal = ("notes",)

    # What is inspected because it is due is inspected as a whole.
    WHOLE = frozenset({Kind.DAILY, Kind.HANDOVER})

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    day = models.DateField(_("day"))
    picked_by = models.CharField(_("how it was picked"), max_length=6, choices=PickedBy.choices, blank=True)
    draw = models.ForeignKey(SpotDraw, on_delete=models.PROTECT, null=True, related_name="inspections")
    target_date = models.DateField(_("day of the shift"), null=True)
    target_code = models.CharField(_("shift"), max_length=4, blank=True)
    sheet = models.ForeignKey("handover.Sheet", on_delete=models.PROTECT, null=True, related_name="+")
    template = models.PositiveSmallIntegerField(_("version of the items"))
    passed = models.PositiveSmallIntegerField(_("passed"))
    failed = models.PositiveSmallIntegerField(_("not passed"))
    not_applicable = models.PositiveSmallIntegerField(_("not applicable"))
    deducted = models.PositiveSmallIntegerField(_("points deducted"))
    content = models.TextField()
    notes = models.TextField(null=True)
    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["desk", "day"], name="inspection_by_day"),
            models.Index(
                fields=["desk", "target_date"], name="inspection_by_target", condition=Q(target_date__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_inspection_looks_at_something",
                condition=Q(passed__gt=0) | Q(failed__gt=0) | Q(not_applicable__gt=0),
                violation_error_message=_("Look at one item at least, and say how it was found."),
            ),
            models.CheckConstraint(
                name="a_spot_check_says_how_it_was_picked",
                condition=Q(kind="spot") ^ Q(picked_by=""),
                violation_error_message=_("Only a spot check is drawn or chosen."),
            ),
            models.CheckConstraint(
                name="a_spot_check_has_a_target",
                condition=~Q(kind="spot") | Q(target_date__isnull=False),
                violation_error_message=_("Choose the shift that is spot-checked."),
            ),
            models.CheckConstraint(
                name="a_random_pick_has_its_draw",
                condition=Q(picked_by="random") ^ Q(draw=None),
                violation_error_message=_("A random spot check belongs to its draw."),
            ),
            models.UniqueConstraint(
                fields=["draw"],
                name="a_draw_is_inspected_once",
                violation_error_message=_("What was drawn is inspected already. You can draw again."),
            ),
        ]
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")

    def __str__(self):
        return f"{self.get_kind_display()} {self.day}"

    def get_absolute_url(self):
        return f"/inspections/{self.pk}/"
