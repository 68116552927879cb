"""Who has to be reachable outside working hours, whether they were, and what a drill showed (R34–R36)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records.models import SealedRecord


class OnCallPost(models.Model):
    """One of the four posts 待命岗位 of a project, who holds it and who stands in. Titles are labels (A34)."""

    class Kind(models.TextChoices):
        PROJECT_LEAD = Role.PROJECT_LEAD.value, _("project lead")
        SUPERVISOR = Role.SUPERVISOR.value, _("customer service supervisor")
        SECURITY = Role.SECURITY_MANAGER.value, _("security manager")
        ENGINEERING = Role.ENGINEERING_SUPERVISOR.value, _("engineering supervisor")

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="on_call_posts")
    kind = models.CharField(_("post"), max_length=30, choices=Kind.choices)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("holder")
    )
    phone = models.CharField(_("mobile"), max_length=20)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
    )
    deputy_phone = models.CharField(_("deputy's mobile"), max_length=20, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="one_holder_a_post"),
            models.CheckConstraint(
                name="deputy_is_somebody_else",
                condition=Q(deputy=None) | ~Q(deputy=models.F("holder")),
                violation_error_message=_(
                    "The deputy must be somebody else than the holder. Choose another person, or leave it empty."
                ),
            ),
            models.CheckConstraint(
                name="deputy_has_a_number",
                condition=Q(deputy=None) | ~Q(deputy_phone=""),
                violation_error_message=_("Give the deputy's mobile number too."),
            ),
        ]
        verbose_name = _("on-call post")
        verbose_name_plural = _("on-call posts")

    seal_kind = "log.on_call_post"  # as access lines name it

    def __str__(self):
        return f"{self.get_kind_display()} {self.holder}"


class ContactAttempt(SealedRecord):
    """Somebody tried to reach a post holder or the deputy: when, and what came of it. No device is ever watched (A17)."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("reached")
        NO_ANSWER = "no_answer", _("no answer")
        SWITCHED_OFF = "switched_off", _("switched off")
        BUSY = "busy", _("busy")

    seal_kind = "log.contact_attempt"
    seal_forms = {
        1: ("desk_id", "recorded_at", "recorded_by_id", "kind", "person_id", "is_deputy", "outcome", "entry_id", "text")
    }
    personal = ("text",)

    kind = models.CharField(_("post"), max_length=30, choices=OnCallPost.Kind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("rung")
    )
    is_deputy = models.BooleanField(_("deputy"), default=False)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome.choices)
    entry = models.ForeignKey(
        "log.Entry", on_delete=models.PROTECT, null=True, blank=True, related_name="contact_attempts"
    )
    text = models.CharField(_("note"), max_length=500, null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["desk", "kind", "-recorded_at"], name="attempt_newest_first")]
        constraints = [
            models.CheckConstraint(
                name="attempt_has_an_outcome",
                condition=Q(outcome__in=["reached", "no_answer", "switched_off", "busy"]),
                violation_error_message=_("Say what came of the call."),
            ),
        ]
        verbose_name = _("contact attempt")
        verbose_name_plural = _("contact attempts")

    def __str__(self):
        return f"{self.person} {self.get_outcome_display()}"


class Drill(SealedRecord):
    """A drill: every post is asked to confirm that it is reachable (R34)."""

    seal_kind = "log.drill"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "text")}

    text = models.CharField(_("note"), max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("drill")
        verbose_name_plural = _("drills")

    def __str__(self):
        return f"{self.recorded_at:%Y-%m-%d %H:%M}"


class DrillAnswer(SealedRecord):
    """A holder or deputy confirmed, by one tap."""

    seal_kind = "log.drill_answer"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "drill_id", "kind", "is_deputy")}

    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(_("post"), max_length=30, choices=OnCallPost.Kind.choices)
    is_deputy = models.BooleanField(_("deputy"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["drill", "kind"],
                name="a_post_answers_a_drill_once",
                violation_error_message=_("This post has confirmed already. Nothing more is needed."),
            ),
        ]
        verbose_name = _("drill answer")
        verbose_name_plural = _("drill answers")

    def __str__(self):
        return f"{self.drill} {self.kind}"
