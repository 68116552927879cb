"""Putting a line right by another."""

import pytest
from django.db import IntegrityError, transaction

from duty.log import book, commands
from duty.log.models import Correction, Entry, Matter
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(record):
    return record(category="REP", unit_no="8-1-1203", caller_name="李先生", phone="13800001234")


@pytest.fixture
def correct(entry, clerk, at):
    def correct(field="unit_no", new="8-1-1303", reason="听错房号", **more):
        more = {"by": clerk, "at": at, **more}
        return commands.correct_entry(entry_id=entry.pk, field=field, new=new, reason=reason, **more)

    return correct


@pytest.mark.clause("R41")
def test_a_correction_is_a_new_line_and_the_original_stays(entry, correct, clerk):
    made = correct()
    assert (made.old, made.new, made.reason, made.recorded_by) == ("8-1-1203", "8-1-1303", "听错房号", clerk)
    assert Entry.objects.get().unit_no == "8-1-1203"
    part = book.one(entry.pk).parts["unit_no"]
    assert (part.now, part.struck) == ("8-1-1303", ["8-1-1203"])
    assert part.shown == "<del>8-1-1203</del> <ins>8-1-1303</ins>"


@pytest.mark.clause("R41")
def test_a_second_correction_corrects_the_first(entry, correct):
    correct()
    assert correct(new="8-1-1403").old == "8-1-1303"
    assert book.one(entry.pk).parts["unit_no"].struck == ["8-1-1203", "8-1-1303"]


@pytest.mark.clause("R41")
@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("unit_no", "8-1-1203"), ("recorded_at", "2026-01-01"), ("serial", "9"), ("unit_no", "8" * 31), ("category", "XXX"),
        ("occurred_at", "soon"), ("occurred_at", "2099-01-01T00:00:00+00:00"), ("description", ""), ("channel", ""),
        ("subcategory", "parking"),
    ],
)  # fmt: skip
def test_a_correction_that_says_nothing_or_cannot_be_is_refused(correct, field, new):
    with pytest.raises(Refused):
        correct(field=field, new=new)
    assert Correction.objects.count() == 0


@pytest.mark.clause("R41")
def test_a_correction_has_a_reason(correct, entry, clerk, desk, at):
    with pytest.raises(Refused):
        correct(reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(
            entry=entry, desk=desk, recorded_by=clerk, recorded_at=at, field="unit_no", old="1", new="2", reason=""
        )


@pytest.mark.clause("R41")
def test_the_second_of_two_who_correct_the_same_is_told(correct, butler):
    correct(expected="8-1-1203")
    with pytest.raises(Refused):
        correct(expected="8-1-1203", new="8-1-1103", by=butler)


@pytest.mark.clause("R41")
def test_nobody_else_corrects(correct, lead, auditor, stranger):
    for person in (lead, auditor, stranger):
        with pytest.raises(Forbidden):
            correct(by=person)


def test_the_matter_follows_the_corrected_unit(entry, correct):
    correct()
    assert Matter.objects.get(pk=entry.pk).unit_no == "8-1-1303"


@pytest.mark.clause("R45")
def test_a_corrected_telephone_number_is_masked_on_both_sides(entry, correct):
    correct(field="phone", new="13800005678")
    line = book.one(entry.pk)
    assert (line.parts["phone"].now, line.parts["phone"].struck) == ("138****5678", ["138****1234"])
    assert [(fix["old_said"], fix["new_said"]) for fix in line.corrections] == [("138****1234", "138****5678")]
