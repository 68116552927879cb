"""A spot check is drawn before anybody has seen what; the same number draws the same again. R03, R63, A29."""

import random
from collections import Counter

import orjson
import pytest
from django.core.management import call_command

from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import Chain, Seal
from handover import commands as handover
from handover.tests.conftest import Hands
from inspections import commands, drawing, shifts
from inspections.models import DrawNonce, Inspection, SpotDraw, SpotReveal

from .conftest import TODAY, YESTERDAY, found, moment, proof

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R63")]
NONCE = "ab" * 32
SHIFTS = drawing.listed((f"2026-11-{day:02}", code) for day in range(1, 23) for code in "EL")


@pytest.fixture
def draw(cast, planned):
    def draw(at=None, by=None, key=""):
        return commands.draw(desk=cast.desk, by=by or cast.supervisor, at=at or moment(10), key=key)

    return draw


def test_with_the_same_number_the_same_shift_and_records_are_drawn():
    pool = list(range(100, 140))
    shuffled = random.Random(7).sample(pool, len(pool))
    assert drawing.pick_shift(NONCE, SHIFTS) == drawing.pick_shift(NONCE, SHIFTS)
    assert drawing.pick_records(NONCE, pool) == drawing.pick_records(NONCE, shuffled)
    assert len(drawing.pick_records(NONCE, pool)) == 3
    assert drawing.pick_records(NONCE, [5]) == [5]
    assert drawing.pick_records(NONCE, []) == []


def test_every_shift_is_drawn_about_as_often_as_any_other():
    drawn = Counter(drawing.pick_shift(f"{number:064x}", SHIFTS) for number in range(4400))
    assert len(drawn) == 44
    assert 60 < min(drawn.values()) <= max(drawn.values()) < 145


def test_the_draw_is_sealed_before_it_is_shown_and_bound_to_its_place_in_the_chain(draw, cast, record):
    record()
    head = Chain.objects.get(desk=cast.desk).last_hash
    made = draw(moment(10, 10))
    hidden = DrawNonce.objects.get(draw=made).nonce
    assert Seal.objects.filter(kind=SpotDraw.seal_kind, record_id=made.pk).get().prev == made.head == head
    assert made.commitment == drawing.commitment(nonce=hidden, head=head, candidates=made.candidates)
    assert hidden not in Seal.objects.get(kind=SpotDraw.seal_kind).body
    assert not SpotReveal.objects.exists()
    shown = commands.reveal(draw_id=made.pk, by=cast.supervisor, at=moment(10, 11))
    assert (shown.nonce, shown.target_date, shown.target_code) == (hidden, *drawing.pick_shift(hidden, made.candidates))
    assert not DrawNonce.objects.exists()
    assert commands.reveal(draw_id=made.pk, by=cast.supervisor, at=moment(11)).pk == shown.pk
    assert verify.verify()[1] == []


def test_only_past_shifts_are_drawn_from_and_records_of_the_drawn_one(draw, cast, record):
    for number in range(5):
        record(minutes=number - 24 * 60)
    made = draw()
    assert orjson.loads(made.candidates) == [
        ["2026-11-21", "E"], ["2026-11-21", "L"], ["2026-11-22", "E"], ["2026-11-22", "L"],
    ]  # fmt: skip
    shown = commands.reveal(draw_id=made.pk, by=cast.supervisor, at=moment(10, 1))
    of_shift = list(shifts.entries_of(cast.desk, shown.target_date, shown.target_code).values_list("pk", flat=True))
    assert orjson.loads(shown.pool) == of_shift
    assert set(orjson.loads(shown.picked)) <= set(of_shift)
    assert [entry.shift_code for entry in shifts.entries_of(cast.desk, YESTERDAY, "E")] == ["E"] * 5


def test_nobody_draws_again_until_what_was_drawn_is_inspected(draw, her, cast):
    made = draw(key="form-1")
    assert draw(key="form-1").pk == made.pk
    with pytest.raises(Refused):
        draw()
    with pytest.raises(Refused):
        her.spot(made, moment(10, 1))
    commands.reveal(draw_id=made.pk, by=cast.supervisor, at=moment(10, 1))
    with pytest.raises(Refused):
        draw()
    inspection = her.spot(made, moment(10, 30))
    assert (inspection.kind, inspection.picked_by, inspection.draw) == ("spot", "random", made)
    with pytest.raises(Refused):
        her.spot(made, moment(10, 31))
    assert draw(moment(11)).pk != made.pk


@pytest.mark.clause("R03")
def test_only_the_supervisor_draws_shows_and_checks(draw, her, cast):
    for somebody in (cast.butler, cast.lead, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            draw(by=somebody)
    made = draw()
    with pytest.raises(Forbidden):
        commands.reveal(draw_id=made.pk, by=cast.butler, at=moment(10, 1))


@pytest.mark.clause("R03")
def test_a_shift_may_be_chosen_by_hand_and_it_is_said_so(her, cast, planned):
    handover.set_up(desk=cast.desk)
    sheet = Hands(cast).change()
    said = {
        "desk": cast.desk, "found": list(found(cast.desk, ["handover"], handover="未点清")), "by": cast.supervisor,
        "at": moment(17), "proof": proof(cast.supervisor, moment(17)),
    }  # fmt: skip
    made = commands.inspect_chosen(date=TODAY, code="E", **said)
    assert (made.picked_by, made.draw, made.sheet, made.target_date, made.target_code) == (
        "manual",
        None,
        sheet,
        TODAY,
        "E",
    )
    assert list(Inspection.objects.of_sheet(sheet)) == [made]
    assert list(Inspection.objects.of_shift(cast.desk.pk, TODAY, "E")) == [made]
    assert list(Inspection.objects.of_day(cast.desk.pk, TODAY)) == [made]
    running = commands.inspect_chosen(date=TODAY, code="L", **said)
    assert running.target_code == "L"
    for date, code in ((TODAY, "X"), (TODAY.replace(day=24), "E"), (TODAY.replace(month=1), "E")):
        with pytest.raises(Refused):
            commands.inspect_chosen(date=date, code=code, **said)


def test_without_a_past_shift_there_is_nothing_to_draw_from(cast):
    with pytest.raises(Refused):
        commands.draw(desk=cast.desk, by=cast.supervisor, at=moment(10))


@pytest.mark.clause("R41")
def test_a_number_that_was_changed_or_removed_is_found(draw, cast):
    made = draw()
    place = [(SpotDraw.seal_kind, made.pk)]
    DrawNonce.objects.update(nonce="0" * 64)
    assert [(fault.kind, fault.record_id) for fault in verify.verify()[1]] == place
    call_command("records", "rebuild", "--json")
    DrawNonce.objects.all().delete()
    with pytest.raises(Refused):
        commands.reveal(draw_id=made.pk, by=cast.supervisor, at=moment(10, 1))
    assert [(fault.kind, fault.record_id) for fault in verify.verify()[1]] == place
