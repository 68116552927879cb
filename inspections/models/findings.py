"""What was found wrong, and every step until somebody else has verified that it is right (R62)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord, given

from .inspections import Inspection

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}
REPEATED_FROM = 3  # the third on one item in thirty days


class Finding(SealedRecord):
    """不合格项: one failed item of an inspection. times: the how manieth on this item within thirty days, this one counted."""

    seal_kind = "inspections.finding"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "inspection_id", "item", "name", "text", "owner_id", "due", "times",
        )
    }  # fmt: skip
    personal = ("text",)

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    item = models.SlugField(_("inspection item"), max_length=20)
    name = models.CharField(max_length=60, blank=True)
    text = models.CharField(_("what is wrong"), max_length=1000, null=True)
    owner = models.ForeignKey(**PERSON, verbose_name=_("responsible"))
    due = models.DateField(_("to be done by"))
    times = models.PositiveSmallIntegerField(_("times in thirty days"))

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["desk", "item", "recorded_at"], name="finding_by_item")]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="an_item_is_found_wrong_once"),
        ]
        verbose_name = _("finding")
        verbose_name_plural = _("findings of inspections")

    def __str__(self):
        return f"{self.item} {self.recorded_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return f"/findings/{self.pk}/"

    @property
    def is_repeated(self):
        return self.times >= REPEATED_FROM


class FindingStep(SealedRecord):
    """One step on the way from a finding to its verification. person, due: of a measure, where it names them anew."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("put right on the spot")
        GUIDANCE = "guidance", _("guidance")
        CAUSE = "cause", _("cause")
        MEASURE = "measure", _("measure")
        DONE = "done", _("carried out")
        VERIFIED = "verified", _("verified: effective")
        NOT_EFFECTIVE = "not_effective", _("verified: not effective")

    seal_kind = "inspections.finding_step"
    seal_forms = {
        1: ("desk_id", "recorded_at", "recorded_by_id", "finding_id", "kind", "text", "person_id", "due")
    }  # fmt: skip
    personal = ("text",)

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    text = models.CharField(_("text"), max_length=1000, null=True)
    person = models.ForeignKey(**PERSON, null=True, verbose_name=_("responsible"))
    due = models.DateField(_("to be done by"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_step_of_a_finding_has_words",
                condition=given("text") & ~Q(text=""),
                violation_error_message=_("Write a sentence: what was done, or what is to be done."),
            ),
            models.CheckConstraint(
                name="only_a_measure_names_who_and_when",
                condition=Q(kind="measure") | Q(person=None, due=None),
                violation_error_message=_("Only a measure names who carries it out, and by when."),
            ),
        ]
        verbose_name = _("step of a finding")
        verbose_name_plural = _("steps of findings")

    def __str__(self):
        return self.get_kind_display()


class RectificationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def overdue(self, today):
        return self.open().filter(due__lt=today)

    def visible_to(self, user, project_ids):
        """Of those projects all of them, elsewhere one's own."""
        return self.filter(Q(desk__project__in=project_ids) | Q(owner=user))


class Rectification(models.Model):
    """整改: how a finding stands, a projection of it and its steps, which verify compares and rebuild restores."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, primary_key=True, related_name="state")
    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(**PERSON, verbose_name=_("responsible"))
    due = models.DateField(_("to be done by"))
    cause_at = models.DateTimeField(_("cause"), null=True)
    measure_at = models.DateTimeField(_("measure"), null=True)
    measure_by = models.ForeignKey(**PERSON, null=True)
    done_at = models.DateTimeField(_("carried out"), null=True)
    closed_at = models.DateTimeField(_("verified"), null=True)
    closed_by = models.ForeignKey(**PERSON, null=True)
    objects = RectificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["desk", "due", "finding"], name="finding_open_by_due", condition=Q(closed_at=None)),
            models.Index(fields=["owner", "due"], name="finding_open_by_owner", condition=Q(closed_at=None)),
            models.Index(fields=["desk", "-closed_at"], name="finding_closed", condition=Q(closed_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_finding_closes_with_cause_and_measure",
                condition=Q(closed_at=None)
                | Q(cause_at__isnull=False, measure_at__isnull=False, closed_by__isnull=False),
                violation_error_message=_("A finding closes with its cause, a measure and somebody's verification."),
            ),
            models.CheckConstraint(
                name="nobody_verifies_their_own_measure",
                condition=Q(closed_by=None) | (~Q(closed_by=models.F("owner")) & ~Q(closed_by=models.F("measure_by"))),
                violation_error_message=_(
                    "Somebody else verifies a measure: neither who decided it nor who carries it out."
                ),
            ),
        ]
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")

    def __str__(self):
        return f"{self.finding_id} {self.stage}"

    @property
    def stage(self):
        """Where it stands: open, cause, under_way, to_verify or closed."""
        if self.closed_at:
            return "closed"
        if self.measure_at is None:
            return "open"
        return "to_verify" if self.done_at else "under_way"
