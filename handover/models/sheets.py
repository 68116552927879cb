"""What two people signed; who would not; who was let go without relief. R49, R56."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord

from .work import Handover

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


class Sheet(SealedRecord):
    """交接班记录: the frozen sheet of a handover, in the words it was signed in; two signatures stand beside it.

    `content` is canonical JSON (see handover.assembly); `digest` is its SHA-256, on the screen and in both signatures.
    `travelling`: how many of the carried items went through more than three hands.
    """

    seal_kind = "handover.sheet"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "handover_id", "kind", "from_date", "from_code", "to_date", "to_code",
            "outgoing_id", "incoming_id", "witness", "seconds", "carried", "travelling", "content", "digest",
        )
    }  # fmt: skip
    personal = ("content", "witness")

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="sheets")
    kind = models.CharField(_("kind"), max_length=8, choices=Handover.Kind.choices)
    from_date = models.DateField(_("day of the shift handed over"), null=True)
    from_code = models.CharField(_("shift handed over"), max_length=4, blank=True)
    to_date = models.DateField(_("day of the shift that takes over"), null=True)
    to_code = models.CharField(_("shift that takes over"), max_length=4, blank=True)
    outgoing = models.ForeignKey(**PERSON, null=True, verbose_name=_("hands over"))
    incoming = models.ForeignKey(**PERSON, null=True, verbose_name=_("takes over"))
    witness = models.CharField(_("witness of the control room"), max_length=40, null=True)
    seconds = models.PositiveIntegerField(_("seconds it took"))
    carried = models.PositiveSmallIntegerField(_("items handed on"))
    travelling = models.PositiveSmallIntegerField(_("handed on more than three times"))
    content = models.TextField(null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["desk", "-id"], name="sheet_newest_first"),
            models.Index(fields=["desk", "recorded_at"], name="sheet_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["handover"],
                name="a_handover_is_signed_once",
                violation_error_message=_("This handover is signed already. Its sheet stands under Handover."),
            ),
            models.CheckConstraint(
                name="two_people_hand_over",
                condition=~Q(kind="change")
                | (Q(outgoing__isnull=False, incoming__isnull=False) & ~Q(outgoing=models.F("incoming"))),
                violation_error_message=_("Two different people hand over and take over. Choose who hands over."),
            ),
        ]
        verbose_name = _("handover sheet")
        verbose_name_plural = _("handover sheets")

    def __str__(self):
        return f"{self.get_kind_display()} {self.recorded_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return f"/handover/sheets/{self.pk}/"


class SheetRead(SealedRecord):
    """已阅: somebody else of the shift that took over has read the sheet and understood what is open on it. R51, A24."""

    seal_kind = "handover.read"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "sheet_id")}

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="reads")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "recorded_by"],
                name="a_sheet_is_read_once_by_each",
                violation_error_message=_("You have read this sheet already. Nothing more is needed."),
            ),
        ]
        verbose_name = _("reading of a sheet")
        verbose_name_plural = _("readings of sheets")

    def __str__(self):
        return f"{self.recorded_by} {self.sheet_id}"


class Refusal(SealedRecord):
    """拒接: one of the two would not hand over or take over, and said why; the supervisor decides. R48, R56."""

    class Reason(models.TextChoices):
        EMERGENCY = "emergency_ongoing", _("an emergency is not over")
        NOT_PREPARED = "not_prepared", _("the handover is not prepared")
        UNFIT = "unfit", _("the other person is unwell or has been drinking")
        DIFFERENCE = "difference_unexplained", _("a difference is not explained")

    seal_kind = "handover.refusal"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "handover_id", "reason", "text")}
    personal = ("text",)

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="refusals")
    reason = models.CharField(_("why"), max_length=24, choices=Reason.choices)
    text = models.CharField(_("in their words"), max_length=500, null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")

    def __str__(self):
        return self.get_reason_display()


class Release(SealedRecord):
    """放行: the supervisor lets somebody leave who was not relieved, with the reason. R49."""

    class Way(models.TextChoices):
        TAKES_OVER = "takes_over", _("I take the desk over myself")
        SUBSTITUTE = "substitute", _("a substitute is on the way")
        CLOSED = "closed", _("the desk is closed")
        OTHER = "other", _("for another reason")

    seal_kind = "handover.release"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "person_id", "date", "code", "way", "reason")}

    person = models.ForeignKey(**PERSON, verbose_name=_("who may leave"))
    date = models.DateField(_("day of the shift"))
    code = models.CharField(_("shift"), max_length=4)
    way = models.CharField(_("how the desk is looked after"), max_length=12, choices=Way.choices)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "person", "date", "code"],
                name="released_once_a_shift",
                violation_error_message=_("This person is released already and may sign out."),
            ),
            models.CheckConstraint(
                name="a_release_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say why they may leave without having been relieved."),
            ),
        ]
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self):
        return f"{self.person} {self.date} {self.code}"
