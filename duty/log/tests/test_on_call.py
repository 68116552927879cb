"""The four posts: whom to ring, what came of it, drills. R34, R35, R36, A17."""

from datetime import timedelta

import pytest

from duty.log import commands, on_call
from duty.log.models import ContactAttempt, Drill, OnCallPost
from duty.log.models.on_call import DrillAnswer
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def engineer(posted):
    return posted(Role.ENGINEERING_SUPERVISOR, "罗永强")


@pytest.fixture
def post(cast, engineer, butler, at):
    return commands.fill_post(
        project_id=cast.desk.project_id, kind="engineering_supervisor", holder=engineer, phone="13800001111", deputy=butler,
        deputy_phone="13900002222", by=cast.supervisor, at=at,
    )  # fmt: skip


@pytest.fixture
def ring(desk, post, clerk, at):
    def ring(outcome, minutes, is_deputy=False, **more):
        return commands.attempt_contact(
            desk=desk, post_id=post.pk, is_deputy=is_deputy, outcome=outcome, by=clerk, at=at + minutes * MINUTE, **more
        )

    return ring


def advice(kind="engineering_supervisor"):
    posts = {one.kind: one for one in OnCallPost.objects.select_related("holder", "deputy")}
    return on_call.whom_to_ring(kind, posts, list(ContactAttempt.objects.values_list("kind", "person_id", "outcome")))


@pytest.mark.clause("R34")
def test_two_calls_in_vain_move_on_to_the_deputy_and_are_told(ring, engineer, butler, supervisor, at):
    assert advice().person == engineer
    ring("no_answer", 1)
    assert advice().person == engineer
    ring("switched_off", 4)
    assert (advice().person, advice().phone, advice().is_deputy) == (butler, "13900002222", True)
    notices.sweep(at=at + 5 * MINUTE)
    assert Notice.objects.filter(person=supervisor, kind="unreachable").count() == 1


@pytest.mark.clause("R34")
def test_when_the_deputy_does_not_answer_either_the_next_level_is_rung(ring, cast, at):
    for minute, is_deputy in ((1, False), (2, False), (3, True), (4, True)):
        ring("no_answer", minute, is_deputy)
    assert advice() is None
    commands.fill_post(
        project_id=cast.desk.project_id, kind="project_lead", holder=cast.lead, phone="13700003333", by=cast.lead, at=at
    )
    assert advice().person == cast.lead


@pytest.mark.clause("R34")
def test_a_month_counts_attempts_and_says_nothing_where_nothing_was_tried(ring, record):
    entry = record()
    ring("no_answer", 1, entry_id=entry.pk)
    ring("reached", 2, entry_id=entry.pk)
    ring("reached", 9, True)
    rows = list(ContactAttempt.objects.order_by("id").values_list("entry_id", "outcome", "is_deputy"))
    found = on_call.reachability("engineering_supervisor", rows, 2, 1)
    assert (found.attempts, found.reached, found.first_call, found.deputy) == (3, 2, 0, 1)
    assert on_call.reachability("supervisor", [], 0, 0).attempts == 0


@pytest.mark.clause("R34")
@pytest.mark.parametrize("outcome", ["", "asleep"])
def test_an_attempt_has_one_of_the_outcomes(ring, outcome):
    with pytest.raises(Refused):
        ring(outcome, 1)


@pytest.mark.clause("R34")
def test_another_desks_entry_and_a_missing_deputy_are_refused(ring, post, cast, at):
    with pytest.raises(Refused):
        ring("reached", 1, entry_id=999_999)
    commands.fill_post(
        project_id=cast.desk.project_id, kind=post.kind, holder=post.holder, phone="1380000", by=cast.lead, at=at
    )
    with pytest.raises(Refused):
        ring("reached", 1, True)


@pytest.mark.clause("R34", "R04")
def test_only_supervisor_and_lead_fill_posts_and_nobody_deputises_for_themselves(cast, at):
    said = {"project_id": cast.desk.project_id, "kind": "supervisor", "phone": "13800001111", "at": at}
    with pytest.raises(Forbidden):
        commands.fill_post(holder=cast.supervisor, by=cast.clerk, **said)
    with pytest.raises(Refused):
        commands.fill_post(
            holder=cast.supervisor, deputy=cast.supervisor, deputy_phone="13800001111", by=cast.lead, **said
        )
    with pytest.raises(Refused):
        commands.fill_post(holder=cast.supervisor, deputy=cast.butler, by=cast.lead, **said)
    with pytest.raises(Refused):
        commands.fill_post(holder=cast.stranger, by=cast.lead, **said)


@pytest.mark.clause("R34", "R35")
def test_a_drill_asks_each_post_which_confirms_once_and_a_silent_one_is_passed_to_the_deputy(
    desk, post, supervisor, engineer, butler, clerk, at
):
    with pytest.raises(Forbidden):
        commands.start_drill(desk=desk, by=clerk, at=at)
    drill = commands.start_drill(desk=desk, by=supervisor, at=at)
    notices.sweep(at=at + MINUTE)
    assert Notice.objects.filter(person=engineer, kind="drill_asked").count() == 1
    notices.sweep(at=at + 30 * MINUTE)
    assert Notice.objects.filter(person=butler, kind="drill_silent").count() == 1
    with pytest.raises(Forbidden):
        commands.answer_drill(drill_id=drill.pk, kind=post.kind, by=clerk, at=at)
    commands.answer_drill(drill_id=drill.pk, kind=post.kind, by=butler, at=at + 32 * MINUTE)
    with pytest.raises(Refused):
        commands.answer_drill(drill_id=drill.pk, kind=post.kind, by=engineer, at=at + 33 * MINUTE)
    assert DrillAnswer.objects.get().is_deputy


@pytest.mark.clause("R34")
def test_without_posts_there_is_no_drill(desk, supervisor, at):
    with pytest.raises(Refused):
        commands.start_drill(desk=desk, by=supervisor, at=at)
    assert not Drill.objects.exists()


@pytest.mark.clause("R34", "R45")
def test_numbers_are_masked_until_somebody_rings(client_of, clerk, engineer, post, supervisor, desk, at):
    desk_browser, phone = client_of(clerk), client_of(engineer)
    page = desk_browser.get("/on-call/").content.decode()
    assert "138****1111" in page
    assert "13800001111" not in page
    assert "13800001111" in desk_browser.get(f"/on-call/{post.pk}/ring/holder/").content.decode()
    assert desk_browser.post(f"/on-call/{post.pk}/ring/holder/", {"outcome": "reached"}).status_code == 302
    drill = commands.start_drill(desk=desk, by=supervisor, at=at)
    assert "我可以联系到" in phone.get("/on-call/").content.decode()
    assert phone.post(f"/on-call/drill/{drill.pk}/{post.kind}/").status_code == 302
    assert DrillAnswer.objects.get().recorded_by == engineer
    assert desk_browser.get("/on-call/2026-11/").status_code == 200
