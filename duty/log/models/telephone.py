"""What the telephone system itself knows: calls, rings, missed ones. Evidence, so it is written once (R26)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from frontdesk.kernel.records.models import AppendOnly, SealedRecord


class Line(models.TextChoices):
    """What the desk is reached by 通讯设施 (R30)."""

    HOTLINE = "hotline", _("hotline")
    DUTY_PHONE = "duty_phone", _("duty phone")
    RADIO = "radio", _("radio")


class TelephoneSettings(models.Model):
    """What a project counts as three rings, in seconds until somebody answers (A13)."""

    project = models.OneToOneField("people.Project", on_delete=models.PROTECT, related_name="telephone")
    three_rings_seconds = models.PositiveSmallIntegerField(_("three rings, in seconds"), default=15)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="three_rings_take_some_seconds",
                condition=Q(three_rings_seconds__gte=3, three_rings_seconds__lte=60),
                violation_error_message=_("Three rings take between 3 and 60 seconds. Give a number between them."),
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.three_rings_seconds}"


class PhoneImport(SealedRecord):
    """A log of the telephone system was taken over: which file, how many calls, by whom."""

    seal_kind = "log.phone_import"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "name", "sha256", "calls", "left_out", "digest")}

    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    calls = models.PositiveIntegerField(_("calls"))
    left_out = models.PositiveIntegerField(_("lines left out"))
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("telephone log")
        verbose_name_plural = _("telephone logs")

    def __str__(self):
        return self.name


class PhoneCallQuerySet(models.QuerySet):
    def missed(self):
        return self.filter(answered=False)

    def waiting(self):
        """Missed calls that nobody has rung back with success."""
        reached = CallReturned.objects.filter(call=models.OuterRef("pk"), reached=True)
        return self.missed().filter(~models.Exists(reached))


class PhoneCall(AppendOnly):
    """One incoming call by the telephone system. The same call in a second file is the same call."""

    seal_kind = "log.phone_call"  # as access lines name it; the import that brought it is what is sealed

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="phone_calls")
    taken_over_by = models.ForeignKey(PhoneImport, on_delete=models.PROTECT, related_name="rows")
    started_at = models.DateTimeField(_("rang at"))
    number = models.CharField(_("number"), max_length=20)
    waited_seconds = models.PositiveIntegerField(_("waited, seconds"))
    answered = models.BooleanField(_("answered"))
    objects = PhoneCallQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [
            models.Index(fields=["desk", "started_at", "id"], name="phone_call_by_time"),
            models.Index(fields=["desk", "started_at"], name="phone_call_missed", condition=Q(answered=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["desk", "started_at", "number"], name="a_call_rings_once")]
        verbose_name = _("telephone call")
        verbose_name_plural = _("telephone calls")

    def __str__(self):
        return f"{self.started_at:%m-%d %H:%M} {self.number[-4:]}"


class CallReturned(SealedRecord):
    """A missed caller was rung back, and reached or not (R26)."""

    seal_kind = "log.call_returned"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "call_id", "reached", "text")}
    personal = ("text",)

    call = models.ForeignKey(PhoneCall, on_delete=models.PROTECT, related_name="returns")
    reached = models.BooleanField(_("reached"))
    text = models.CharField(_("note"), max_length=500, null=True, blank=True)

    class Meta:
        verbose_name = _("returned call")
        verbose_name_plural = _("returned calls")

    def __str__(self):
        return f"{self.call} {self.reached}"
