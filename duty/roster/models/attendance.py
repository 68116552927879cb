"""Who stood at the desk from when to when, and what is decided about late and absent relief (R22, R29, R48)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from frontdesk.kernel.records.models import SealedRecord, given

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


class AttendanceMark(SealedRecord):
    """Somebody arrives at the desk, steps away, is back, or leaves. `date` and `code` name the planned shift; empty: none."""

    class Kind(models.TextChoices):
        IN = "in", _("arrived")
        AWAY = "away", _("stepped away")
        BACK = "back", _("back")
        OUT = "out", _("left")

    seal_kind = "roster.mark"
    seal_forms = {
        1: ("desk_id", "recorded_at", "recorded_by_id", "kind", "date", "code", "minutes_late", "cover_id", "reason")
    }
    personal = ("reason",)

    kind = models.CharField(_("what"), max_length=4, choices=Kind.choices)
    date = models.DateField(_("day of the shift"), null=True, blank=True)
    code = models.CharField(_("shift"), max_length=4, blank=True)
    minutes_late = models.PositiveSmallIntegerField(_("minutes late"), default=0)
    cover = models.ForeignKey(**PERSON, null=True, blank=True, verbose_name=_("who stands in"))
    reason = models.CharField(_("reason"), max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["desk", "recorded_at"], name="mark_by_desk")]
        constraints = [
            models.CheckConstraint(
                name="stepping_away_has_a_reason",
                condition=~Q(kind="away") | given("reason"),
                violation_error_message=_("Say why you step away."),
            ),
        ]
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")

    def __str__(self):
        return f"{self.recorded_by} {self.get_kind_display()}"


class Outcome(models.Model):
    """One line of the project's own table of what may follow from a case: a talk, a warning, nothing. No fine is computed."""

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="outcomes")
    name = models.CharField(_("outcome"), max_length=40)
    rule = models.CharField(_("clause of the project's own rules"), max_length=80, blank=True)
    is_used = models.BooleanField(_("may be chosen"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="outcome_once_a_project",
                violation_error_message=_(
                    "This outcome stands in the table already. Offer that one again if it is off."
                ),
            )
        ]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self):
        return self.name


class DutyCase(SealedRecord):
    """Late, absent, not planned, or a roster that was not drafted in time: opened by itself, open until it is decided."""

    class Kind(models.TextChoices):
        LATE = "late", _("came late")
        ABSENT = "absent", _("did not come")
        UNPLANNED = "unplanned", _("on duty without being planned")
        ROSTER_LATE = "roster_late", _("roster not drafted by the 25th")

    seal_kind = "roster.case"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "kind", "person_id", "date", "code", "minutes")}

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    person = models.ForeignKey(**PERSON, verbose_name=_("person"))
    date = models.DateField(_("day of the shift"))
    code = models.CharField(_("shift"), max_length=4, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["desk", "date"], name="case_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "person", "date", "code", "kind"], name="one_case_of_a_kind_a_shift"
            )
        ]
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self):
        return f"{self.person} {self.date} {self.get_kind_display()}"

    @property
    def decision(self):
        """Its CaseDecision, or None while it is open."""
        return next(iter(self.decisions.all()), None)


class CaseDecision(SealedRecord):
    """What the supervisor decided about a case, from the project's table, with a reason."""

    seal_kind = "roster.decision"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "case_id", "outcome", "rule", "reason")}
    personal = ("reason",)

    case = models.ForeignKey(DutyCase, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=40)
    rule = models.CharField(_("clause of the project's own rules"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=500, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                name="case_is_decided_once",
                violation_error_message=_("This case is decided already. Read the outcome under At the desk."),
            ),
            models.CheckConstraint(
                name="case_is_decided_with_a_reason",
                condition=given("reason"),
                violation_error_message=_("Give the reason for the outcome."),
            ),
        ]
        verbose_name = _("decision on a case")
        verbose_name_plural = _("decisions on cases")

    def __str__(self):
        return f"{self.case}: {self.outcome}"


class SupportCall(SealedRecord):
    """The desk asks for support in a busy hour; the supervisor answers by a posting as support, from–to (R14)."""

    seal_kind = "roster.support_call"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "reason")}
    personal = ("reason",)

    reason = models.CharField(_("reason"), max_length=200, null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="support_is_called_with_a_reason",
                condition=given("reason"),
                violation_error_message=_("Say what is going on at the desk."),
            )
        ]
        verbose_name = _("call for support")
        verbose_name_plural = _("calls for support")

    def __str__(self):
        return f"{self.recorded_at}"
