"""The supervisor reads every day: signed, as far as it stood; partly read when more comes. R46, R47, A27, A30."""

from datetime import date, timedelta

import pytest

from duty.log import commands as log
from duty.log.models import Instruction, Matter
from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import checkpoints, paper, verify
from frontdesk.kernel.records.models import Chain, Signature
from handover import commands as handover
from handover.tests.conftest import Hands
from inspections import commands, reading
from inspections.models import DailyReading

from .conftest import TODAY, YESTERDAY, moment

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def state(desk, at, day=TODAY):
    return reading.state_of(desk, day, at)


@pytest.mark.clause("R46")
def test_reading_a_day_seals_what_was_seen_and_signs_its_digest(her, cast, record):
    entry = record()
    note = log.add_note(entry_id=entry.pk, text="已答复", by=cast.clerk, at=moment(10, 10))
    digest = reading.written(cast.desk, TODAY).digest
    made = her.read(TODAY, moment(18), remark="均已处理")
    assert (made.day, made.records, made.last_entry, made.last_note, made.remark) == (
        TODAY,
        2,
        entry.pk,
        note.pk,
        "均已处理",
    )
    signature = Signature.objects.get(about_kind=DailyReading.seal_kind, about_id=made.pk)
    assert (signature.meaning, signature.digest, signature.recorded_by) == ("read", digest, cast.supervisor)
    assert verify.verify()[1] == []


@pytest.mark.clause("R46")
@pytest.mark.parametrize("what", ["an entry", "a note", "a correction", "a handover"])
def test_a_later_record_of_that_day_makes_it_partly_read_and_it_can_be_signed_again(her, cast, planned, record, what):
    entry = record()
    handover.set_up(desk=cast.desk)
    her.read(TODAY, moment(12))
    assert state(cast.desk, moment(12, 1)).state == "read"
    match what:
        case "an entry":
            record(minutes=200)
        case "a note":
            log.add_note(entry_id=entry.pk, text="又来电", by=cast.clerk, at=moment(13))
        case "a correction":
            log.correct_entry(entry_id=entry.pk, field="place", new="大堂", reason="补", by=cast.clerk, at=moment(13))
        case "a handover":
            Hands(cast).change()
    assert state(cast.desk, moment(15)).state == "partly"
    her.read(TODAY, moment(16))
    assert (state(cast.desk, moment(16, 1)).state, DailyReading.objects.count()) == ("read", 2)


@pytest.mark.clause("R46")
def test_what_is_written_in_the_same_moment_as_the_reading_but_after_it_is_new(her, cast, record):
    record()
    her.read(TODAY, moment(12))
    record(minutes=115)
    assert state(cast.desk, moment(12)).state == "partly"


@pytest.mark.clause("R46")
def test_what_is_written_the_next_day_about_an_old_line_belongs_to_the_next_day(her, cast, record):
    entry = record()
    her.read(TODAY, moment(9, 10, 24))
    log.add_note(entry_id=entry.pk, text="次日跟进", by=cast.clerk, at=moment(10, 0, 24))
    assert state(cast.desk, moment(11, 0, 24)).state == "read"
    page = reading.page(cast.desk, TOMORROW, None)
    assert ([line.id for line in page.lines], [line.id for line in page.earlier]) == ([], [entry.pk])
    her.read(TOMORROW, moment(12, 0, 24))


@pytest.mark.clause("R46", "A18")
def test_what_was_read_is_covered_by_a_checkpoint_and_its_code_stands_on_the_page(her, cast, record, client_of):
    record()
    her.read(TODAY, moment(12))
    newest = checkpoints.newest(cast.desk.pk)
    assert newest.size == Chain.objects.get(desk=cast.desk).last_seq
    assert paper.short(newest) in client_of(cast.supervisor).get(f"/reading/{TODAY}/").content.decode()


@pytest.mark.clause("R46")
def test_signed_twice_with_nothing_new_is_refused(her, record):
    record()
    her.read(TODAY, moment(12))
    with pytest.raises(Refused):
        her.read(TODAY, moment(12, 1))
    with pytest.raises(Refused):
        her.read(TODAY, moment(9, 0, 24))
    assert (DailyReading.objects.count(), Signature.objects.filter(meaning="read").count()) == (1, 1)


@pytest.mark.clause("R46")
def test_what_was_not_on_the_screen_is_not_signed(her, cast, record):
    record()
    shown = reading.written(cast.desk, TODAY).digest
    record(minutes=60)
    with pytest.raises(Refused):
        her.read(TODAY, moment(12), digest=shown)
    assert not DailyReading.objects.exists()


@pytest.mark.clause("R46", "A27")
def test_the_acting_supervisor_may_and_nobody_else(her, cast, record):
    record()
    for somebody in (cast.clerk, cast.butler, cast.auditor, cast.lead, cast.stranger):
        with pytest.raises(Forbidden):
            her.read(TODAY, moment(12), by=somebody)
    appoint(
        project_id=cast.desk.project_id, person=cast.butler, role="supervisor", acting=True, starts_at=moment(8),
        ends_at=moment(18), by=cast.supervisor, at=moment(8),
    )  # fmt: skip
    made = her.read(TODAY, moment(12), by=cast.butler)
    assert Signature.objects.get(about_kind=DailyReading.seal_kind, about_id=made.pk).title == "代理主管"


def test_a_form_sent_twice_is_one_reading(her, record):
    record()
    assert her.read(TODAY, moment(12), key="a").pk == her.read(TODAY, moment(12), key="a").pk


def test_a_day_on_which_nothing_was_written_can_be_read_and_one_that_has_not_begun_cannot(her, cast):
    assert her.read(YESTERDAY, moment(9)).records == 0
    assert state(cast.desk, moment(12)).state == "nothing"
    with pytest.raises(Refused):
        her.read(TOMORROW, moment(12))


@pytest.mark.clause("A30", "R46")
def test_the_day_may_be_read_until_9_30_of_the_next_one_and_is_late_afterwards(her, cast, record):
    record()
    assert (state(cast.desk, moment(23)).state, state(cast.desk, moment(23)).due_at) == ("unread", moment(9, 30, 24))
    assert not state(cast.desk, moment(9, 30, 24)).is_owed(moment(9, 30, 24))
    assert state(cast.desk, moment(9, 31, 24)).is_owed(moment(9, 31, 24))
    her.read(TODAY, moment(9, 31, 24))
    assert state(cast.desk, moment(10, 0, 24)).is_late
    record(minutes=24 * 60)
    her.read(TOMORROW, moment(9, 30, 25))
    assert not state(cast.desk, moment(10, 0, 25), TOMORROW).is_late


@pytest.mark.clause("A27")
def test_a_day_off_moves_the_deadline_on_unless_it_is_said_too_late(cast, record):
    record()
    said = {"desk": cast.desk, "date": TOMORROW, "reason": "外出培训", "by": cast.supervisor}
    commands.note_off_duty(at=moment(18), **said)
    held = state(cast.desk, moment(12, 0, 24))
    assert (held.due_at, [one.reason for one in held.off]) == (moment(9, 30, 25), ["外出培训"])
    commands.note_off_duty(at=moment(10, 0, 25), **said | {"date": date(2026, 11, 25), "reason": "病假"})
    held = state(cast.desk, moment(12, 0, 25))
    assert (held.due_at, [one.reason for one in held.off]) == (moment(9, 30, 25), ["外出培训", "病假"])


@pytest.mark.clause("R46")
def test_the_page_has_the_day_in_order_and_marks_what_is_new_since_the_last_reading(her, cast, planned, record):
    first = record(description="早上")
    handover.set_up(desk=cast.desk)
    her.read(TODAY, moment(12))
    second = record(minutes=130, description="中午")
    log.add_note(entry_id=first.pk, text="又来电", by=cast.clerk, at=moment(13))
    log.correct_entry(entry_id=first.pk, field="place", new="大堂", reason="补", by=cast.clerk, at=moment(13))
    sheet = Hands(cast).change()
    page = reading.page(cast.desk, TODAY, DailyReading.objects.get())
    assert [(line.id, line.is_new) for line in page.lines] == [(first.pk, False), (second.pk, True)]
    assert [note["is_new"] for note in page.lines[0].notes if note["text"] == "又来电"] == [True]
    assert [fix["is_new"] for fix in page.lines[0].corrections] == [True]
    assert [(one.pk, one.is_new) for one in page.sheets] == [(sheet.pk, True)]
    assert page.new == page.written.count - 1
    unread = reading.page(cast.desk, TODAY, None)
    assert (unread.new, [line.is_new for line in unread.lines]) == (0, [False, False])


@pytest.mark.clause("R47")
def test_an_instruction_given_while_reading_keeps_the_matter_open(her, cast, record):
    entry = record()
    commands.instruct(entry_id=entry.pk, text="今天回电", by=cast.supervisor, at=moment(18))
    with pytest.raises(Refused):
        log.close_matter(entry_id=entry.pk, result="好了", by=cast.clerk, at=moment(18, 5))
    assert Instruction.objects.open().get().entry == entry


@pytest.mark.clause("R47")
def test_an_instruction_on_a_matter_that_is_done_opens_it_again(cast, record):
    entry = record(immediate_result="已答复")
    said = {"entry_id": entry.pk, "text": "答复有误，请更正", "key": "f", "at": moment(18)}
    with pytest.raises(Forbidden):
        commands.instruct(by=cast.clerk, **said)
    for _ in range(2):
        commands.instruct(by=cast.supervisor, **said)
    assert [note.kind for note in entry.notes.order_by("id")] == ["reopened", "instruction"]
    assert Matter.objects.get().state == "in_progress"


def test_a_month_of_days_takes_as_many_questions_as_one(her, cast, record, django_assert_max_num_queries):
    record()
    for day in range(20, 24):
        her.read(date(2026, 11, day), moment(12, 0, 23) if day == 23 else moment(11, day % 20))
    with django_assert_max_num_queries(8):
        found = reading.states(cast.desk, date(2026, 10, 25), TODAY, moment(13))
    assert (len(found), found[-1].state, found[0].state) == (30, "read", "unread")
