"""What a category asks beyond the line of the book: work order F5, complaint F6, service F8 (R16).

A call is saved first and its sheet completed later: every saving is a new sealed version that holds the whole sheet.
The newest counts, the earlier ones stay readable. Times of dispatch, acceptance and arrival are notes, not sheets.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records.models import SealedRecord, given

from .entries import Department, Entry
from .notes import Rating
from .targets import Grade

MOST_FEN = 100_000_000  # a million yuan
TEXT = {"max_length": 1000, "null": True, "blank": True}
MONEY = {"null": True, "blank": True}


def affordable(name, *columns):
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__lte": MOST_FEN})
    return models.CheckConstraint(
        name=name,
        condition=condition,
        violation_error_message=_("An amount lies between nothing and a million yuan. Look at the figure."),
    )


class SheetQuerySet(models.QuerySet):
    def newest(self):
        """Each sheet as it stands: its last version."""
        later = self.model.objects.filter(entry=OuterRef("entry"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))


class Sheet(SealedRecord):
    """One version of a sheet. personal: everything people wrote freely."""

    HEAD = ("desk_id", "recorded_at", "recorded_by_id", "entry_id", "version")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="%(class)ss")
    version = models.PositiveSmallIntegerField(_("version"))
    objects = SheetQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="%(class)s_version_once"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.entry_id} v{self.version}"

    @classmethod
    def written_fields(cls):
        """The names of the fields that people fill in, in the order of the form."""
        return [name.removesuffix("_id") for name in cls.seal_forms[1] if name not in {*Sheet.HEAD, *cls.by_itself}]

    by_itself: tuple[str, ...] = ()


class WorkOrder(Sheet):
    """报修派工单: what is broken, what was done, what it cost (F5)."""

    class Area(models.TextChoices):
        INDOOR = "indoor", _("in the home")
        PUBLIC = "public", _("common parts")

    class Warranty(models.TextChoices):
        YES = "yes", _("under warranty")
        NO = "no", _("out of warranty")

    class Confirmed(models.TextChoices):
        SIGNED = "signed", _("signed on paper")
        TELEPHONE = "telephone", _("by telephone")
        ABSENT = "absent", _("nobody was there")

    seal_kind = "log.work_order"
    by_itself = ("year", "number")
    seal_forms = {
        1: (
            *Sheet.HEAD, "year", "number", "trade", "fault", "area", "warranty", "quote_fen", "technician", "work_done",
            "materials", "labour_fen", "material_fen", "pending_reason", "confirmed", "rating",
        )
    }  # fmt: skip
    personal = ("fault", "technician", "work_done", "materials", "pending_reason")

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    trade = models.CharField(_("trade"), max_length=40)
    fault = models.CharField(_("fault"), **TEXT)
    area = models.CharField(_("where"), max_length=8, choices=Area.choices, blank=True)
    warranty = models.CharField(_("warranty"), max_length=4, choices=Warranty.choices, blank=True)
    quote_fen = models.PositiveIntegerField(_("quote told"), **MONEY)
    technician = models.CharField(_("technician"), max_length=60, null=True, blank=True)
    work_done = models.CharField(_("work done"), **TEXT)
    materials = models.CharField(_("materials"), **TEXT)
    labour_fen = models.PositiveIntegerField(_("labour"), **MONEY)
    material_fen = models.PositiveIntegerField(_("material"), **MONEY)
    pending_reason = models.CharField(_("why it is not finished"), **TEXT)
    confirmed = models.CharField(_("customer's confirmation"), max_length=10, choices=Confirmed.choices, blank=True)
    rating = models.CharField(_("satisfaction"), max_length=16, choices=Rating.choices, blank=True)

    class Meta(Sheet.Meta):
        constraints = [
            *Sheet.Meta.constraints,
            models.UniqueConstraint(fields=["desk", "year", "number", "version"], name="work_order_number_once"),
            affordable("work_order_amounts", "quote_fen", "labour_fen", "material_fen"),
            models.CheckConstraint(
                name="work_order_charges_what_was_told",
                condition=Q(labour_fen=None, material_fen=None) | Q(warranty="yes") | Q(quote_fen__isnull=False),
                violation_error_message=_("What is charged has to be told before: write down the quote."),
            ),
        ]
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")

    @property
    def title(self):
        return f"WO-{self.year}-{self.number:04d}"


class Complaint(Sheet):
    """投诉处理表: how grave, whether it is ours, what was found, answered and prevented (F6)."""

    class Validity(models.TextChoices):
        PENDING = "pending", _("not decided yet")
        VALID = "valid", _("valid: our service or promise")
        INVALID = "invalid", _("not valid: outside the contract")

    class Reply(models.TextChoices):
        TELEPHONE = "telephone", _("by telephone")
        VISIT = "visit", _("at their home")
        WECHAT = "wechat", _("WeChat")
        LETTER = "letter", _("in writing")

    seal_kind = "log.complaint"
    seal_forms = {
        1: (
            *Sheet.HEAD, "grade", "validity", "demand", "department", "responsible", "promised_by", "findings", "measures",
            "replied_at", "reply_how", "reply", "cause", "prevention", "supervisor_opinion", "lead_opinion",
        )
    }  # fmt: skip
    personal = (
        "demand", "responsible", "findings", "measures", "reply", "cause", "prevention", "supervisor_opinion", "lead_opinion",
    )  # fmt: skip

    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices, default=Grade.ORDINARY)
    validity = models.CharField(_("validity"), max_length=8, choices=Validity.choices, default=Validity.PENDING)
    demand = models.CharField(_("demand"), **TEXT)
    department = models.CharField(_("department responsible"), max_length=12, choices=Department.choices, blank=True)
    responsible = models.CharField(_("person in charge"), max_length=60, null=True, blank=True)
    promised_by = models.DateTimeField(_("promised by"), null=True, blank=True)
    findings = models.CharField(_("findings"), **TEXT)
    measures = models.CharField(_("measures"), **TEXT)
    replied_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reply_how = models.CharField(_("answered how"), max_length=10, choices=Reply.choices, blank=True)
    reply = models.CharField(_("answer"), **TEXT)
    cause = models.CharField(_("cause"), **TEXT)
    prevention = models.CharField(_("prevention"), **TEXT)
    supervisor_opinion = models.CharField(_("supervisor's opinion"), **TEXT)
    lead_opinion = models.CharField(_("project lead's opinion"), **TEXT)

    class Meta(Sheet.Meta):
        constraints = [
            *Sheet.Meta.constraints,
            models.CheckConstraint(
                name="complaint_grade_is_known",
                condition=Q(grade__in=Grade.values),
                violation_error_message=_("Choose how grave the complaint is."),
            ),
            models.CheckConstraint(
                name="complaint_not_valid_is_explained",
                condition=~Q(validity="invalid") | given("findings"),
                violation_error_message=_("Say in the findings why the complaint is not valid; it is still answered."),
            ),
            models.CheckConstraint(
                name="complaint_answer_has_words",
                condition=Q(replied_at=None) | given("reply"),
                violation_error_message=_("Write what was answered."),
            ),
        ]
        verbose_name = _("complaint sheet")
        verbose_name_plural = _("complaint sheets")

    @property
    def title(self):
        return self.get_grade_display()


class ServiceOrder(Sheet):
    """有偿、便民、特约服务: what was ordered or lent, told and paid (F8)."""

    class Sort(models.TextChoices):
        PAID = "paid", _("paid service")
        CONVENIENCE = "convenience", _("convenience loan")
        SPECIAL = "special", _("special order")

    class Payment(models.TextChoices):
        WECHAT = "wechat", _("WeChat")
        ALIPAY = "alipay", _("Alipay")
        CASH = "cash", _("cash")
        CARD = "card", _("card")

    seal_kind = "log.service_order"
    seal_forms = {
        1: (
            *Sheet.HEAD, "sort", "item", "appointed_at", "price_item", "quantity", "amount_fen", "price_told", "performer",
            "finished_at", "payment", "receipt_no", "due_back_at", "returned_at", "rating",
        )
    }  # fmt: skip
    personal = ("performer",)

    sort = models.CharField(_("sort"), max_length=12, choices=Sort.choices)
    item = models.CharField(_("item"), max_length=80)
    appointed_at = models.DateTimeField(_("appointed for"), null=True, blank=True)
    price_item = models.CharField(_("on the price list as"), max_length=80, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantity"), null=True, blank=True)
    amount_fen = models.PositiveIntegerField(_("amount"), **MONEY)
    price_told = models.BooleanField(_("the price was told beforehand"), default=False)
    performer = models.CharField(_("done by"), max_length=60, null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    payment = models.CharField(_("paid by"), max_length=8, choices=Payment.choices, blank=True)
    receipt_no = models.CharField(_("receipt number"), max_length=40, blank=True)
    due_back_at = models.DateTimeField(_("due back"), null=True, blank=True)
    returned_at = models.DateTimeField(_("given back"), null=True, blank=True)
    rating = models.CharField(_("satisfaction"), max_length=16, choices=Rating.choices, blank=True)

    class Meta(Sheet.Meta):
        constraints = [
            *Sheet.Meta.constraints,
            affordable("service_amount", "amount_fen"),
            models.CheckConstraint(
                name="service_price_is_told_before",
                condition=~Q(sort="paid") | Q(price_told=True) | Q(performer=None, finished_at=None, amount_fen=None),
                violation_error_message=_("Tell the customer the price before the work, and tick that it was told."),
            ),
        ]
        verbose_name = _("service sheet")
        verbose_name_plural = _("service sheets")

    @property
    def title(self):
        return f"{self.get_sort_display()} · {self.item}"


SHEETS = {"REP": WorkOrder, "CMP": Complaint, "SVC": ServiceOrder}
