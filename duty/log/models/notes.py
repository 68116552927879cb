"""The steps in the handling of a matter: sealed, in their order, each with time and author (R39).

One table holds every kind of step, so that what happened reads as one story. `NEEDS` says which column a kind
cannot do without and `ONLY` which kinds may carry it; the database holds both.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord, given

from ..categories import Priority
from .due import DueTimes
from .entries import Department, Entry


class Kind(models.TextChoices):
    """What a step is. The second half belongs to something begun by another step, `about`."""

    PROGRESS = "progress", _("progress")
    RESULT = "result", _("result")
    REOPENED = "reopened", _("reopened")
    CALL_BACK = "call_back", _("call-back")
    OWNER = "owner", _("new owner")
    DISPATCHED = "dispatched", _("dispatched")
    ACCEPTED = "accepted", _("accepted")
    ARRIVED = "arrived", _("arrived")
    FINISHED = "finished", _("finished")
    PRIORITY = "priority", _("new priority")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("resumed")
    INCIDENT = "incident", _("declared an incident")
    CONTAINED = "contained", _("contained")
    ESCALATED = "escalated", _("escalated")
    INSTRUCTION = "instruction", _("instruction")
    CALLED_OUT = "called_out", _("called out")
    MEASURE = "measure", _("protective measure")
    # about one of the four above
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ADVICE = "advice", _("advice")
    DECIDED = "decided", _("decided")
    CARRIED_OUT = "carried_out", _("carried out")
    REFUSED = "refused", _("refused")
    ON_SITE = "on_site", _("on site")
    LEFT = "left", _("left")
    LIFTED = "lifted", _("lifted")
    REVIEWED = "reviewed", _("reviewed")


class Rating(models.TextChoices):
    VERY_SATISFIED = "very_satisfied", _("very satisfied")
    SATISFIED = "satisfied", _("satisfied")
    FAIR = "fair", _("fair")
    DISSATISFIED = "dissatisfied", _("dissatisfied")


class PauseReason(models.TextChoices):
    """Why the clock may stand still; nothing else counts."""

    CUSTOMER_TIME = "customer_time", _("waiting for the customer's time")
    PARTS = "parts", _("waiting for parts")
    THIRD_PARTY = "third_party", _("waiting for a third party")
    CUSTOMER_LEAVE = "customer_leave", _("waiting for the customer's consent")
    FORCE_MAJEURE = "force_majeure", _("force majeure")


class Decision(models.TextChoices):
    """What somebody does with what was escalated to them (R06)."""

    HANDLE = "handle", _("I handle it")
    INSTRUCT = "instruct", _("instruct the desk")
    PASS_ON = "pass_on", _("major: on to the project lead")
    RETURN = "return", _("back to the desk with guidance")


class MeasureKind(models.TextChoices):
    """Temporary protective measures 临时防护措施 (R33)."""

    BARRIER = "barrier", _("barrier or guard")
    WATER_OFF = "water_off", _("water turned off")
    POWER_OFF = "power_off", _("power turned off")
    GAS_OFF = "gas_off", _("gas turned off")
    LIFT_STOPPED = "lift_stopped", _("lift stopped")
    EVACUATED = "evacuated", _("people led away")
    SIGN = "sign", _("warning sign")
    OTHER = "other", _("other")


class Closing(models.TextChoices):
    """What a result leaves to do."""

    DONE = "done", _("done")
    CALL_BACK = "call_back", _("call-back due")


BY_MATRIX = "matrix"
RETURN_TO_SITE = "return_to_site"
HANDED_ON = "handed_on"
ABOUT = (
    Kind.ACKNOWLEDGED, Kind.ADVICE, Kind.DECIDED, Kind.CARRIED_OUT, Kind.REFUSED, Kind.ON_SITE, Kind.LEFT, Kind.LIFTED,
    Kind.REVIEWED,
)  # fmt: skip
# Kinds that say nothing without a sentence.
WORDED = (
    Kind.PRIORITY, Kind.ESCALATED, Kind.INSTRUCTION, Kind.MEASURE, Kind.REFUSED, Kind.CONTAINED, Kind.DECIDED,
    Kind.ADVICE, Kind.CARRIED_OUT, Kind.LIFTED,
)  # fmt: skip


class Note(DueTimes, SealedRecord):
    """A step in the handling of a matter.

    about: the step that this one answers · code: a choice that belongs to the kind · person, whom: who was sent,
    called or told (of the house, or by name) · level: 1 the supervisor, 2 the project lead · until: when a pause ends,
    an instruction or a call-back is due · happened_at: when it took place, if not at the moment of writing · due times: as
    they stand after this step, where it moves them.
    """

    # In a database, a condition on NULL is neither true nor false, and a CHECK lets it pass: hence each isnull=False.
    Kind, Rating = Kind, Rating

    seal_kind = "log.note"
    seal_forms = {
        1: ("desk_id", "recorded_at", "recorded_by_id", "entry_id", "kind", "text", "rating", "new_owner_id"),
        2: (
            "desk_id", "recorded_at", "recorded_by_id", "entry_id", "kind", "text", "rating", "new_owner_id", "about_id",
            "code", "department", "person_id", "whom", "level", "priority", "place", "until", "happened_at", "due_at",
            *DueTimes.NAMES,
        ),
    }  # fmt: skip
    personal = ("text", "whom")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    text = models.CharField(_("text"), max_length=2000, null=True, blank=True)
    rating = models.CharField(_("satisfaction"), max_length=16, choices=Rating.choices, blank=True)
    new_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    code = models.CharField(max_length=16, null=True, blank=True)
    department = models.CharField(_("department"), max_length=12, choices=Department.choices, null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    whom = models.CharField(_("who"), max_length=60, null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices, null=True, blank=True)
    place = models.CharField(_("place"), max_length=80, null=True, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    happened_at = models.DateTimeField(_("happened at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["about"], name="note_by_about"),
            models.Index(fields=["desk", "recorded_at", "code"], name="note_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="note_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write what was done."),
            ),
            models.CheckConstraint(
                name="note_of_this_kind_has_words",
                condition=~Q(kind__in=WORDED) | given("text"),
                violation_error_message=_("Write a sentence: why, or what is to be done."),
            ),
            models.CheckConstraint(
                name="note_rating_belongs_to_a_call_back",
                condition=Q(rating="") ^ Q(kind=Kind.CALL_BACK),
                violation_error_message=_("Choose how satisfied the customer is."),
            ),
            models.CheckConstraint(
                name="note_new_owner_is_named",
                condition=Q(new_owner__isnull=True) ^ Q(kind=Kind.OWNER),
                violation_error_message=_("Choose who takes the matter over."),
            ),
            models.CheckConstraint(
                name="note_answers_another",
                condition=Q(about__isnull=True) ^ Q(kind__in=ABOUT),
                violation_error_message=_("Open the step that this one answers, and answer it there."),
            ),
            models.CheckConstraint(
                name="note_level_belongs_to_an_escalation",
                condition=Q(kind=Kind.ESCALATED, level__isnull=False, level__in=[1, 2])
                | (~Q(kind=Kind.ESCALATED) & Q(level=None)),
                violation_error_message=_("Choose to whom this goes: the supervisor or the project lead."),
            ),
            models.CheckConstraint(
                name="note_new_priority_is_known",
                condition=Q(
                    kind=Kind.PRIORITY, priority__isnull=False, priority__in=Priority.values, due_at__isnull=False
                )
                | (~Q(kind=Kind.PRIORITY) & Q(priority=None)),
                violation_error_message=_("Choose a priority."),
            ),
            models.CheckConstraint(
                name="note_pause_has_reason_and_end",
                condition=~Q(kind=Kind.PAUSED)
                | Q(
                    code__isnull=False,
                    code__in=PauseReason.values,
                    until__isnull=False,
                    until__gt=F("recorded_at"),
                    due_at__isnull=False,
                ),
                violation_error_message=_(
                    "A pause needs one of the reasons and a moment in the future at which it ends. Choose both."
                ),
            ),
            models.CheckConstraint(
                name="note_decision_is_one",
                condition=~Q(kind=Kind.DECIDED) | Q(code__isnull=False, code__in=Decision.values),
                violation_error_message=_("Choose what you decide."),
            ),
            models.CheckConstraint(
                name="note_measure_has_kind_and_place",
                condition=~Q(kind=Kind.MEASURE)
                | Q(code__isnull=False, code__in=MeasureKind.values, place__isnull=False),
                violation_error_message=_("Say which measure was taken, and where."),
            ),
            models.CheckConstraint(
                name="note_sent_somebody",
                condition=~Q(kind__in=[Kind.DISPATCHED, Kind.CALLED_OUT]) | Q(department__isnull=False),
                violation_error_message=_("Choose the department that is sent."),
            ),
            models.CheckConstraint(
                name="note_happened_before_it_was_recorded",
                condition=Q(happened_at=None) | Q(happened_at__lte=F("recorded_at")),
                violation_error_message=_("The time it happened lies in the future. Correct it or leave it empty."),
            ),
        ]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self):
        return f"{self.get_kind_display()} {self.recorded_at:%H:%M}"

    @property
    def moment(self):
        """When it took place: as claimed, else when it was written."""
        return self.happened_at or self.recorded_at
