"""A finding closes with its cause, a measure, and somebody else's verification. R62."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify
from inspections import commands
from inspections.models import Finding, FindingStep, Rectification
from inspections.results import Found

from .conftest import TODAY, moment

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R62")]


@pytest.fixture
def finding(her):
    return her.finding(moment(9, 20))


@pytest.fixture
def decided(her, cast, finding):
    """Cause and measure are the clerk's own."""
    her.step(commands.find_cause, finding, cast.clerk, moment(9, 40), "早高峰忘记收")
    her.step(commands.decide_measure, finding, cast.clerk, moment(9, 41), "加带盖资料盒")
    return finding


def test_each_failed_item_becomes_a_finding_with_what_was_done_on_the_spot(her, cast):
    wrong = Found(
        code="", result="fail", note="资料外露", correction="已收起", guidance="随用随收", owner=cast.clerk,
        due=TODAY + timedelta(days=2),
    )  # fmt: skip
    inspection = her.inspect(moment(9, 20), environment=wrong, service="没问好")
    first, second = inspection.findings.order_by("id")
    assert [(one.item, one.text) for one in (first, second)] == [("environment", "资料外露"), ("service", "没问好")]
    assert [(step.kind, step.text) for step in first.steps.all()] == [
        ("correction", "已收起"),
        ("guidance", "随用随收"),
    ]
    assert (first.state.owner, first.state.due, first.state.stage) == (cast.clerk, TODAY + timedelta(days=2), "open")
    assert (second.state.owner, second.state.due) == (cast.supervisor, TODAY + timedelta(days=7))
    assert Notice.objects.filter(kind="finding_yours").values_list("person__username", flat=True).get() == "clerk"


def test_it_cannot_be_closed_without_cause_measure_and_verification(her, cast, finding):
    verify_it = {"effective": True, "text": "有效", "finding_id": finding.pk, "by": cast.supervisor}
    with pytest.raises(Refused):
        commands.verify(at=moment(10), **verify_it)
    her.step(commands.decide_measure, finding, cast.clerk, moment(10, 1))
    with pytest.raises(Refused):
        commands.verify(at=moment(10, 2), **verify_it)
    her.step(commands.find_cause, finding, cast.clerk, moment(10, 3))
    assert Rectification.objects.get().closed_at is None
    commands.verify(at=moment(16, 35), **verify_it)
    state = Rectification.objects.get()
    assert (state.stage, state.closed_at, state.closed_by) == ("closed", moment(16, 35), cast.supervisor)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Rectification.objects.update(cause_at=None)


def test_nobody_verifies_their_own_measure_neither_its_owner_nor_who_decided_it(her, cast, finding):
    her.step(commands.find_cause, finding, cast.supervisor, moment(10))
    her.step(commands.decide_measure, finding, cast.supervisor, moment(10, 1), person=cast.lead, due=TODAY)
    for somebody in (cast.supervisor, cast.lead, cast.clerk, cast.auditor):
        with pytest.raises(Forbidden):
            her.step(commands.verify, finding, somebody, moment(16), effective=True)
    her.step(commands.decide_measure, finding, cast.supervisor, moment(16, 1), person=cast.clerk, due=TODAY)
    with pytest.raises(Forbidden):
        her.step(commands.verify, finding, cast.supervisor, moment(16, 2), effective=True)
    assert her.step(commands.verify, finding, cast.lead, moment(16, 3), effective=True).stage == "closed"
    with transaction.atomic(), pytest.raises(IntegrityError):
        Rectification.objects.update(closed_by=cast.supervisor)


def test_a_measure_that_does_not_help_is_none(her, cast, decided):
    assert her.step(commands.report_done, decided, cast.clerk, moment(15)).stage == "to_verify"
    assert Notice.objects.filter(kind="finding_to_verify").count() == 2
    assert her.step(commands.verify, decided, cast.supervisor, moment(16), effective=False).stage == "open"
    with pytest.raises(Refused):
        her.step(commands.verify, decided, cast.supervisor, moment(16, 1), effective=True)
    her.step(commands.decide_measure, decided, cast.clerk, moment(16, 2), "换带锁的盒子")
    assert her.step(commands.verify, decided, cast.supervisor, moment(17), effective=True).stage == "closed"


def test_a_closed_finding_takes_no_further_step(her, cast, decided):
    her.step(commands.verify, decided, cast.supervisor, moment(16), effective=True)
    for verb in (commands.correct, commands.find_cause, commands.decide_measure, commands.report_done):
        with pytest.raises(Refused):
            her.step(verb, decided, cast.supervisor, moment(17))


def test_who_is_responsible_writes_and_a_colleague_does_not(her, cast, finding):
    for verb in (commands.correct, commands.find_cause, commands.decide_measure):
        with pytest.raises(Forbidden):
            her.step(verb, finding, cast.butler, moment(10))
        assert her.step(verb, finding, cast.clerk, moment(10)).stage
    with pytest.raises(Forbidden):
        her.step(commands.guide, finding, cast.clerk, moment(10))
    for more in ({"person": cast.butler}, {"due": finding.due + timedelta(days=1)}):
        with pytest.raises(Forbidden):
            her.step(commands.decide_measure, finding, cast.clerk, moment(10), **more)
    with pytest.raises(Refused):
        her.step(commands.report_done, her.finding(moment(10)), cast.clerk, moment(10))


@pytest.mark.parametrize("due", [TODAY - timedelta(days=1), date(2099, 1, 1)])
def test_it_is_due_today_or_later_and_within_a_year(her, cast, finding, due):
    with pytest.raises(Refused):
        her.step(commands.decide_measure, finding, cast.supervisor, moment(10), due=due)
    with pytest.raises(Refused):
        her.inspect(moment(10), service=Found(code="", result="fail", note="x", due=due))
    with pytest.raises(Refused):
        her.step(commands.decide_measure, finding, cast.supervisor, moment(10), person=cast.stranger)


@pytest.mark.parametrize("text", [" ", "x" * 1001])
def test_a_step_without_words_or_with_too_many_is_refused(her, cast, finding, text):
    with pytest.raises(Refused):
        her.step(commands.find_cause, finding, cast.clerk, moment(10), text)
    with pytest.raises(Refused):
        her.inspect(moment(10), service=Found(code="", result="fail", note=text))
    assert (FindingStep.objects.count(), Finding.objects.count()) == (0, 1)


def test_the_third_on_the_same_item_in_thirty_days_is_repeated(her):
    days = [moment(10), moment(10, 0, 24), moment(10, 0, 25)]
    found = [her.finding(at) for at in days]
    other = her.finding(moment(11, 0, 25), service="没问好")
    later = her.finding(moment(9, 0, 23) + timedelta(days=31))
    assert [(one.times, one.is_repeated) for one in [*found, other, later]] == [
        (1, False), (2, False), (3, True), (1, False), (3, True),
    ]  # fmt: skip
    assert her.finding(moment(9, 0, 25) + timedelta(days=31)).times == 2


def test_a_step_sent_twice_is_one_step(her, cast, finding):
    for _ in range(2):
        her.step(commands.find_cause, finding, cast.clerk, moment(10), key="form-1")
    assert FindingStep.objects.count() == 1


@pytest.mark.clause("R41")
def test_a_changed_or_missing_state_is_found_and_put_back(her, cast, decided):
    before = Rectification.objects.values().get()
    for change in ({"owner": cast.butler}, {"measure_at": None}, {"due": date(2027, 1, 1)}):
        Rectification.objects.update(**change)
        assert [(fault.kind, fault.record_id) for fault in verify.verify()[1]] == [
            ("inspections.rectification", decided.pk)
        ]
        call_command("records", "rebuild", "--json")
        assert Rectification.objects.values().get() == before
    Rectification.objects.all().delete()
    assert verify.verify()[1]
    call_command("records", "rebuild", "--json")
    assert (verify.verify()[1], Rectification.objects.values().get()) == ([], before)
