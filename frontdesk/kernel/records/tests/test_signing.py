"""Nobody signs for another, nobody signs without a fresh proof, and a refused signature leaves nothing."""

from datetime import timedelta

import pytest
from axes.utils import reset
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import RequestFactory

from duty.log import commands as log
from frontdesk.kernel.appointments.commands import end_posting
from frontdesk.kernel.people.models import Posting, Role, User
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import proof, sealing, signing, verify
from frontdesk.kernel.records.models import Chain, Seal, Signature
from tests.cast import PASSWORD

from .small_book import SAID

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R56")]
SECOND = timedelta(seconds=1)
TERMINAL = "10.0.0.7"


@pytest.fixture
def entry(desk, clerk, at):
    return log.record_entry(desk_id=desk.pk, intake=log.Intake(**SAID[0]), by=clerk, at=at)


def proved(person, at, **said):
    return proof.Proof(**{"person_id": person.pk, "at": at, "terminal": TERMINAL, **said})


def sign(entry, by, proof, at, meaning=Signature.Meaning.READ):
    with sealing.pen(entry.desk_id, at=at) as pen:
        return signing.sign(pen, by=by, proof=proof, meaning=meaning, about=entry, digest=sealing.digest(entry))


def refused(entry, by, proof, at):
    before = Chain.objects.filter(pk=entry.desk_id).values().get()
    with pytest.raises(Refused):
        sign(entry, by, proof, at)
    return (Signature.objects.count(), Chain.objects.filter(pk=entry.desk_id).values().get()) == (0, before)


def test_a_signature_says_who_as_what_what_for_when_and_where(entry, supervisor, at):
    sign(entry, supervisor, proved(supervisor, at), at)
    signature = Signature.objects.get()
    assert (signature.recorded_by_id, signature.printed_name, signature.title) == (
        supervisor.pk, "单晓明", Role.SUPERVISOR.label,
    )  # fmt: skip
    assert (signature.meaning, signature.method, signature.terminal) == ("read", "password", TERMINAL)
    assert (signature.about_kind, signature.about_id, signature.recorded_at) == ("log.entry", entry.pk, at)
    assert signature.digest == sealing.digest(entry)
    assert Seal.objects.filter(kind="records.signature", record_id=signature.pk).count() == 1
    assert verify.verify()[1] == []


def test_nobody_signs_with_another_persons_proof(entry, supervisor, clerk, at):
    assert refused(entry, supervisor, proved(clerk, at), at)


@pytest.mark.parametrize("age, good", [(0, True), (119, True), (120, True), (121, False), (-1, False), (86400, False)])
def test_a_proof_lasts_two_minutes(entry, supervisor, at, age, good):
    given = proved(supervisor, at - age * SECOND)
    if good:
        assert sign(entry, supervisor, given, at).pk
    else:
        assert refused(entry, supervisor, given, at)


def test_a_stranger_does_not_sign(entry, stranger, at):
    assert refused(entry, stranger, proved(stranger, at), at)


def test_somebody_whose_posting_ended_does_not_sign(entry, clerk, lead, at):
    end_posting(posting_id=Posting.objects.get(person=clerk).pk, by=lead, at=at)
    late = at + SECOND
    assert refused(entry, User.objects.get(pk=clerk.pk), proved(clerk, late), late)


def test_somebody_deactivated_does_not_sign(entry, clerk, at):
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert refused(entry, User.objects.get(pk=clerk.pk), proved(clerk, at), at)


def test_a_signature_falls_with_what_it_was_to_sign(entry, supervisor, at):
    with pytest.raises(RuntimeError), sealing.pen(entry.desk_id, at=at) as pen:
        given = proved(supervisor, at)
        signing.sign(pen, by=supervisor, proof=given, meaning="read", about=entry, digest=sealing.digest(entry))
        raise RuntimeError
    assert Signature.objects.count() == 0


class TestPassword:
    """The proof itself: one's own password, through the throttled way in, without a session."""

    @pytest.fixture(autouse=True)
    def _clean_slate(self, db):
        reset()

    def prove(self, person, password, at, address=TERMINAL):
        request = RequestFactory().post("/", REMOTE_ADDR=address)
        return proof.by_password(request, person=person, password=password, at=at)

    def test_the_right_password_is_a_proof_and_no_sign_in(self, clerk, at):
        assert self.prove(clerk, PASSWORD, at) == proved(clerk, at)
        assert User.objects.get(pk=clerk.pk).last_login is None

    @pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", PASSWORD.upper(), "\0", "x" * 5000])
    def test_a_wrong_password_is_none(self, clerk, at, password):
        with pytest.raises(Refused):
            self.prove(clerk, password, at)

    def test_a_colleagues_password_is_none(self, clerk, supervisor, at):
        supervisor.set_password("another-one-9")
        supervisor.save()
        with pytest.raises(Refused):
            self.prove(clerk, "another-one-9", at)

    def test_somebody_inactive_proves_nothing(self, clerk, at):
        User.objects.filter(pk=clerk.pk).update(is_active=False)
        with pytest.raises(Refused):
            self.prove(clerk, PASSWORD, at)

    def test_after_too_many_wrong_ones_even_the_right_one_waits(self, clerk, at):
        for _ in range(settings.AXES_FAILURE_LIMIT):
            with pytest.raises(Refused):
                self.prove(clerk, "wrong", at)
        with pytest.raises(Refused):
            self.prove(clerk, PASSWORD, at)

    def test_a_colleague_at_the_same_address_is_not_locked_out_with_them(self, clerk, supervisor, at):
        for _ in range(settings.AXES_FAILURE_LIMIT + 1):
            with pytest.raises(Refused):
                self.prove(clerk, "wrong", at)
        assert self.prove(supervisor, PASSWORD, at) == proved(supervisor, at)
        request = RequestFactory().post("/", REMOTE_ADDR=TERMINAL)
        assert authenticate(request, username=supervisor.username, password=PASSWORD) == supervisor

    def test_the_same_person_at_another_address_is_not_locked_out(self, clerk, at):
        for _ in range(settings.AXES_FAILURE_LIMIT):
            with pytest.raises(Refused):
                self.prove(clerk, "wrong", at)
        assert self.prove(clerk, PASSWORD, at, address="10.0.0.8").terminal == "10.0.0.8"
