"""Putting a line right by another."""

import pytest
from django.db import IntegrityError, transaction

from duty.log import book, commands
from duty.log.commands.households import register_household
from duty.log.models import Correction, Entry, Matter, Resident
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


@pytest.mark.clause("R41")
def test_what_goes_together_is_put_right_in_one_act_each_by_a_line_of_its_own(entry, correct):
    correct(also={"caller_name": "王女士", "phone": "13800001234"})
    assert [(one.field, one.new, one.reason) for one in Correction.objects.order_by("id")] == [
        ("unit_no", "8-1-1303", "听错房号"), ("caller_name", "王女士", "听错房号"),
    ]  # fmt: skip  # the telephone said the same already
    with pytest.raises(Refused):
        correct(new="8-1-1403", also={"phone": "1" * 21})
    assert Correction.objects.count() == 2


@pytest.fixture
def page(entry, client_of, clerk):
    """page(**filled) corrects the unit of the entry through its page; gives the page that comes then."""

    def page(**filled):
        filled = {"new": "8-1-1303", "reason": "听错房号", "expected": "8-1-1203", **filled}
        return client_of(clerk).post(f"/log/entries/{entry.pk}/correct/unit_no/", filled, follow=True)

    return page


@pytest.mark.clause("R41")
def test_a_household_chosen_from_the_register_corrects_name_and_telephone_too(page, entry, desk):
    register_household(project=desk.project, unit_no="8-1-1303", residents=[("王敏", "13900009876", "owner")])
    chosen = Resident.objects.get()
    said = page(resident=chosen.pk, caller_name="王敏")
    parts = book.one(entry.pk).parts
    assert [parts[name].now for name in ("unit_no", "caller_name", "phone")] == ["8-1-1303", "王敏", "139****9876"]
    assert 'class="said warning"' not in said.content.decode()


@pytest.mark.clause("R41")
def test_a_unit_outside_the_register_is_saved_and_what_stays_of_the_other_household_is_said(page, entry):
    said = page(new="2100").content.decode()
    assert book.one(entry.pk).parts["unit_no"].now == "2100"
    assert "2100不在住户名册中" in said.replace(" ", "")
    for field in ("caller_name", "phone"):
        assert f'<a href="/log/entries/{entry.pk}/correct/{field}/">' in said


@pytest.mark.clause("R41", "R45")
def test_the_page_of_a_unit_offers_name_and_telephone_and_shows_the_number_masked(entry, client_of, clerk):
    page = client_of(clerk).get(f"/log/entries/{entry.pk}/correct/unit_no/").content.decode()
    assert 'name="caller_name"' in page
    assert 'name="phone"' in page
    assert "138****1234" in page
    assert "13800001234" not in page
