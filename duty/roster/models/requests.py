"""Leave and swaps: asked for, answered, and nothing changed on the roster before the supervisor approves (R27–R29)."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord, given

from .months import Leave


class ShiftRequestQuerySet(models.QuerySet):
    def with_state(self):
        """Each request with `state`: the kind of its last answer, None while nobody has answered."""
        last = RequestAnswer.objects.filter(request=OuterRef("pk")).order_by("-id").values("kind")[:1]
        return self.annotate(state=Subquery(last))

    def open(self):
        """Requests that wait for somebody: unanswered, or agreed to but not decided."""
        return self.with_state().filter(Q(state__isnull=True) | Q(state=RequestAnswer.Kind.CONSENTED))


class ShiftRequest(SealedRecord):
    """Somebody asks to be away, or to exchange a shift of their own with a colleague's; asks for themselves only.

    Leave: `first_day` to `last_day`. Swap: the own shift of `first_day` against the colleague's of `other_day`, or against
    nothing, when the colleague simply takes it over.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave", _("leave")
        SWAP = "swap", _("swap")

    seal_kind = "roster.request"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "kind", "leave", "first_day", "last_day", "other_id", "other_day",
            "reason",
        )
    }  # fmt: skip
    personal = ("reason",)

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    leave = models.CharField(_("kind of leave"), max_length=4, choices=Leave.choices, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("with whom"),
    )  # fmt: skip
    other_day = models.DateField(_("their day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, null=True)
    objects = ShiftRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["desk", "recorded_at"], name="request_by_time")]
        constraints = [
            models.CheckConstraint(
                name="leave_ends_after_it_begins",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day comes before the first. Look at the two days."),
            ),
            models.CheckConstraint(
                name="leave_has_a_kind_and_a_swap_a_colleague",
                condition=Q(kind="leave", leave__in=Leave.values, other__isnull=True)
                | Q(kind="swap", leave="", other__isnull=False),
                violation_error_message=_("Say which kind of leave, or with whom the shift is exchanged."),
            ),
            models.CheckConstraint(
                name="nobody_swaps_with_themselves",
                condition=Q(other__isnull=True) | ~Q(other=F("recorded_by")),
                violation_error_message=_("Choose a colleague to exchange with."),
            ),
        ]
        verbose_name = _("request")
        verbose_name_plural = _("requests")

    def __str__(self):
        return f"{self.get_kind_display()} {self.first_day}"

    def get_absolute_url(self):
        return f"/roster/requests/{self.pk}/"


class RequestAnswer(SealedRecord):
    """What came of a request, one answer after the other; none is taken back without another."""

    class Kind(models.TextChoices):
        CONSENTED = "consented", _("agreed to by the colleague")
        DECLINED = "declined", _("declined by the colleague")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CANCELLED = "cancelled", _("cancelled after approval")

    seal_kind = "roster.answer"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "request_id", "kind", "note")}
    personal = ("note",)

    request = models.ForeignKey(ShiftRequest, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(_("answer"), max_length=10, choices=Kind.choices)
    note = models.CharField(_("note"), max_length=500, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="answered_once_each_way"),
            models.CheckConstraint(
                name="a_refusal_says_why",
                condition=~Q(kind__in=("refused", "cancelled")) | given("note"),
                violation_error_message=_("Say why."),
            ),
        ]
        verbose_name = _("answer to a request")
        verbose_name_plural = _("answers to requests")

    def __str__(self):
        return f"{self.request}: {self.get_kind_display()}"
