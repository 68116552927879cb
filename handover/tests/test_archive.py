"""Handovers belong to the volume of their month, and repeat what an entry says: closed, disposed of and erased with it."""

from datetime import date, timedelta

import pytest

from duty.log import commands as log
from duty.log import erasing, volumes
from duty.log.models import LogBook
from duty.log.tests.archive import approve, ask, close, years_after
from frontdesk.kernel.records import verify
from handover import archive, commands
from handover.models import CheckResult, Count, Handover, Loan, Question, Refusal, Sheet

from .conftest import moment, proof

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def told(record):
    return record(category="REP", unit_no="1-1-101", phone="13800001234", description="查女士家漏水", minutes=0)


@pytest.fixture
def handed(hands, told, cast):
    """The early shift handed the matter over, with a question about it and something lent."""
    words = {"quantity": 1, "borrower": "高明", "phone": "13800135555", "purpose": "巡楼", "escort": ""}
    commands.lend(
        desk=cast.desk, article_id=hands.article().pk, due_at=moment(18), by=cast.clerk, at=moment(11), **words
    )
    begun = hands.begin(cast.butler, moment(13, 40))
    if begun.outgoing is None:
        commands.choose_outgoing(handover_id=begun.pk, person=cast.clerk, by=cast.butler, at=moment(13, 41))
        begun.refresh_from_db()
    commands.refuse(handover_id=begun.pk, reason="not_prepared", text="钥匙没清", by=cast.butler, at=moment(13, 42))
    commands.ask(
        handover_id=begun.pk, text="查女士家谁去？", about=f"matter:{told.pk}", by=cast.butler, at=moment(13, 43)
    )
    question = Question.objects.get()
    commands.answer(question_id=question.pk, text="周师傅", by=cast.clerk, at=moment(13, 44))
    hands.fill(begun, moment(13, 50), remark="查女士晚上在家")
    return hands.sign(begun, cast.clerk, cast.butler, at=moment(13, 58))


@pytest.mark.clause("R42")
def test_a_closing_counts_the_handovers_of_its_month(handed, cast):
    assert close(cast).handovers == 1


@pytest.mark.clause("R42")
def test_a_month_ends_at_midnight_of_the_desk(handed, cast):
    begins, ends = archive.span(LogBook.objects.get())
    assert (begins, ends) == (moment(0, day=1), moment(0, day=30) + timedelta(days=1))


@pytest.mark.clause("R43")
def test_with_its_volume_a_signed_sheet_is_emptied_and_so_is_what_was_only_prepared(handed, told, cast):
    log.close_matter(entry_id=told.pk, result="修好", by=cast.butler, at=moment(15))
    log.call_back(entry_id=told.pk, rating="satisfied", text="", by=cast.butler, at=moment(16))
    commands.give_back(loan_id=Loan.objects.get().pk, condition="", by=cast.butler, at=moment(17))
    closing = close(cast)
    due = years_after(closing, 1)
    ask(cast, closing.book, due)
    approve(cast, closing.book, due)
    assert log.carry_out_disposals(at=due) == 1
    sheet = Sheet.objects.get()
    assert (sheet.content, sheet.digest) == (None, handed.digest)
    assert Refusal.objects.get().text is None
    assert Loan.objects.values_list("borrower", "phone").get() == (None, None)
    assert [model.objects.count() for model in (Question, CheckResult, Count)] == [0, 0, 0]
    assert Handover.objects.get().remark == ""
    assert verify.verify()[1] == []


@pytest.mark.clause("A18")
def test_a_sheet_that_quotes_the_entry_is_offered_as_a_whole(handed, told, record):
    found = {piece.key: piece.whole for piece in erasing.pieces([told])}
    assert found[f"handover.sheet:{handed.pk}:content"] is True
    other = record(minutes=60 * 5, phone="13700001111")
    assert "handover.sheet" not in str([piece.key for piece in erasing.pieces([other])])


@pytest.mark.clause("A18")
@pytest.mark.parametrize("with_sheet", [True, False])
def test_questions_about_the_entry_go_with_it_and_its_sheet_only_when_ticked(handed, told, cast, with_sheet):
    at = moment(15)
    keys = [piece.key for piece in erasing.pieces([told]) if with_sheet or not piece.whole]
    request = log.ask_erasure(
        desk=cast.desk, entry_ids=[told.pk], keys=keys, ground="consent", reason="来函", by=cast.supervisor, at=at,
        proof=proof(cast.supervisor, at),
    )  # fmt: skip
    log.approve_erasure(request_id=request.pk, by=cast.lead, at=at, proof=proof(cast.lead, at))
    assert not Question.objects.exists()
    assert (Sheet.objects.get().content is None) is with_sheet
    assert verify.verify()[1] == []


@pytest.mark.clause("A18")
def test_a_loan_is_erased_with_the_line_that_it_made(handed, cast):
    loan = Loan.objects.get()
    keys = {piece.key for piece in erasing.pieces([loan.entry])}
    assert {f"handover.loan:{loan.pk}:{name}" for name in ("borrower", "phone", "purpose")} <= keys


def test_a_volume_of_another_month_has_none_of_them(handed, cast):
    october = LogBook.objects.create(desk=cast.desk, month=date(2026, 10, 1), number="x")
    assert volumes.counts(october)["handovers"] == 0
