"""Lending and taking back; each is one line in the book. F10, R55."""

import pytest

from duty.log.models import Entry
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify
from handover import commands
from handover.models import Loan, LoanReturn

from .conftest import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def lend(hands, clerk):
    def lend(name="对讲机", **said):
        said = {"quantity": 1, "borrower": "秩序 高明", "due_at": moment(18), "by": clerk, "at": moment(9), **said}
        return commands.lend(desk=hands.desk, article_id=hands.article(name).pk, **said)

    return lend


@pytest.mark.clause("R55")
def test_lending_and_taking_back_are_one_line_each_and_a_form_sent_twice_is_one_loan(lend, clerk):
    loan = lend(key="k1")
    assert lend(key="k1").pk == loan.pk
    assert (Loan.objects.count(), Entry.objects.count()) == (1, 1)
    assert all(word in loan.entry.description for word in ("对讲机", "高明"))
    for _twice in range(2):
        commands.give_back(loan_id=loan.pk, condition="天线松", by=clerk, at=moment(12), key="k2")
    with pytest.raises(Refused):
        commands.give_back(loan_id=loan.pk, by=clerk, at=moment(12, 1), key="k3")
    assert (LoanReturn.objects.get().condition, Entry.objects.count(), Loan.objects.open().count()) == ("天线松", 2, 0)
    assert set(Entry.objects.values_list("matter__state", flat=True)) == {"closed"}
    assert verify.verify()[1] == []


@pytest.mark.parametrize(
    "said",
    [
        {"quantity": 3}, {"quantity": 0}, {"borrower": " "}, {"due_at": moment(8)},
        {"due_at": moment(9, 0, 23).replace(year=2027)},
        {"name": "备用金"},
    ],
    ids=["more than there are", "none", "nobody", "in the past", "in a year", "money"],
)  # fmt: skip
def test_what_cannot_be_lent_leaves_nothing_behind(lend, said):
    with pytest.raises(Refused):
        lend(**said)
    assert not Loan.objects.exists()
    assert not Entry.objects.exists()


def test_only_what_is_there_can_be_lent(lend):
    lend(quantity=2)
    with pytest.raises(Refused):
        lend()


def test_only_those_who_write_the_book_lend(lend, cast):
    for somebody in (cast.auditor, cast.lead, cast.stranger):
        with pytest.raises(Forbidden):
            lend(by=somebody)


def test_a_loan_that_is_not_back_goes_to_the_supervisor_once(lend, cast):
    loan = lend()
    for at in (moment(17, 59), moment(18, 1), moment(19)):
        notices.sweep(at=at)
    assert Notice.objects.filter(kind="loan_overdue").count() == 1
    assert Notice.objects.get(kind="loan_overdue").person == cast.supervisor
    assert "高明" not in str(loan)  # what is told leaves the house by mail and chat
