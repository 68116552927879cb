"""A project's own target times, in versions: a past month keeps those that held then."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duty.roster.clocks import CLOCKS, Clock
from frontdesk.kernel.records.models import AppendOnly

from ..categories import CODES, Priority


class Grade(models.TextChoices):
    """How grave a complaint is 投诉等级; empty for everything else."""

    ORDINARY = "ordinary", _("ordinary")
    SERIOUS = "serious", _("serious")
    MAJOR = "major", _("major")


class TargetPlan(AppendOnly):
    """One version of a project's target times, in force from `starts_at` until the next one begins."""

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="target_plans")
    version = models.PositiveIntegerField(_("version"))
    starts_at = models.DateTimeField(_("in force from"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["project_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="target_plan_version_once"),
            models.CheckConstraint(
                name="target_plan_is_not_for_the_past",
                condition=Q(starts_at__gte=models.F("at")),
                violation_error_message=_(
                    "Target times hold from now on or later, never for the past. "
                    "Choose a later moment, or leave it empty."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.version}"


class Target(AppendOnly):
    """The target times of one category, grade and priority in a plan; minutes on the clock named. None: not asked for."""

    plan = models.ForeignKey(TargetPlan, on_delete=models.PROTECT, related_name="targets")
    category = models.CharField(_("category"), max_length=3, blank=True)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices, blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices)
    clock = models.CharField(_("clock"), max_length=4, choices=CLOCKS)
    accept_minutes = models.PositiveIntegerField(_("accepted"), null=True, blank=True)
    arrive_minutes = models.PositiveIntegerField(_("on site or first reply"), null=True, blank=True)
    contain_minutes = models.PositiveIntegerField(_("contained"), null=True, blank=True)
    solve_minutes = models.PositiveIntegerField(_("solved"))
    call_back_hours = models.PositiveIntegerField(_("call-back within hours"), null=True, blank=True)
    call_back_percent = models.PositiveSmallIntegerField(_("called back (per cent)"), default=0)

    class Meta:
        ordering = ["plan_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "category", "grade", "priority"], name="one_target_a_cell"),
            models.CheckConstraint(
                name="target_category_is_known",
                condition=Q(category__in=["", *CODES]),
                violation_error_message=_("Choose a category."),
            ),
            models.CheckConstraint(
                name="target_clock_is_known",
                condition=Q(clock__in=list(Clock)),
                violation_error_message=_("Choose a clock."),
            ),
            models.CheckConstraint(
                name="target_takes_some_time",
                condition=Q(solve_minutes__gte=1, solve_minutes__lte=60 * 24 * 365),
                violation_error_message=_(
                    "The time to the result lies between a minute and a year. Give the minutes anew."
                ),
            ),
            models.CheckConstraint(
                name="target_calls_back_some",
                condition=Q(call_back_percent=0, call_back_hours=None)
                | Q(call_back_percent__gte=1, call_back_percent__lte=100, call_back_hours__isnull=False),
                violation_error_message=_(
                    "A call-back needs both: within how many hours, and how many of a hundred. Fill in both, or neither."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.category or '*'} {self.grade} {self.priority}"
