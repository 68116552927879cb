"""What the supervisor says to those on duty: the day's points, and a word to one person or shift (R05, R60)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from duty.roster.models import AttendanceMark, PlannedShift
from frontdesk.kernel.records.models import SealedRecord, given

from .inspections import Inspection


class DailyNotice(SealedRecord):
    """当日注意事项: what everybody on duty on a day has to mind (R60)."""

    seal_kind = "inspections.notice"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "date", "text")}
    personal = ("text",)

    date = models.DateField(_("day"))
    text = models.CharField(_("notice"), max_length=1000, null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["desk", "date"], name="daily_notice_by_day")]
        constraints = [
            models.CheckConstraint(
                name="a_daily_notice_says_something",
                condition=given("text") & ~Q(text=""),
                violation_error_message=_("Write what has to be minded on that day."),
            ),
        ]
        verbose_name = _("daily notice")
        verbose_name_plural = _("daily notices")

    def __str__(self):
        return f"{self.date} {self.text or ''}"


class NoticeAck(SealedRecord):
    """Somebody on duty has noted it: one tick."""

    seal_kind = "inspections.ack"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "notice_id")}

    notice = models.ForeignKey(DailyNotice, on_delete=models.PROTECT, related_name="acks")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "recorded_by"],
                name="a_notice_is_ticked_once",
                violation_error_message=_("You have ticked this already. Nothing more is needed."),
            ),
        ]
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")

    def __str__(self):
        return f"{self.notice_id} ✓"


class CoachingNoteQuerySet(models.QuerySet):
    def to(self, person):
        """Those about somebody, or about a shift that they stood."""
        shift = {"desk": OuterRef("desk"), "date": OuterRef("date"), "code": OuterRef("code")}
        planned = PlannedShift.objects.filter(person=person, **shift)
        came = AttendanceMark.objects.filter(recorded_by=person, kind=AttendanceMark.Kind.IN, **shift)
        return self.filter(Q(person=person) | Exists(planned) | Exists(came))


class CoachingNote(SealedRecord):
    """督导: a word to one person, or about one shift; they and those who supervise read it (R05)."""

    seal_kind = "inspections.coaching"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "person_id", "date", "code", "text", "inspection_id")}
    personal = ("text",)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="coaching_notes",
        verbose_name=_("person"),
    )  # fmt: skip
    date = models.DateField(_("day of the shift"), null=True, blank=True)
    code = models.CharField(_("shift"), max_length=4, blank=True)
    text = models.CharField(_("text"), max_length=1000, null=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, null=True, related_name="coaching")
    objects = CoachingNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_coaching_note_is_about_somebody",
                condition=Q(person__isnull=False) | (Q(date__isnull=False) & ~Q(code="")),
                violation_error_message=_("Say whom it is about: a person, or the day and shift."),
            ),
            models.CheckConstraint(
                name="a_coaching_note_says_something",
                condition=given("text") & ~Q(text=""),
                violation_error_message=_("Write what was said."),
            ),
        ]
        verbose_name = _("coaching note")
        verbose_name_plural = _("coaching notes")

    def __str__(self):
        return f"{self.person or self.code} {self.recorded_at:%Y-%m-%d}"
