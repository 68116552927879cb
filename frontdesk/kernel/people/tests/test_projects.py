"""Two projects know nothing of each other (R02, R44)."""

import pytest
from django.db import IntegrityError, transaction

from duty.log import commands as log
from duty.log.models import Entry, Matter
from frontdesk.kernel.people.models import Desk, Project
from frontdesk.kernel.people.refusal import Forbidden
from frontdesk.kernel.records.tests.small_book import SAID
from frontdesk.kernel.search import index

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R02"), pytest.mark.clause("R44")]


@pytest.fixture
def entry(desk, clerk, at):
    return log.record_entry(desk_id=desk.pk, intake=log.Intake(**SAID[0]), by=clerk, at=at)


def test_a_lead_sees_their_own_project_only(entry, lead, stranger, at):
    assert list(Entry.objects.visible_to(lead, at)) == [entry]
    assert list(Entry.objects.visible_to(stranger, at)) == []
    assert list(Matter.objects.visible_to(stranger, at)) == []


def test_a_search_finds_nothing_of_another_project(entry, desk, other_desk):
    def found(project_ids):
        return index.find("电梯", project_ids=project_ids, kind="log.entry", limit=10)[0]

    assert found({desk.project_id}) == [entry.pk]
    assert found({other_desk.project_id}) == []
    assert found(set()) == []


STEPS = {
    "record": lambda entry, by, at: log.record_entry(desk_id=entry.desk_id, intake=log.Intake(**SAID[0]), by=by, at=at),
    "note": lambda entry, by, at: log.add_note(entry_id=entry.pk, text="x", by=by, at=at),
    "close": lambda entry, by, at: log.close_matter(entry_id=entry.pk, result="x", by=by, at=at),
    "correct": lambda entry, by, at: log.correct_entry(
        entry_id=entry.pk, field="place", new="x", reason="x", by=by, at=at
    ),
    "give": lambda entry, by, at: log.give_to(entry_id=entry.pk, person=by, by=by, at=at),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_nobody_writes_into_another_projects_book(entry, stranger, at, step):
    with pytest.raises(Forbidden):
        step(entry, stranger, at)


def test_two_projects_have_two_codes(desk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.create(code=desk.project.code, name="x", centre_name="x")


def test_a_desks_name_is_its_own_at_its_project(desk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Desk.objects.create(project=desk.project, name=desk.name)
