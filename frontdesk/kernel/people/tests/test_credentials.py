"""Nobody knows another's password: it is changed by oneself, and replaced only by one that must be changed."""

from datetime import timedelta

import pytest
from django.test import override_settings

from frontdesk.kernel.appointments.commands import take_on
from frontdesk.kernel.people import credentials
from frontdesk.kernel.people.commands import one_time_password
from frontdesk.kernel.people.models import Posting, User
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.proof import Proof
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]
VALIDATION = "django.contrib.auth.password_validation"
MLPS2 = [
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "frontdesk.kernel.people.credentials.Mixed"},
]


def proof(person, at):
    return Proof(person_id=person.pk, at=at, terminal="10.0.0.7")


def change(person, new, at):
    return credentials.change_password(new_password=new, by=person, at=at, proof=proof(person, at))


@pytest.mark.parametrize("new", ["a-long-and-quiet-one", "春眠不觉晓处处闻啼鸟夜来风雨", "correct horse battery"])
def test_under_asvs_length_is_what_counts(clerk, at, new):
    assert change(clerk, new, at).check_password(new)


@pytest.mark.parametrize("new", ["short-Aa1!", "password1234", "1234567890123", PASSWORD])
def test_a_short_a_common_and_the_old_one_are_refused(clerk, at, new):
    with pytest.raises(Refused):
        change(clerk, new, at)
    assert User.objects.get(pk=clerk.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    "new, good", [("Abcdefg1", True), ("abcdef1!", True), ("abcdefg1", False), ("ABCdefgh", False), ("Ab1!", False)]
)
@override_settings(PASSWORD_PROFILE="mlps2", AUTH_PASSWORD_VALIDATORS=MLPS2)
def test_under_mlps2_three_kinds_of_characters_are_asked(clerk, at, new, good):
    if good:
        change(clerk, new, at)
    else:
        with pytest.raises(Refused):
            change(clerk, new, at)


def test_passwords_run_out_after_90_days_under_mlps2_only(clerk, at):
    person = change(clerk, "a-long-and-quiet-one", at)
    late = at + timedelta(days=90, seconds=1)
    assert not credentials.must_change(person, at=late)
    with override_settings(PASSWORD_PROFILE="mlps2"):
        assert [credentials.must_change(person, at=when) for when in (at, at + timedelta(days=90), late)] == [
            False,
            False,
            True,
        ]
        assert credentials.must_change(User(), at=at)


def test_nobody_changes_anothers(clerk, butler, at):
    with pytest.raises(Forbidden):
        credentials.change_password(new_password="a-long-and-quiet-one", by=clerk, at=at, proof=proof(butler, at))


def test_somebody_new_is_made_with_a_role_and_must_change_the_password(desk, lead, at):
    given = one_time_password()
    person = take_on(
        project_id=desk.project_id, name="查小雨", username="", staff_no="S7", role="desk_clerk", hashed=given.hashed, by=lead,
        at=at, proof=proof(lead, at),
    )  # fmt: skip
    assert (person.username, person.password_is_temporary) == ("zhaxiaoyu", True)
    assert person.check_password(given.plain)
    assert Posting.objects.get(person=person).role == "desk_clerk"
    assert verify.verify()[1] == []


@pytest.mark.parametrize("who", ["clerk", "supervisor", "auditor", "stranger"])
def test_nobody_but_lead_and_administrator_makes_an_account(request, desk, who, at):
    by, before = request.getfixturevalue(who), User.objects.count()
    with pytest.raises(Forbidden):
        take_on(
            project_id=desk.project_id, name="甲", username="jia1", staff_no="", role="desk_clerk",
            hashed=one_time_password().hashed, by=by, at=at,
        )  # fmt: skip
    assert User.objects.count() == before


def reset(person, by, desk, at):
    return credentials.reset_password(
        person_id=person.pk, project_id=desk.project_id, by=by, at=at, proof=proof(by, at)
    )  # fmt: skip


def test_the_lead_gives_a_new_password_that_must_be_changed_and_the_history_says_who(clerk, lead, desk, at):
    plain = reset(clerk, lead, desk, at)
    person = User.objects.get(pk=clerk.pk)
    assert person.check_password(plain)
    assert not person.check_password(PASSWORD)
    assert credentials.must_change(person, at=at)
    line = person.history.get(history_user=lead)
    assert (line.history_date, line.password_is_temporary) == (at, True)
    assert not credentials.must_change(change(person, "a-long-and-quiet-one", at), at=at)


@pytest.mark.parametrize(
    "by, whose",
    [("clerk", "butler"), ("supervisor", "clerk"), ("stranger", "clerk"), ("lead", "lead"), ("lead", "stranger")],
)
def test_nobody_else_does_and_not_for_strangers_and_oneself(request, desk, by, whose, at):
    person = request.getfixturevalue(whose)
    with pytest.raises(Forbidden):
        reset(person, request.getfixturevalue(by), desk, at)
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)
