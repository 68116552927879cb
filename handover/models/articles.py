from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from frontdesk.kernel.records.models import SealedRecord

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


def said(number, unit, is_money):
    """A number of an article in words: '3 台', or '¥500.00' for money in fen; '' for none."""
    if number is None:
        return ""
    return f"¥{number / 100:,.2f}" if is_money else f"{number} {unit}".strip()


class Article(models.Model):
    """Something that is counted when the desk changes hands 交接物品; money in fen. R55, A32."""

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="articles")
    name = models.CharField(_("article"), max_length=40)
    unit = models.CharField(_("unit"), max_length=8, blank=True)
    expected = models.PositiveIntegerField(_("expected"), default=1)
    is_money = models.BooleanField(_("a sum of money"), default=False)
    place = models.CharField(_("kept where"), max_length=40, blank=True)
    serial_no = models.CharField(_("number on it"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_used = models.BooleanField(_("is counted"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["desk_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "name"],
                name="article_once",
                violation_error_message=_("The desk counts such an article already. Change that one."),
            ),
        ]
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self):
        return self.name

    def said(self, number):
        """A number of it in words: '3 台', or '¥500.00' for money in fen."""
        return said(number, self.unit, self.is_money)

    @property
    def said_expected(self):
        return self.said(self.expected)


class LoanQuerySet(models.QuerySet):
    def open(self):
        return self.filter(returned=None)


class Loan(SealedRecord):
    """借出: somebody took articles or keys of the desk along; the line in the book says so too (F10)."""

    seal_kind = "handover.loan"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "article_id", "article_name", "quantity", "borrower", "department",
            "phone", "purpose", "escort", "due_at", "entry_id",
        )
    }  # fmt: skip
    personal = ("borrower", "phone", "purpose", "escort")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="loans")
    article_name = models.CharField(_("article"), max_length=40)
    quantity = models.PositiveIntegerField(_("how many"), default=1)
    borrower = models.CharField(_("borrower"), max_length=40, null=True)
    department = models.CharField(_("department or company"), max_length=40, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, null=True, blank=True)
    purpose = models.CharField(_("what for"), max_length=200, null=True, blank=True)
    escort = models.CharField(_("accompanied by"), max_length=40, null=True, blank=True)
    due_at = models.DateTimeField(_("to be back by"))
    entry = models.ForeignKey("log.Entry", on_delete=models.PROTECT, related_name="+")
    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="loan_is_of_something",
                condition=Q(quantity__gt=0),
                violation_error_message=_("Say how many are lent."),
            ),
        ]
        verbose_name = _("loan")
        verbose_name_plural = _("loans")

    def __str__(self):
        return f"{self.article_name} × {self.quantity}"


class LoanReturn(SealedRecord):
    """归还: it is back, whole or not."""

    seal_kind = "handover.loan_return"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "loan_id", "condition", "entry_id")}

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="returned")
    condition = models.CharField(_("what is wrong with it"), max_length=200, blank=True)
    entry = models.ForeignKey("log.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan"],
                name="a_loan_comes_back_once",
                violation_error_message=_("This is back already. Nothing more is needed."),
            ),
        ]
        verbose_name = _("return")
        verbose_name_plural = _("returns")

    def __str__(self):
        return f"{self.loan} ✓"
