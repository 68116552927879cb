"""Roles are given and ended by command, by those who may, to others; every change is sealed."""

from datetime import timedelta

import pytest

from frontdesk.kernel.appointments.commands import appoint, end_posting, open_project
from frontdesk.kernel.appointments.models import RoleChange
from frontdesk.kernel.people import rules
from frontdesk.kernel.people.models import Posting, Project, Role, User
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import sealing, verify
from frontdesk.kernel.records.models import Chain, Seal, Signature
from frontdesk.kernel.records.proof import Proof
from tests.cast import AT, person

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R04")]
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def newcomer(cast):
    return person("newcomer", "解岚")


@pytest.fixture
def give(desk, at):
    """give(by, person, role, …) → the posting"""

    def give(by, person, role, at=at, project=desk.project_id, **said):
        said = {"starts_at": at, **said}
        return appoint(project_id=project, person=person, role=role, by=by, at=at, **said)

    return give


def stand_in(give, by, person, at):
    return give(by, person, Role.SUPERVISOR, acting=True, ends_at=at + DAY)


def untouched(desk, act, refusal):
    """Whether a refused act left no posting, no record and no seal."""
    before = Posting.objects.count(), RoleChange.objects.count(), Chain.objects.filter(pk=desk.pk).values().get()
    with pytest.raises(refusal):
        act()
    return before == (
        Posting.objects.count(), RoleChange.objects.count(), Chain.objects.filter(pk=desk.pk).values().get(),
    )  # fmt: skip


def test_a_project_is_opened_with_its_desk_its_chain_and_its_lead(newcomer, at):
    desk = open_project(code="NEW", name="新园", centre_name="客服中心", desk_name="前台", lead=newcomer, at=at)
    change = RoleChange.objects.get(desk=desk)
    assert (change.change, change.role, change.person, change.posting.project) == (
        "appointed", Role.PROJECT_LEAD, newcomer, desk.project,
    )  # fmt: skip
    assert rules.holds(newcomer, desk.project_id, {Role.PROJECT_LEAD}, at)
    assert Chain.objects.get(pk=desk.pk).last_seq == 1
    assert verify.verify()[1] == []


def test_a_project_that_cannot_be_opened_leaves_nothing(desk, newcomer, at):
    with pytest.raises(Refused):
        open_project(code="SKY", name="x", centre_name="x", desk_name="x", lead=newcomer, at=at)
    assert Project.objects.count() == 2


@pytest.mark.clause("R40")
def test_a_role_change_is_sealed_with_who_whom_what_and_from_to(give, lead, newcomer, desk, at):
    posting = give(lead, newcomer, Role.BUTLER, ends_at=at + DAY, reason="顶班")
    change = RoleChange.objects.latest("id")
    assert (change.change, change.posting, change.person, change.role, change.acting) == (
        "appointed", posting, newcomer, Role.BUTLER, False,
    )  # fmt: skip
    assert (change.starts_at, change.ends_at, change.reason, change.recorded_by) == (at, at + DAY, "顶班", lead)
    seal = Seal.objects.get(kind="appointments.role_change", record_id=change.pk)
    assert seal.seq == Chain.objects.get(pk=desk.pk).last_seq
    assert verify.verify()[1] == []


@pytest.mark.clause("R56")
def test_a_role_change_from_a_screen_is_signed_by_who_made_it(give, lead, newcomer, at):
    give(lead, newcomer, Role.BUTLER, proof=Proof(person_id=lead.pk, at=at, terminal="10.0.0.7"))
    change, signature = RoleChange.objects.latest("id"), Signature.objects.get()
    assert (signature.recorded_by, signature.about_kind, signature.about_id) == (lead, change.seal_kind, change.pk)
    assert signature.digest == sealing.digest(change)


@pytest.mark.clause("R56")
def test_a_role_change_with_another_persons_proof_leaves_nothing(give, lead, clerk, newcomer, desk, at):
    borrowed = Proof(person_id=clerk.pk, at=at, terminal="10.0.0.7")
    assert untouched(desk, lambda: give(lead, newcomer, Role.BUTLER, proof=borrowed), Refused)


@pytest.mark.parametrize("role", Role.values)
def test_nobody_appoints_themselves(give, lead, supervisor, desk, role):
    assert untouched(desk, lambda: give(lead, lead, role), Forbidden)
    assert untouched(desk, lambda: give(supervisor, supervisor, role), Forbidden)


@pytest.mark.parametrize("who", ["clerk", "butler", "auditor", "supervisor"])
def test_only_lead_and_administrator_give_roles(give, newcomer, desk, request, who):
    by = request.getfixturevalue(who)
    withheld = [role for role in Role.values if (who, role) != ("supervisor", Role.SUPPORT)]
    assert [role for role in withheld if not untouched(desk, lambda r=role: give(by, newcomer, r), Forbidden)] == []


@pytest.mark.clause("R14")
def test_a_supervisor_sends_support_only_until_a_stated_time(give, supervisor, newcomer, desk):
    assert untouched(desk, lambda: give(supervisor, newcomer, Role.SUPPORT), Refused)
    posting = give(supervisor, newcomer, Role.SUPPORT, ends_at=AT + DAY)
    assert posting.ends_at == AT + DAY


def test_an_administrator_gives_roles_and_no_rights_to_themselves(give, lead, newcomer, clerk, desk, at):
    give(lead, newcomer, Role.ADMINISTRATOR)
    give(newcomer, clerk, Role.AUDITOR)
    assert untouched(desk, lambda: give(newcomer, newcomer, Role.SUPERVISOR), Forbidden)


@pytest.mark.clause("R02")
def test_nobody_gives_roles_at_another_project(give, lead, stranger, newcomer, desk, other_desk):
    assert untouched(other_desk, lambda: give(lead, newcomer, Role.BUTLER, project=other_desk.project_id), Forbidden)
    assert untouched(desk, lambda: give(stranger, newcomer, Role.BUTLER), Forbidden)


def test_a_supervisor_names_who_stands_in_for_them_until_when(give, supervisor, butler, desk, at):
    stand_in(give, supervisor, butler, at)
    assert rules.is_supervisor(butler, desk.project_id, at)
    assert not rules.is_supervisor(butler, desk.project_id, at + DAY)


def test_who_stands_in_names_nobody_further(give, supervisor, butler, clerk, desk, at):
    stand_in(give, supervisor, butler, at)
    assert untouched(desk, lambda: stand_in(give, butler, clerk, at), Forbidden)


def test_a_supervisor_gives_no_lasting_role_away(give, supervisor, butler, desk):
    assert untouched(desk, lambda: give(supervisor, butler, Role.SUPERVISOR), Forbidden)


def test_standing_in_needs_an_end(give, lead, butler, desk):
    assert untouched(desk, lambda: give(lead, butler, Role.SUPERVISOR, acting=True), Refused)


def test_somebody_inactive_is_given_nothing(give, lead, newcomer, desk):
    newcomer.is_active = False
    newcomer.save()
    assert untouched(desk, lambda: give(lead, newcomer, Role.BUTLER), Refused)


def test_a_posting_ends_now_and_that_is_sealed(lead, clerk, desk, at):
    posting = end_posting(posting_id=Posting.objects.get(person=clerk).pk, by=lead, at=at, reason="调岗")
    assert posting.ends_at == at
    assert RoleChange.objects.latest("id").change == "ended"
    assert not rules.is_posted(User.objects.get(pk=clerk.pk), desk.project_id, at)
    assert verify.verify()[1] == []


@pytest.mark.parametrize("who", ["clerk", "butler", "auditor", "supervisor", "stranger"])
def test_others_end_no_posting(lead, desk, at, request, who):
    posting = Posting.objects.get(person=lead, project=desk.project)
    by = request.getfixturevalue(who)
    assert untouched(desk, lambda: end_posting(posting_id=posting.pk, by=by, at=at), Forbidden)


def test_nobody_ends_their_own_posting(lead, desk, at):
    posting = Posting.objects.get(person=lead, project=desk.project)
    assert untouched(desk, lambda: end_posting(posting_id=posting.pk, by=lead, at=at), Forbidden)


def test_a_posting_ends_once(lead, clerk, desk, at):
    """Also when the second request came before the first was through."""
    posting = Posting.objects.get(person=clerk)
    end_posting(posting_id=posting.pk, by=lead, at=at)
    for moment in (at - SECOND, at, at + SECOND):
        assert untouched(desk, lambda m=moment: end_posting(posting_id=posting.pk, by=lead, at=m), Refused)


def test_a_posting_can_end_in_the_moment_it_began(give, lead, newcomer, desk, at):
    posting = give(lead, newcomer, Role.BUTLER)
    assert end_posting(posting_id=posting.pk, by=lead, at=at).ends_at > posting.starts_at
    assert not rules.is_posted(newcomer, desk.project_id, at + SECOND)
    assert verify.verify()[1] == []
