"""The day's points, ticked by everybody on duty; a word to one person or shift. R05, R60."""

import orjson
import pytest

from duty.roster.commands import sign_in
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.refusal import Forbidden, Refused
from handover import commands as handover
from handover.tests.conftest import Hands
from inspections import commands, onduty
from inspections.models import CoachingNote, NoticeAck

from .conftest import TODAY, YESTERDAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(cast):
    return commands.give_notice(
        desk=cast.desk, date=TODAY, text="下午停水检修，提前告知高层", by=cast.supervisor, at=moment(7, 50)
    )


def waiting_for(desk, day=TODAY):
    return [sorted(one.username for one in told.missing) for told in onduty.told(desk, day)]


@pytest.mark.clause("R60")
def test_everybody_on_duty_ticks_it_and_the_supervisor_sees_who_has_not(cast, planned, notice):
    assert waiting_for(cast.desk) == [["butler", "clerk"]]
    commands.tick_notice(notice_id=notice.pk, by=cast.clerk, at=moment(7, 58))
    assert waiting_for(cast.desk) == [["butler"]]
    assert list(onduty.unticked(cast.desk, cast.butler, TODAY)) == [notice]
    commands.tick_notice(notice_id=notice.pk, by=cast.butler, at=moment(13, 45))
    assert (waiting_for(cast.desk), list(onduty.unticked(cast.desk, cast.butler, TODAY))) == ([[]], [])


@pytest.mark.clause("R60")
def test_it_is_part_of_the_handover_of_that_day(cast, planned, notice):
    handover.set_up(desk=cast.desk)
    commands.give_notice(desk=cast.desk, date=TODAY.replace(day=24), text="明天停电", by=cast.supervisor, at=moment(9))
    assert orjson.loads(Hands(cast).change().content)["notices"] == ["下午停水检修，提前告知高层"]


@pytest.mark.clause("R60")
def test_who_signs_in_without_being_planned_is_asked_too(cast, notice):
    assert waiting_for(cast.desk) == [[]]
    sign_in(desk=cast.desk, by=cast.butler, at=moment(13, 45))
    assert waiting_for(cast.desk) == [["butler"]]


@pytest.mark.clause("R60")
def test_two_ticks_are_one_and_only_those_on_duty_tick(cast, notice):
    one = commands.tick_notice(notice_id=notice.pk, by=cast.clerk, at=moment(8))
    assert commands.tick_notice(notice_id=notice.pk, by=cast.clerk, at=moment(9)).pk == one.pk
    for somebody in (cast.supervisor, cast.lead, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            commands.tick_notice(notice_id=notice.pk, by=somebody, at=moment(8))
    assert NoticeAck.objects.count() == 1


@pytest.mark.clause("R60")
def test_the_supervisor_writes_for_today_or_a_day_to_come(cast):
    said = {"desk": cast.desk, "date": TODAY, "text": "注意", "by": cast.supervisor, "at": moment(8)}
    for no, more in (
        (Forbidden, {"by": cast.butler}), (Forbidden, {"by": cast.lead}), (Refused, {"text": " "}),
        (Refused, {"text": "x" * 1001}), (Refused, {"date": YESTERDAY}), (Refused, {"date": TODAY.replace(year=2027)}),
    ):  # fmt: skip
        with pytest.raises(no):
            commands.give_notice(**said | more)


@pytest.mark.clause("R05")
def test_a_coaching_note_reaches_its_person_or_whoever_stood_the_shift(her, cast, planned):
    inspection = her.inspect(moment(9, 20))
    said = {"desk": cast.desk, "by": cast.supervisor, "at": moment(9, 30)}
    commands.coach(person=cast.clerk, text="接电话先报部门", inspection_id=inspection.pk, **said)
    commands.coach(date=YESTERDAY, code="L", text="收台检查要两人", **said)
    told = Notice.objects.filter(kind="coaching").order_by("id").values_list("person__username", flat=True)
    assert list(told) == ["clerk", "butler"]
    assert list(cast.clerk.coaching_notes.values_list("text", flat=True)) == ["接电话先报部门"]


@pytest.mark.clause("R05")
def test_a_coaching_note_says_something_about_somebody(cast):
    said = {"desk": cast.desk, "text": "x", "person": cast.clerk, "by": cast.supervisor, "at": moment(10)}
    for no, more in (
        (Forbidden, {"by": cast.clerk}), (Forbidden, {"by": cast.auditor}), (Refused, {"text": " "}),
        (Refused, {"person": None}), (Refused, {"person": cast.supervisor}), (Refused, {"person": cast.stranger}),
        (Refused, {"code": "E"}), (Refused, {"date": TODAY}), (Refused, {"date": TODAY, "code": "Q"}),
        (Refused, {"date": TODAY.replace(year=2027), "code": "E"}),
    ):  # fmt: skip
        with pytest.raises(no):
            commands.coach(**said | more)
    assert not CoachingNote.objects.exists()
