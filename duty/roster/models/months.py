"""The monthly roster 值班表: a draft that may change, steps and versions that may not (R09–R11, R65).

A cell holds the code of a shift, of a leave, or nothing: a day off. The draft is ordinary rows with history; each step of
the way is sealed; an approved month is a sealed version that holds the whole grid, and what follows from the newest
version, who stands which shift from when to when, is a projection of it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from frontdesk.kernel.records.models import SealedRecord, given

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


class Leave(models.TextChoices):
    """What a cell may hold besides a shift: a reason to be away on a day."""

    ANNUAL = "AL", _("annual leave")
    SICK = "SL", _("sick leave")
    PERSONAL = "PL", _("personal leave")
    IN_LIEU = "TO", _("time off in lieu")
    TRAINING = "TR", _("training")


class Roster(models.Model):
    """One month of a desk. Where it stands is a projection of its steps."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being drafted")
        DRAFTED = "drafted", _("drafted")
        REVIEWED = "reviewed", _("reviewed")
        SUBMITTED = "submitted", _("with the project lead")
        APPROVED = "approved", _("approved")

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="rosters")
    month = models.DateField(_("month"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    late = models.BooleanField(_("drafted late"), default=False)
    version = models.PositiveSmallIntegerField(_("version"), default=0)

    class Meta:
        ordering = ["desk_id", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "month"], name="one_roster_a_month"),
            models.CheckConstraint(
                name="roster_month_starts_on_the_first",
                condition=Q(month__day=1),
                violation_error_message=_("A roster covers a calendar month."),
            ),
        ]
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")

    def __str__(self):
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self):
        return f"/roster/{self.month:%Y-%m}/"


class Assignment(models.Model):
    """One cell of the draft: a person, a day, a shift or a leave. A pinned one is not moved by an automatic draft."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(**PERSON)
    date = models.DateField(_("day"))
    code = models.CharField(_("code"), max_length=4)
    pinned = models.BooleanField(_("pinned"), default=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["roster_id", "date", "person_id"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "person", "date"], name="one_shift_a_day"),
            models.CheckConstraint(name="a_cell_holds_something", condition=~Q(code="")),
        ]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def __str__(self):
        return f"{self.date} {self.person} {self.code}"


class RosterStep(SealedRecord):
    """One step of a month's roster on its way, with the digest of the grid as it stood then."""

    class Kind(models.TextChoices):
        DRAFTED = "drafted", _("drafted")
        CHANGED = "changed", _("taken up again")
        REVIEWED = "reviewed", _("reviewed")
        SUBMITTED = "submitted", _("submitted to the project lead")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    seal_kind = "roster.step"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "roster_id", "kind", "digest", "note", "self_reviewed", "late",
            "hard", "soft",
        )
    }  # fmt: skip
    personal = ("note",)

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=Kind.choices)
    digest = models.CharField(max_length=64)
    note = models.CharField(_("note"), max_length=1000, null=True, blank=True)
    self_reviewed = models.BooleanField(_("drafted and reviewed by the same person"), default=False)
    late = models.BooleanField(_("late"), default=False)
    hard = models.PositiveSmallIntegerField(_("rules broken"), default=0)
    soft = models.PositiveIntegerField(_("warnings"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roster_comes_back_with_a_reason",
                condition=~Q(kind="returned") | given("note"),
                violation_error_message=_("Say why the roster is returned and what should change."),
            ),
            models.CheckConstraint(
                name="roster_with_broken_rules_is_reviewed_with_a_reason",
                condition=~Q(kind="reviewed") | Q(hard=0, soft=0) | given("note"),
                violation_error_message=_("The rule report is not clean. Put it right, or say why it has to stay."),
            ),
        ]
        verbose_name = _("roster step")
        verbose_name_plural = _("roster steps")

    def __str__(self):
        return f"{self.roster} {self.get_kind_display()}"


class RosterVersion(SealedRecord):
    """An approved month, whole and frozen; a later one is made by a substitution with its reason."""

    seal_kind = "roster.version"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "roster_id", "version", "grid", "reason")}

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField(_("version"))
    grid = models.TextField()
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "version"], name="roster_version_once"),
            models.CheckConstraint(
                name="roster_changes_with_a_reason",
                condition=Q(version=1) | ~Q(reason=""),
                violation_error_message=_("Say why the approved roster is changed."),
            ),
        ]
        verbose_name = _("roster version")
        verbose_name_plural = _("roster versions")

    def __str__(self):
        return f"{self.roster} v{self.version}"


class PlannedShiftQuerySet(models.QuerySet):
    def at(self, at):
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class PlannedShift(models.Model):
    """Who stands which shift from when to when, by the newest approved version: a projection of it."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="planned")
    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="planned_shifts")
    person = models.ForeignKey(**PERSON)
    date = models.DateField(_("day"))
    code = models.CharField(_("shift"), max_length=4)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    objects = PlannedShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "person_id"]
        indexes = [
            models.Index(fields=["desk", "starts_at"], name="planned_by_desk"),
            models.Index(fields=["person", "starts_at"], name="planned_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["desk", "person", "date"], name="planned_once_a_day"),
            models.CheckConstraint(name="planned_ends_later", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        verbose_name = _("planned shift")
        verbose_name_plural = _("planned shifts")

    def __str__(self):
        return f"{self.date} {self.code} {self.person}"
