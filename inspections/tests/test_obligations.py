"""9:00, 9:30, the next morning, the month's end: told once per stage, stopped by doing it, up once. R46, R59, R60, R62, R63."""

from datetime import date, timedelta

import pytest

from duty.log.models import Matter
from frontdesk.kernel.appointments.commands import appoint, end_posting
from frontdesk.kernel.notices import obligations as kernel
from frontdesk.kernel.notices.models import Notice
from frontdesk.kernel.people.models import Posting
from inspections import commands, obligations

from .conftest import TODAY, found, moment, proof

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_ours(monkeypatch, cast):
    """What other apps owe is not asked here."""
    monkeypatch.setattr(kernel, "sources", list(obligations.ALL))
    monkeypatch.setattr(kernel, "facts", [])


@pytest.fixture
def only(monkeypatch):
    def only(*sources):
        monkeypatch.setattr(kernel, "sources", list(sources))

    return only


DAILY = "daily:20261123"  # part of the key of that day's inspection
THAT_DAY = ":2026-11-23:"


@pytest.mark.clause("R59")
def test_reminded_at_9_overdue_at_9_30_the_lead_an_hour_later_each_once(her, only):
    only(obligations.inspections_due)
    told = [
        her.told(moment(*clock), about=DAILY)
        for clock in ((8, 59), (9, 0), (9, 29), (9, 31), (10, 29), (10, 31), (23, 0))
    ]
    assert told == [
        [], [("supervisor", "inspection_due")], [], [("supervisor", "inspection_missed")], [],
        [("lead", "inspection_missed")], [],
    ]  # fmt: skip


@pytest.mark.clause("R59")
def test_done_at_9_20_nothing_more_is_told(her, only):
    only(obligations.inspections_due)
    her.told(moment(9, 0))
    her.inspect(moment(9, 20))
    assert [her.told(moment(*clock), about=DAILY) for clock in ((9, 31), (10, 31), (23, 0))] == [[], [], []]


@pytest.mark.clause("R59")
def test_a_worker_that_was_down_across_9_30_tells_late_and_once(her, only):
    only(obligations.inspections_due)
    her.told(moment(8, 0))
    assert her.told(moment(9, 50), about=DAILY) == [("supervisor", "inspection_missed")]
    her.inspect(moment(9, 55))
    assert her.told(moment(11), about=DAILY) == []
    missed = [("lead", "inspection_missed"), ("supervisor", "inspection_missed")]
    assert her.told(moment(8, 0, 25), about="daily:20261124") == missed


@pytest.mark.clause("R59")
def test_a_missed_change_of_shift_is_told(her, cast, planned, only):
    only(obligations.inspections_due)
    her.told(moment(9, 0, 22))
    told = [her.told(moment(*clock, 22), "handover_not_inspected") for clock in ((14, 29), (14, 31), (15, 31))]
    assert told == [[], ["supervisor"], ["lead"]]
    said = {"project_id": cast.desk.project_id, "spot_checks_a_month": 4, "by": cast.lead, "at": moment(20, 0, 22)}
    commands.set_frequency(handover_inspections="none", **said)
    assert her.told(moment(16), "handover_not_inspected") == []


@pytest.mark.clause("A27")
def test_the_acting_supervisor_is_told_and_on_a_day_off_nobody(her, cast, only):
    only(obligations.inspections_due)
    said = {"project_id": cast.desk.project_id, "by": cast.supervisor, "at": moment(8)}
    appoint(person=cast.butler, role="supervisor", acting=True, starts_at=moment(8), ends_at=moment(20), **said)
    assert her.told(moment(9), "inspection_due") == ["butler", "supervisor"]
    commands.note_off_duty(desk=cast.desk, date=date(2026, 11, 24), reason="培训", by=cast.lead, at=moment(18))
    for clock in ((9, 0, 24), (12, 0, 24)):
        assert her.told(moment(*clock), about="daily:20261124") == []


@pytest.mark.clause("R46", "A30")
def test_an_unread_day_is_reminded_the_next_morning_overdue_at_9_30_and_goes_up_a_day_later(her, record, only):
    only(obligations.days_unread)
    record()
    clocks = ((8, 59, 24), (9, 0, 24), (9, 30, 24), (9, 31, 24), (9, 29, 25), (9, 31, 25), (9, 31, 26))
    assert [her.told(moment(*clock), about=THAT_DAY) for clock in clocks] == [
        [], [("supervisor", "day_unread")], [], [("supervisor", "day_unread_overdue")], [], [("lead", "day_unread_overdue")], [],
    ]  # fmt: skip
    assert set(Notice.objects.filter(key__contains=THAT_DAY).values_list("link", flat=True)) == {"/reading/2026-11-23/"}


@pytest.mark.clause("R46")
def test_a_day_that_is_read_is_not_told_and_one_that_is_partly_read_is_called_so(her, record, only):
    only(obligations.days_unread)
    record()
    her.read(TODAY, moment(20))
    assert her.told(moment(9, 31, 24), about=THAT_DAY) == []
    record(minutes=24 * 60)
    her.read(TODAY.replace(day=24), moment(12, 0, 24))
    record(minutes=27 * 60)
    her.told(moment(8, 59, 25))
    assert her.told(moment(9, 0, 25), about=":2026-11-24:") == [("supervisor", "day_partly_read")]
    assert her.told(moment(9, 31, 25), about=":2026-11-24:") == [("supervisor", "day_partly_read_overdue")]
    her.read(TODAY.replace(day=24), moment(10, 0, 25))
    assert her.told(moment(12, 0, 26), about=":2026-11-24:") == []


@pytest.mark.clause("A27")
def test_a_day_off_moves_the_reminder_on(her, cast, record, only):
    only(obligations.days_unread)
    record()
    commands.note_off_duty(desk=cast.desk, date=date(2026, 11, 24), reason="培训", by=cast.lead, at=moment(18))
    assert her.told(moment(9, 31, 24), about=THAT_DAY) == []
    assert her.told(moment(9, 0, 25), about=THAT_DAY) == [("supervisor", "day_unread")]


@pytest.mark.clause("R62")
def test_an_overdue_finding_is_told_to_its_owner_and_the_supervisor_and_goes_up_until_it_closes(her, cast, only):
    only(obligations.findings_overdue)
    finding = her.finding(moment(9, 20))
    her.step(commands.decide_measure, finding, cast.clerk, moment(9, 40), due=TODAY)
    assert her.told(moment(23, 59)) == []
    assert her.told(moment(0, 1, 24)) == [("clerk", "finding_overdue"), ("supervisor", "finding_overdue")]
    assert her.told(moment(0, 1, 25)) == [("lead", "finding_overdue")]
    her.step(commands.decide_measure, finding, cast.supervisor, moment(9, 0, 25), due=date(2026, 11, 26))
    assert her.told(moment(9, 1, 25)) == []
    her.step(commands.find_cause, finding, cast.clerk, moment(10, 0, 25))
    her.step(commands.verify, finding, cast.lead, moment(11, 0, 25), effective=True)
    assert her.told(moment(12, 0, 28)) == []


@pytest.mark.clause("R60")
def test_the_day_s_points_are_told_when_a_shift_begins_and_go_up_while_somebody_has_not_ticked(
    her, cast, planned, only
):
    only(obligations.notices_unticked)
    notice = commands.give_notice(desk=cast.desk, date=TODAY, text="停水", by=cast.supervisor, at=moment(7))
    assert her.told(moment(7, 30)) == []
    assert her.told(moment(8, 0)) == [("clerk", "notice_to_tick")]
    assert her.told(moment(9, 0)) == [("supervisor", "notice_unticked")]
    commands.tick_notice(notice_id=notice.pk, by=cast.clerk, at=moment(9, 5))
    assert her.told(moment(14, 0)) == [("butler", "notice_to_tick")]
    assert her.told(moment(15, 0)) == [("supervisor", "notice_unticked")]
    assert her.told(moment(23, 59)) == []
    assert her.told(moment(0, 5, 24)) == [("lead", "notice_unticked")]


@pytest.mark.clause("R60")
def test_when_everybody_has_ticked_nobody_is_told(her, cast, planned, only):
    only(obligations.notices_unticked)
    notice = commands.give_notice(desk=cast.desk, date=TODAY, text="停水", by=cast.supervisor, at=moment(7))
    for somebody in (cast.clerk, cast.butler):
        commands.tick_notice(notice_id=notice.pk, by=somebody, at=moment(7, 30))
    assert [her.told(moment(*clock)) for clock in ((8, 0), (15, 0), (0, 5, 24))] == [[], [], []]


@pytest.mark.clause("R63", "A29")
def test_missing_spot_checks_are_told_in_the_month_s_last_days_and_to_the_lead_when_it_is_over(
    her, cast, planned, only
):
    only(obligations.spot_checks_short)
    assert her.told(moment(23, 0, 27)) == []
    assert her.told(moment(9, 0, 28)) == [("supervisor", "spot_short")]
    assert Notice.objects.get(kind="spot_short").subject == "2026-11 0/4"
    assert her.told(moment(9, 0, 28) + timedelta(days=3)) == [("lead", "spot_missed")]
    assert her.told(moment(9, 0, 28) + timedelta(days=6)) == []


@pytest.mark.clause("R63", "A29")
def test_with_as_many_spot_checks_as_wanted_nothing_is_told(her, cast, planned, only):
    only(obligations.spot_checks_short)
    said = {"project_id": cast.desk.project_id, "handover_inspections": "one", "by": cast.lead, "at": moment(8)}
    commands.set_frequency(spot_checks_a_month=1, **said)
    commands.inspect_chosen(
        desk=cast.desk, date=TODAY.replace(day=22), code="E", found=list(found(cast.desk, ["duty_log"])),
        proof=proof(cast.supervisor, moment(10)), by=cast.supervisor, at=moment(10),
    )  # fmt: skip
    assert [her.told(moment(9, 0, 28)), her.told(moment(9, 0, 28) + timedelta(days=3))] == [[], []]


@pytest.mark.clause("R01")
def test_a_matter_that_belongs_to_nobody_any_more_is_told_to_the_supervisor(cast, record, monkeypatch, her):
    from duty.log import obligations as of_log

    monkeypatch.setattr(kernel, "sources", list(of_log.ALL))
    record(category="SUG")
    assert her.told(moment(10, 30), "matter_unowned") == []
    posting = Posting.objects.get(person=cast.clerk)
    end_posting(posting_id=posting.pk, by=cast.lead, at=moment(11), reason="离职")
    assert her.told(moment(11, 1), "matter_unowned") == ["supervisor"]
    assert her.told(moment(11, 2), "matter_unowned") == []
    assert Matter.objects.unowned(moment(11, 2)).count() == 1
