"""What whoever comes reads, asks and understands; what is handed on. R51–R53, R23, R57."""

from datetime import timedelta

import orjson
import pytest

from duty.log import commands as log
from duty.log.models import Matter
from duty.roster.commands import sign_in, sign_out
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify
from handover import commands
from handover.models import Handover

from .conftest import moment

pytestmark = pytest.mark.django_db


def parts(frame):
    return [part for part, _sentence in frame.missing]


@pytest.fixture
def line(hands, clerk):
    """line(9, 5, "…") → an open enquiry by the clerk at that time."""

    def line(hour, minute=0, text="问停水", day=23, **said):
        intake = log.Intake(
            **{"channel": "call", "category": "REP", "unit_no": "3-2-1203", "description": text, **said}
        )
        return log.record_entry(desk_id=hands.desk.pk, intake=intake, by=clerk, at=moment(hour, minute, day))

    return line


@pytest.mark.clause("R51")
def test_somebody_back_from_four_days_off_reads_four_days(hands, cast, line):
    sign_in(desk=hands.desk, by=cast.butler, at=moment(14, 0, 19))
    line(15, 0, "在她下班之前", day=19)
    sign_out(desk=hands.desk, by=cast.butler, at=moment(22, 0, 19))
    for day in (20, 21, 22, 23):
        line(9, 0, f"{day}日", day=day)
    handover = hands.begin(cast.butler, moment(13, 40))
    assert hands.frame(handover, moment(13, 41)).reads_count == 4


@pytest.mark.clause("R51")
def test_whoever_was_never_here_reads_the_last_day(hands, butler, line):
    for day, hour in ((22, 13), (22, 14), (23, 9)):
        line(hour, 0, day=day)
    assert hands.frame(hands.begin(butler, moment(13, 40)), moment(13, 41)).reads_count == 2


@pytest.mark.clause("R51")
def test_the_rest_is_ticked_up_to_what_was_shown_and_a_new_line_has_to_be_read_too(hands, butler, line):
    first = line(9)
    handover = hands.begin(butler, moment(13, 40))
    frame = hands.fill(handover, moment(13, 45))
    assert frame.missing == []
    second = line(13, 50, "新来一件")
    frame = hands.frame(handover, moment(13, 51))
    assert (frame.reads_to, frame.is_read, parts(frame)) == (second.pk, False, ["read", "read"])
    commands.mark_read(
        handover_id=handover.pk, read_to=first.pk, understood=[f"matter:{second.pk}"], no_questions=True, by=butler,
        at=moment(13, 52),
    )  # fmt: skip
    assert parts(hands.frame(handover, moment(13, 53))) == ["read"]
    with pytest.raises(Refused):
        hands.sign(handover, butler, at=moment(13, 54))


@pytest.mark.clause("R52")
def test_an_item_is_understood_or_asked_about_and_an_unanswered_question_blocks(hands, butler, line):
    one, other = line(9), line(10)
    handover = hands.begin(butler, moment(13, 40))
    hands.fill(handover, moment(13, 41))
    handover.marks.all().delete()
    commands.mark_read(
        handover_id=handover.pk, read_to=other.pk, understood=[f"matter:{one.pk}"], no_questions=True, by=butler,
        at=moment(13, 42),
    )  # fmt: skip
    assert parts(hands.frame(handover, moment(13, 43))) == ["read"]
    commands.ask(
        handover_id=handover.pk, text="业主几点在家?", about=f"matter:{other.pk}", by=butler, at=moment(13, 44)
    )
    assert parts(hands.frame(handover, moment(13, 45))) == ["read"]
    question = handover.questions.get()
    with pytest.raises(Refused):
        commands.answer(question_id=question.pk, text=" ", by=butler, at=moment(13, 45))
    commands.answer(question_id=question.pk, text="六点以后", by=butler, at=moment(13, 46))
    assert hands.frame(handover, moment(13, 47)).missing == []


@pytest.mark.clause("R52")
def test_no_questions_is_said_and_not_assumed(hands, butler):
    handover = hands.begin(butler, moment(13, 40))
    hands.fill(handover, moment(13, 41))
    Handover.objects.filter(pk=handover.pk).update(no_questions=False)
    assert parts(hands.frame(handover, moment(13, 42))) == ["read"]
    with pytest.raises(Refused):
        commands.ask(handover_id=handover.pk, text="", about="", by=butler, at=moment(13, 42))
    with pytest.raises(Refused):
        commands.ask(handover_id=handover.pk, text="?", about="matter:999", by=butler, at=moment(13, 42))


@pytest.mark.clause("R53")
def test_five_open_things_of_five_kinds_all_appear_and_belong_to_the_incoming_shift_after_the_signature(
    hands, cast, line
):
    matter = line(9)
    log.instruct(entry_id=matter.pk, text="今晚前回复业主", by=cast.supervisor, at=moment(9, 5))
    log.take_measure(
        entry_id=matter.pk, measure="barrier", place="3栋大堂", text="拉警戒带", by=cast.clerk, at=moment(9, 10)
    )
    waiting = line(9, 20, priority="P2")
    log.close_matter(entry_id=waiting.pk, result="已修", by=cast.clerk, at=moment(9, 30))
    commands.lend(
        desk=hands.desk, article_id=hands.article().pk, quantity=1, borrower="保洁 陈姐", due_at=moment(18), by=cast.clerk,
        at=moment(9, 40),
    )  # fmt: skip
    handover = hands.begin(cast.butler, moment(13, 40))
    kinds = sorted(item.kind for item in hands.frame(handover, moment(13, 41)).items)
    assert kinds == ["call_back", "instruction", "loan", "matter", "measure"]
    hands.fill(handover, moment(13, 45))
    sheet = hands.sign(handover, cast.clerk, cast.butler, at=moment(13, 58))
    assert sheet.carried == 5
    assert set(Matter.objects.open().values_list("owner", flat=True)) == {cast.butler.pk}
    assert verify.verify()[1] == []


@pytest.mark.clause("R38")
def test_a_shift_with_no_line_says_that_nothing_happened_on_purpose(hands, cast, line):
    handover = hands.begin(cast.butler, moment(13, 40))
    assert parts(hands.fill(handover, moment(13, 45), no_matters=False)) == ["counts"]
    with pytest.raises(Refused):
        hands.sign(handover, cast.clerk, cast.butler, at=moment(13, 46))
    line(13, 47)
    assert hands.fill(handover, moment(13, 48), no_matters=False).missing == []


@pytest.mark.clause("R38")
def test_what_was_settled_without_its_facts_is_listed(hands, cast, line):
    entry = line(9)
    log.close_matter(entry_id=entry.pk, result="修好", by=cast.clerk, at=moment(9, 30))
    handover = hands.begin(cast.butler, moment(13, 40))
    assert hands.frame(handover, moment(13, 41)).incomplete == [
        (entry.pk, entry.serial, ["technician", "work_done", "confirmed"])
    ]
    values = {"trade": "水", "technician": "周师傅", "work_done": "换角阀", "confirmed": "signed"}
    log.save_sheet(entry_id=entry.pk, values=values, expected=0, by=cast.clerk, at=moment(13, 42))
    assert hands.frame(handover, moment(13, 43)).incomplete == []


@pytest.mark.clause("R60")
def test_what_an_app_above_has_to_say_stands_on_the_sheet(hands, cast, monkeypatch):
    monkeypatch.setattr("handover.bulletin.sources", [lambda desk, at: ["今日停水 14:00–17:00"]])
    sheet = hands.change()
    assert orjson.loads(sheet.content)["notices"] == ["今日停水 14:00–17:00"]


@pytest.mark.clause("R51", "A24")
def test_everybody_else_of_the_shift_reads_the_sheet_and_ticks_every_item(hands, cast, line):
    entry = line(9)
    sheet = hands.change()
    said = {"sheet_id": sheet.pk, "by": cast.supervisor, "at": moment(14, 10)}
    with pytest.raises(Refused, match="1"):
        commands.read_sheet(understood=[], **said)
    for signer in (cast.clerk, cast.butler):
        with pytest.raises(Refused):
            commands.read_sheet(understood=[f"matter:{entry.pk}"], **{**said, "by": signer})
    with pytest.raises(Forbidden):
        commands.read_sheet(understood=[f"matter:{entry.pk}"], **{**said, "by": cast.auditor})
    commands.read_sheet(understood=[f"matter:{entry.pk}"], key="k", **said)
    commands.read_sheet(understood=[f"matter:{entry.pk}"], key="k", **said)
    with pytest.raises(Refused):
        commands.read_sheet(understood=[f"matter:{entry.pk}"], key="other", **said)
    assert [read.recorded_by for read in sheet.reads.all()] == [cast.supervisor]


@pytest.mark.clause("R53")
def test_an_item_cannot_be_left_out_by_hand(hands, butler, line):
    """Nothing a person can post names an item to leave out; it leaves the list only when it is done."""
    entry = line(9)
    handover = hands.begin(butler, moment(13, 40))
    assert [item.source for item in hands.frame(handover, moment(13, 41)).items] == [entry.pk]
    log.close_matter(entry_id=entry.pk, result="好了", by=butler, at=moment(13, 42))
    assert [item.kind for item in hands.frame(handover, moment(13, 43)).items] in ([], ["call_back"])


@pytest.mark.clause("R53")
def test_changing_hands_is_no_work_on_a_matter(hands, cast, line):
    entry = line(9)
    before = Matter.objects.get(pk=entry.pk)
    hands.change()
    after = Matter.objects.get(pk=entry.pk)
    assert after.owner == cast.butler
    assert (after.state, after.stale_at, after.last_note_at) == (before.state, before.stale_at, before.last_note_at)


@pytest.mark.clause("R53")
def test_what_the_supervisor_follows_stays_with_the_supervisor(hands, cast, line):
    entry = line(9)
    log.give_to(entry_id=entry.pk, person=cast.supervisor, by=cast.clerk, at=moment(9, 5))
    hands.change()
    assert Matter.objects.get(pk=entry.pk).owner == cast.supervisor


@pytest.mark.clause("R23")
def test_a_matter_that_nobody_touched_in_a_whole_shift_needs_a_word_before_it_is_handed_on(hands, cast, line):
    entry = line(9)
    hands.change()
    handover = commands.prepare(desk=hands.desk, by=cast.butler, at=moment(21, 50))
    frame = hands.fill(handover, moment(21, 52))
    assert ([item.needs_note for item in frame.items], parts(frame)) == ([True], ["read"])
    log.add_note(entry_id=entry.pk, text="师傅明早来", by=cast.butler, at=moment(21, 53))
    frame = hands.frame(handover, moment(21, 54))
    assert (frame.missing, frame.items[0].said) == ([], "师傅明早来")


@pytest.mark.clause("R57")
def test_an_item_counts_the_takings_over_it_survives_and_the_fourth_goes_to_the_supervisor(hands, cast, line):
    from frontdesk.kernel.notices import commands as notices
    from frontdesk.kernel.notices.models import Notice

    entry = line(9, priority="P4", category="ENQ")
    times = []

    def told():
        return Notice.objects.filter(person=cast.supervisor, kind="handover_travels").count()

    for day in (23, 24):
        sheet = hands.change(day)
        times.append(sheet)
        log.add_note(entry_id=entry.pk, text="再问", by=cast.butler, at=moment(20, 0, day))
        hands.close(day)
        if day == 23:
            hands.open(24)
            log.add_note(entry_id=entry.pk, text="再问", by=cast.clerk, at=moment(9, 0, 24))
    notices.sweep(at=moment(22, 5, 24))
    assert (times[-1].carried, times[-1].travelling, told()) == (
        1,
        0,
        0,
    )  # three takings-over: in the list, not yet told
    sheet = hands.open(25)
    notices.sweep(at=moment(8, 0, 25))
    notices.sweep(at=moment(8, 1, 25))
    assert (sheet.travelling, told()) == (1, 1)
    assert Notice.objects.get(person=cast.supervisor, kind="handover_travels").subject.endswith(f" {entry}")


def test_only_those_who_stand_duty_work_on_it_and_only_while_it_is_open(hands, cast, line):
    handover = hands.begin(cast.butler, moment(13, 40))
    said = {"handover_id": handover.pk, "read_to": None, "understood": [], "no_questions": True}
    for somebody in (cast.auditor, cast.lead, cast.stranger):
        with pytest.raises(Forbidden):
            commands.mark_read(by=somebody, at=moment(13, 41), **said)
    hands.fill(handover, moment(13, 45))
    hands.sign(handover, cast.clerk, cast.butler, at=moment(13, 50))
    with pytest.raises(Refused):
        commands.mark_read(by=cast.butler, at=moment(13, 51), **said)
    assert Handover.objects.get(pk=handover.pk).started_at + timedelta(minutes=10) == moment(13, 50)
