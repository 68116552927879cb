"""Lending what belongs to the desk, and taking it back; each is one line in the book (F10, R55)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from duty.log import commands as log
from duty.roster import clocks
from frontdesk.kernel.people.refusal import Refused, constraints_speak
from frontdesk.kernel.records import sealing

from ..models import Article, Loan, LoanReturn

LONGEST = timedelta(days=92)


def lend(
    *, desk, article_id, quantity, borrower, due_at, by, at, department="", phone="", purpose="", escort="", key=""
):  # fmt: skip
    """借出: lend articles of the desk, to be back by due_at. Returns the loan. Raises Forbidden or Refused.

    quantity: pieces, of those that are there; due_at: aware, in the future, at most three months ahead.
    """
    with constraints_speak(Loan), transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article_id, desk=desk)
        whom = " ".join(filter(None, [borrower.strip(), department.strip()]))
        due = due_at.astimezone(clocks.of(desk).zone)
        with override(settings.LANGUAGE_CODE):
            words = gettext("Lent: %(what)s to %(whom)s, back by %(when)s.") % {
                "what": f"{article.name} × {quantity}", "whom": whom, "when": f"{due:%m-%d %H:%M}",
            }  # fmt: skip
        entry = _line(desk, words, phone, by, at, key)
        with sealing.pen(desk.pk, at=at) as pen:
            if sent := pen.sent_before(Loan, by=by, key=key):
                return sent
            _check(article, quantity, borrower, due_at, pen.at)
            loan = Loan(
                article=article, article_name=article.name, quantity=quantity, borrower=borrower.strip(),
                department=department.strip(), phone=phone.strip() or None, purpose=purpose.strip() or None,
                escort=escort.strip() or None, due_at=due_at, entry=entry,
            )  # fmt: skip
            pen.write(loan, by=by)
            pen.remember(loan, by=by, key=key)
    return loan


def _check(article, quantity, borrower, due_at, at):
    if article.is_money or not article.is_used:
        raise Refused(_("This is not lent. Choose another article."))
    lent = Loan.objects.open().filter(article=article).aggregate(n=Sum("quantity"))["n"] or 0
    if quantity > article.expected - lent:
        raise Refused(
            _("Only %(n)s of these are at the desk. Lend fewer, or take some back first.")
            % {"n": max(0, article.expected - lent)}
        )
    if not borrower.strip():
        raise Refused(_("Say who borrows it."))
    if not at < due_at <= at + LONGEST:
        raise Refused(_("Say by when it is to be back: later than now, at most three months ahead."))


def give_back(*, loan_id, by, at, condition="", key=""):
    """归还: it is back. condition: what is wrong with it, if anything. Returns the return."""
    loan = Loan.objects.select_related("desk").get(pk=loan_id)
    with constraints_speak(LoanReturn), transaction.atomic():
        with override(settings.LANGUAGE_CODE):
            words = gettext("Back: %(what)s from %(whom)s.") % {"what": str(loan), "whom": loan.borrower or "—"}
        entry = _line(loan.desk, f"{words} {condition}".strip(), "", by, at, key)
        with sealing.pen(loan.desk_id, at=at) as pen:
            if sent := pen.sent_before(LoanReturn, by=by, key=key):
                return sent
            if loan.returned.exists():
                raise Refused(_("This is back already. Nothing more is needed."))
            made = pen.write(LoanReturn(loan=loan, condition=condition.strip(), entry=entry), by=by)
            pen.remember(made, by=by, key=key)
    return made


def _line(desk, words, phone, by, at, key):
    """The line in the book, in its language; settled on the spot, since the loan itself is what is followed."""
    with override(settings.LANGUAGE_CODE):
        result = gettext("Registered.")
    intake = log.Intake(
        channel="visit", category="REG", subcategory="key", description=words, phone=phone, place=desk.name,
        immediate_result=result,
    )  # fmt: skip
    return log.record_entry(desk_id=desk.pk, intake=intake, by=by, at=at, key=key)
