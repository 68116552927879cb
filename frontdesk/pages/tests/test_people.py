"""Giving and ending roles from the screen, signed with a password."""

import pytest

from frontdesk.kernel.appointments.models import RoleChange
from frontdesk.kernel.people.models import Posting, Role
from frontdesk.kernel.records.models import Signature
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def give(client, person, role, **more):
    return client.post("/settings/people/", {"person": person.pk, "role": role, "password": PASSWORD, **more})


@pytest.mark.clause("R04")
def test_the_lead_gives_a_role_and_signs_it(client_of, lead, auditor):
    before = RoleChange.objects.count()
    assert give(client_of(lead), auditor, Role.BACK_OFFICE).status_code == 302
    change, signature = RoleChange.objects.latest("id"), Signature.objects.get()
    assert RoleChange.objects.count() == before + 1
    assert (signature.about_id, signature.recorded_by, signature.meaning) == (change.pk, lead, "approve")


@pytest.mark.clause("R04")
def test_a_wrong_password_gives_nothing(client_of, lead, auditor):
    assert give(client_of(lead), auditor, Role.BACK_OFFICE, password="wrong").status_code == 422
    assert not Posting.objects.filter(role=Role.BACK_OFFICE).exists()
    assert Signature.objects.count() == 0


@pytest.mark.clause("R04")
def test_a_supervisor_names_who_stands_in_and_gives_no_other_role(client_of, supervisor, butler):
    client = client_of(supervisor)
    assert give(client, butler, Role.PROJECT_LEAD, ends_at="2026-11-25T08:00").status_code == 422
    assert give(client, butler, Role.SUPERVISOR).status_code == 422
    assert give(client, butler, Role.SUPERVISOR, ends_at="2026-11-25T08:00").status_code == 302
    posting = Posting.objects.get(person=butler, role=Role.SUPERVISOR)
    assert (posting.acting, posting.title) == (True, "代理主管")


@pytest.mark.clause("R04")
def test_nobody_gives_a_role_to_themselves(client_of, lead):
    assert give(client_of(lead), lead, Role.SUPERVISOR).status_code == 403


@pytest.mark.clause("R04")
def test_a_role_ends_now_and_only_once(client_of, lead, auditor):
    posting = Posting.objects.get(person=auditor)
    client = client_of(lead)
    for _ in range(2):
        client.post(f"/settings/people/{posting.pk}/end/", {"password": PASSWORD})
    assert RoleChange.objects.filter(posting=posting, change="ended").count() == 1
    assert client_of(auditor).get("/log/").status_code == 404
