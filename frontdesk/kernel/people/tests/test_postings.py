"""Rights come from a posting, from–to, at one project, and from nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from frontdesk.kernel.people import rules
from frontdesk.kernel.people.models import Posting, Role, User

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def again(user):
    """As the next request sees them: postings are read once per instance."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def stand_in(desk, butler, at):
    """The butler stands in for the supervisor for a day."""
    return Posting.objects.create(
        person=butler, project=desk.project, role=Role.SUPERVISOR, acting=True, starts_at=at, ends_at=at + DAY
    )


@pytest.mark.clause("R04")
@pytest.mark.parametrize(
    "after, acts",
    [(-MOMENT, False), (0 * MOMENT, True), (DAY / 2, True), (DAY - MOMENT, True), (DAY, False), (DAY * 9, False)],
    ids=["just before", "from the first moment", "inside", "to the last moment", "at the end", "long after"],
)
def test_an_acting_supervisor_is_one_inside_the_window_only(stand_in, desk, butler, at, after, acts):
    assert rules.is_supervisor(again(butler), desk.project_id, at + after) is acts
    assert (stand_in in Posting.objects.at(at + after)) is acts
    assert rules.holds(again(butler), desk.project_id, {Role.BUTLER}, at + after)


@pytest.mark.clause("R04")
def test_who_stands_in_signs_as_acting_supervisor(stand_in, desk, butler, at):
    assert stand_in.title == "代理主管"
    assert butler.roles_at(desk.project_id, at) == {Role.BUTLER, Role.SUPERVISOR}


def test_a_posting_without_an_end_goes_on(desk, clerk, at):
    assert rules.is_posted(clerk, desk.project_id, at + 3650 * DAY)


def test_before_a_posting_nobody_has_its_rights(desk, clerk, at):
    assert not rules.is_posted(clerk, desk.project_id, at - 31 * DAY)


@pytest.mark.clause("R02")
def test_a_role_at_one_project_is_nothing_at_another(desk, other_desk, lead, supervisor, clerk, auditor, at):
    for person in (lead, supervisor, clerk, auditor):
        assert (rules.is_posted(person, desk.project_id, at), person.roles_at(other_desk.project_id, at)) == (
            True, frozenset(),
        )  # fmt: skip
        assert not rules.holds(person, other_desk.project_id, Role.values, at)
        assert person.project_ids_with(Role.values, at) == {desk.project_id}


def test_somebody_inactive_holds_nothing(desk, lead, at):
    User.objects.filter(pk=lead.pk).update(is_active=False)
    assert not rules.holds(again(lead), desk.project_id, Role.values, at)
    assert not rules.is_posted(again(lead), desk.project_id, at)


def test_nobody_is_above_the_roles(lead):
    assert [name for name in ("is_superuser", "is_staff", "has_perm") if hasattr(lead, name)] == []


BROKEN = {
    "an end before its start": lambda at: {"ends_at": at - DAY},
    "an end at its start": lambda at: {"ends_at": at},
    "standing in for a lead": lambda at: {"role": Role.PROJECT_LEAD, "acting": True, "ends_at": at + DAY},
    "standing in without an end": lambda at: {"role": Role.SUPERVISOR, "acting": True, "ends_at": None},
}


@pytest.mark.clause("R04")
@pytest.mark.parametrize("wrong", BROKEN.values(), ids=BROKEN)
def test_an_impossible_posting_is_refused_by_form_and_database(desk, butler, at, wrong):
    said = {"role": Role.BUTLER, "acting": False, "ends_at": None, **wrong(at)}
    with pytest.raises(ValidationError):
        Posting(person=butler, project=desk.project, starts_at=at, **said).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(person=butler, project=desk.project, starts_at=at, **said)
    mine = Posting.objects.get(person=butler)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.filter(pk=mine.pk).update(starts_at=at, **said)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        values = [said["role"], said["acting"], at, said["ends_at"], mine.pk]
        cursor.execute("UPDATE people_posting SET role=%s, acting=%s, starts_at=%s, ends_at=%s WHERE id=%s", values)


def test_people_and_projects_are_not_deleted_with_their_postings(desk, clerk):
    for thing in (clerk, desk.project):
        with pytest.raises(IntegrityError), transaction.atomic():
            thing.delete()


def test_what_became_of_a_posting_can_be_looked_up(desk, clerk, at):
    mine = Posting.objects.get(person=clerk)
    mine.ends_at = at
    mine.save()
    assert list(mine.history.order_by("history_id").values_list("ends_at", flat=True)) == [None, at]
