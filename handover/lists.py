"""Loans as rows of a spreadsheet, in the language of the screen; telephone numbers masked (F10, R45)."""

from django.utils.translation import gettext as _

from frontdesk.kernel.exports.tables import label, moment
from frontdesk.kernel.ui import masks

from .models import Loan, LoanReturn

WORDS = ("article_name", "quantity", "borrower", "department", "phone", "purpose", "escort")


def loans(desk, most):
    """A head, then a row for each loan of a desk, the latest first, at most so many."""
    yield [
        _("Lent"), *(label(Loan, name) for name in WORDS), label(Loan, "due_at"), label(Loan, "recorded_by"), _("Given back"),
        _("Received by"), label(LoanReturn, "condition"), _("Entry"),
    ]  # fmt: skip
    found = (
        Loan.objects.filter(desk=desk).select_related("recorded_by", "entry").prefetch_related("returned__recorded_by")
    )
    for loan in found[:most]:
        back = next(iter(loan.returned.all()), None)
        yield [
            moment(loan.recorded_at), *(_said(loan, name) for name in WORDS), moment(loan.due_at), loan.recorded_by.name,
            moment(back and back.recorded_at), back.recorded_by.name if back else "", back.condition if back else "",
            loan.entry.serial,
        ]  # fmt: skip


def _said(loan, name):
    value = getattr(loan, name)
    return masks.phone(value) if name == "phone" else value
