"""The lines of the duty book and their corrections. Sealed: written once, never changed, never removed (R40, R41)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord

from ..categories import CHOICES, CODES, Priority
from ..rules import READERS
from .due import DueTimes


class Channel(models.TextChoices):
    """How it reached the desk 受理方式; `hotline_out` is a call that the desk made on the hotline (R31)."""

    CALL = "call", _("call")
    VISIT = "visit", _("visit")
    WECHAT = "wechat", _("WeChat")
    APP = "app", _("app")
    LETTER = "letter", _("letter or e-mail")
    PATROL = "patrol", _("patrol")
    SUPERIOR = "superior", _("from above")
    DEPARTMENT = "department", _("another department")
    HOTLINE_OUT = "hotline_out", _("outgoing hotline call")


class Rings(models.TextChoices):
    """After how many rings a call was answered (R26)."""

    ONE = "1", _("1 ring")
    TWO = "2", _("2 rings")
    THREE = "3", _("3 rings")
    MORE = ">3", _("more than 3 rings")
    MISSED = "missed", _("missed")


class CallerKind(models.TextChoices):
    OWNER = "owner", _("owner")
    TENANT = "tenant", _("tenant")
    VISITOR = "visitor", _("visitor")
    MERCHANT = "merchant", _("merchant")
    BUILDER = "builder", _("contractor")
    STAFF = "staff", _("staff")
    OTHER = "other", _("other")


class Department(models.TextChoices):
    SECURITY = "security", _("Public order")
    ENGINEERING = "engineering", _("Engineering and repair")
    ENVIRONMENT = "environment", _("Cleaning and greening")
    SERVICE = "service", _("Customer service")
    FINANCE = "finance", _("Finance")
    OUTSIDE = "outside", _("Outside firm")


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user, at):
        """The entries of the projects whose book this person may read at this moment."""
        return self.filter(desk__project_id__in=user.project_ids_with(READERS, at))


class Entry(DueTimes, SealedRecord):
    """One line of the duty book 值班记录: what was said or seen, by whom, where, when (form F1)."""

    seal_kind = "log.entry"
    seal_forms = {
        1: (
            "desk_id",
            "recorded_at",
            "recorded_by_id",
            "book_id",
            "serial",
            "shift_code",
            "channel",
            "rings",
            "category",
            "subcategory",
            "priority",
            "occurred_at",
            "caller_kind",
            "caller_name",
            "phone",
            "unit_no",
            "household_id",
            "place",
            "description",
            "customer_request",
            "appointed_at",
            "immediate_result",
            "department",
            "owner_id",
            "due_at",
            "outgoing_reason",
            "outgoing_approver_id",
            "outgoing_emergency",
        )
    }
    seal_forms[2] = (*seal_forms[1], *DueTimes.NAMES)  # fmt: skip
    personal = ("caller_name", "phone", "description", "customer_request", "immediate_result")
    shut_by = ("log.VolumeClosed", "book_id")

    book = models.ForeignKey("log.LogBook", on_delete=models.PROTECT, related_name="entries")
    serial = models.PositiveIntegerField(_("serial"))
    shift_code = models.CharField(_("shift"), max_length=4, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    rings = models.CharField(_("rings"), max_length=8, choices=Rings.choices, blank=True)
    category = models.CharField(_("category"), max_length=3, choices=CHOICES)
    subcategory = models.CharField(_("sub-category"), max_length=24, blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices)
    occurred_at = models.DateTimeField(_("happened at"))
    caller_kind = models.CharField(_("caller is"), max_length=10, choices=CallerKind.choices, blank=True)
    caller_name = models.CharField(_("name"), max_length=40, null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, null=True, blank=True)
    unit_no = models.CharField(_("unit"), max_length=30, blank=True)
    household = models.ForeignKey(
        "log.Household", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    place = models.CharField(_("place"), max_length=80, blank=True)
    description = models.CharField(
        _("what is wanted"), max_length=2000, null=True, error_messages={"blank": _("Write what is wanted.")}
    )
    customer_request = models.CharField(_("customer's wish"), max_length=500, null=True, blank=True)
    appointed_at = models.DateTimeField(_("appointed for"), null=True, blank=True)
    immediate_result = models.CharField(_("result on the spot"), max_length=1000, null=True, blank=True)
    department = models.CharField(_("department"), max_length=12, choices=Department.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person responsible")
    )
    due_at = models.DateTimeField(_("due at"))
    outgoing_reason = models.CharField(_("reason for calling out"), max_length=200, blank=True)
    outgoing_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    outgoing_emergency = models.BooleanField(_("emergency"), default=False)
    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["desk", "-id"], name="entry_newest_first"),
            models.Index(fields=["desk", "recorded_at", "id"], name="entry_by_time"),
            models.Index(fields=["household", "-id"], name="entry_of_household"),
            models.Index(fields=["desk", "-id"], name="entry_outgoing", condition=Q(channel="hotline_out")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["book", "serial"], name="entry_serial_once_per_volume"),
            models.CheckConstraint(
                name="entry_says_something",
                condition=~Q(description=""),
                violation_error_message=_("Write what is wanted."),
            ),
            models.CheckConstraint(
                name="entry_happened_before_it_was_recorded",
                condition=Q(occurred_at__lte=F("recorded_at")),
                violation_error_message=_("The time it happened lies in the future. Correct it or leave it empty."),
            ),
            models.CheckConstraint(
                name="entry_category_is_known",
                condition=Q(category__in=CODES),
                violation_error_message=_("Choose a category."),
            ),
            models.CheckConstraint(
                name="entry_priority_is_known",
                condition=Q(priority__in=Priority.values),
                violation_error_message=_("Choose a priority."),
            ),
            models.CheckConstraint(
                name="entry_rings_belong_to_a_call",
                condition=Q(rings="") | Q(channel=Channel.CALL),
                violation_error_message=_(
                    "Rings are counted for incoming calls only. Leave them out, or choose the call as channel."
                ),
            ),
            models.CheckConstraint(
                name="entry_security_is_urgent",
                condition=~Q(category="SEC") | Q(priority__in=["P1", "P2"]),
                violation_error_message=_("A security matter is critical or urgent, never less. Choose P1 or P2."),
            ),
            models.CheckConstraint(
                name="entry_calling_out_needs_a_reason",
                condition=~Q(channel=Channel.HOTLINE_OUT) | ~Q(outgoing_reason=""),
                violation_error_message=_("The hotline is for incoming calls. Give the reason for calling out on it."),
            ),
            models.CheckConstraint(
                name="entry_calling_out_needs_leave",
                condition=~Q(channel=Channel.HOTLINE_OUT)
                | Q(outgoing_approver__isnull=False)
                | Q(outgoing_emergency=True),
                violation_error_message=_("Say who allowed the call on the hotline, or tick that it was an emergency."),
            ),
        ]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")

    def __str__(self):
        return f"{self.serial:04d}"

    def get_absolute_url(self):
        return reverse("log:entry", args=[self.pk])


CORRECTABLE = (
    "unit_no", "place", "caller_name", "phone", "caller_kind", "description", "customer_request",
    "category", "subcategory", "channel", "rings", "occurred_at",
)  # fmt: skip
# Corrections of these say something about a person; the others hold codes and moments.
ABOUT_A_PERSON = ("unit_no", "place", "caller_name", "phone", "caller_kind", "description", "customer_request")


class Correction(SealedRecord):
    """One field of an entry put right by a new line; what stood there stays readable, struck through (R41)."""

    seal_kind = "log.correction"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "entry_id", "field", "old", "new", "reason")}
    personal = ("old", "new")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(_("field"), max_length=20, choices=[(name, name) for name in CORRECTABLE])
    old = models.CharField(_("was"), max_length=2000, null=True, blank=True)
    new = models.CharField(_("is"), max_length=2000, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, error_messages={"blank": _("Say why this is corrected.")})

    class Meta:
        indexes = [models.Index(fields=["desk", "recorded_at"], name="correction_by_time")]
        constraints = [
            models.CheckConstraint(
                name="correction_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why this is corrected."),
            ),
            models.CheckConstraint(
                name="correction_names_a_field",
                condition=Q(field__in=CORRECTABLE),
                violation_error_message=_("This field cannot be corrected. Write a note about it instead."),
            ),
        ]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self):
        return f"{self.field}: {self.old} → {self.new}"
