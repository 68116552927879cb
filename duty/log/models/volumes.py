"""The life of a volume after its month: closed, kept, held, exported, disposed of (F16, R42, R43, A19).

How a volume stands is never a column: it follows from these records (`duty.log.volumes.standing`).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from frontdesk.kernel.records.models import SealedRecord, given

from .book import LogBook

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}
LEAST_YEARS = 3


class ArchiveSettings(models.Model):
    """How many years a project keeps a volume from its closing on: three at least, as the regulation says (R43)."""

    project = models.OneToOneField("people.Project", on_delete=models.PROTECT, related_name="archive_settings")
    keep_years = models.PositiveSmallIntegerField(_("years a volume is kept"), default=LEAST_YEARS)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volumes_are_kept_three_years_at_least",
                condition=Q(keep_years__gte=LEAST_YEARS, keep_years__lte=50),
                violation_error_message=_(
                    "A volume is kept for three years at least, and for fifty at most. Give a number between them."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.keep_years}"


class VolumeClosed(SealedRecord):
    """封存: what a volume holds as it is closed, where that stands in the chain, and who keeps it where.

    from_seq, to_seq: the seal of its first entry, and the head of the chain, whose hash is `final_hash`. closed_on: the
    local day from which its years count; keep_years: as promised then.
    """

    seal_kind = "log.volume_closed"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "book_id", "number", "first_serial", "last_serial", "from_seq", "to_seq",
            "final_hash", "entries", "notes", "corrections", "handovers", "custodian_id", "place", "closed_on", "keep_years",
        )
    }  # fmt: skip

    book = models.OneToOneField(
        LogBook,
        on_delete=models.PROTECT,
        related_name="closing",
    )
    number = models.CharField(_("volume number"), max_length=40)
    first_serial = models.PositiveIntegerField(_("first serial"))
    last_serial = models.PositiveIntegerField(_("last serial"))
    from_seq = models.PositiveBigIntegerField(_("first seal"))
    to_seq = models.PositiveBigIntegerField(_("last seal"))
    final_hash = models.CharField(_("final hash"), max_length=64)
    entries = models.PositiveIntegerField(_("entries"))
    notes = models.PositiveIntegerField(_("notes"))
    corrections = models.PositiveIntegerField(_("corrections"))
    handovers = models.PositiveIntegerField(_("handovers"))
    custodian = models.ForeignKey(**PERSON, verbose_name=_("custodian"))
    place = models.CharField(_("place"), max_length=80, error_messages={"blank": _("Say where the volume is kept.")})
    closed_on = models.DateField(_("closed on"))
    keep_years = models.PositiveSmallIntegerField(_("years a volume is kept"))

    class Meta:
        verbose_name = _("closing of a volume")
        verbose_name_plural = _("closings of volumes")

    def __str__(self):
        return self.number


class VolumeStep(SealedRecord):
    """What happens to a closed volume. answers: the request for disposal that an approval or a refusal is about."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("given to another custodian")
        HELD = "held", _("disposal put on hold")
        LIFTED = "lifted", _("hold lifted")
        ASKED = "asked", _("disposal asked for")
        DECLINED = "declined", _("disposal declined")
        APPROVED = "approved", _("disposal approved")

    seal_kind = "log.volume_step"
    seal_forms = {
        1: (
            "desk_id",
            "recorded_at",
            "recorded_by_id",
            "book_id",
            "kind",
            "custodian_id",
            "place",
            "answers_id",
            "text",
        )
    }
    personal = ("text",)

    book = models.ForeignKey(LogBook, on_delete=models.PROTECT, related_name="volume_steps")
    kind = models.CharField(_("step"), max_length=8, choices=Kind.choices)
    custodian = models.ForeignKey(**PERSON, null=True, blank=True, verbose_name=_("custodian"))
    place = models.CharField(_("place"), max_length=80, blank=True)
    answers = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answer",
    )
    text = models.CharField(_("reason"), max_length=500, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="volume_step_says_why",
                condition=Q(kind__in=["moved", "approved"]) | given("text"),
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                name="volume_moves_to_somebody",
                condition=(Q(kind="moved", custodian__isnull=False) & ~Q(place=""))
                | (~Q(kind="moved") & Q(custodian=None, place="")),
                violation_error_message=_("Say who keeps the volume from now on, and where."),
            ),
            models.CheckConstraint(
                name="disposal_is_answered_where_it_was_asked",
                condition=Q(kind__in=["declined", "approved"]) ^ Q(answers=None),
                violation_error_message=_("Answer a request for disposal where it stands."),
            ),
        ]
        verbose_name = _("step of a volume")
        verbose_name_plural = _("steps of volumes")

    def __str__(self):
        return f"{self.book} {self.get_kind_display()}"


class VolumeExport(models.Model):
    """A file of a closed volume on its way: asked for, made by the worker, then registered. Nothing here is evidence."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the worker")
        RUNNING = "running", _("working")
        DONE = "done", _("registered")
        FAILED = "failed", _("failed")

    book = models.ForeignKey(LogBook, on_delete=models.PROTECT, related_name="exports")
    media_type = models.CharField(max_length=40)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(**PERSON)
    asked_at = models.DateTimeField(_("asked"))
    seen_at = models.DateTimeField(_("last sign of life"), null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "media_type"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_export_at_a_time",
                violation_error_message=_("This file is being made already. Wait for it."),
            ),
        ]
        verbose_name = _("export of a volume")
        verbose_name_plural = _("exports of volumes")

    def __str__(self):
        return f"{self.book} {self.get_state_display()}"

    @property
    def is_open(self):
        return self.state in {self.State.WAITING, self.State.RUNNING}


class VolumeExported(SealedRecord):
    """归档导出: a file of a volume, entered in the register under its SHA-256. name: as it lies under MEDIA_ROOT/exports."""

    seal_kind = "log.volume_exported"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "book_id", "media_type", "name", "size", "sha256",
        )
    }  # fmt: skip

    book = models.ForeignKey(LogBook, on_delete=models.PROTECT, related_name="files")
    media_type = models.CharField(max_length=40)
    name = models.CharField(_("file"), max_length=80)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("file of a volume")
        verbose_name_plural = _("files of volumes")

    def __str__(self):
        return self.name


class DisposalCertificate(SealedRecord):
    """销毁证明: what was disposed of, who asked and who approved; the chain it stood in is still whole (R43)."""

    seal_kind = "log.disposal_certificate"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "book_id", "number", "first_serial", "last_serial", "final_hash",
            "closed_on", "kept_until", "asked_by_id", "asked_at", "approved_by_id", "approved_at", "records", "files",
        )
    }  # fmt: skip

    book = models.OneToOneField(LogBook, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(_("volume number"), max_length=40)
    first_serial = models.PositiveIntegerField(_("first serial"))
    last_serial = models.PositiveIntegerField(_("last serial"))
    final_hash = models.CharField(_("final hash"), max_length=64)
    closed_on = models.DateField(_("closed on"))
    kept_until = models.DateField(_("kept until"))
    asked_by = models.ForeignKey(**PERSON, verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    approved_by = models.ForeignKey(**PERSON, verbose_name=_("approved by"))
    approved_at = models.DateTimeField(_("approved"))
    records = models.PositiveIntegerField(_("records emptied"))
    files = models.PositiveIntegerField(_("files deleted"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="two_people_dispose",
                condition=~Q(asked_by=models.F("approved_by")),
                violation_error_message=_(
                    "Two different people ask for a disposal and approve it. Somebody else approves."
                ),
            ),
        ]
        verbose_name = _("certificate of disposal")
        verbose_name_plural = _("certificates of disposal")

    def __str__(self):
        return self.number
