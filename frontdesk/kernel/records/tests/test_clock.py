"""The book's time never runs backwards, and says so when the server's did."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections

from duty.log import commands as log
from duty.log.models import Entry
from frontdesk.kernel.notices.commands import sweep
from frontdesk.kernel.records import sealing, verify
from frontdesk.kernel.records.models import Chain, ClockStep, Seal, Signature, Waiting
from tests import cast as casting

from .small_book import MINUTE, SAID, stand_in

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.clause("R40")


@pytest.fixture
def record(desk, clerk):
    return lambda at: log.record_entry(desk_id=desk.pk, intake=log.Intake(**SAID[1]), by=clerk, at=at)


def well():
    return verify.verify()[1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("back", [SECOND, 3 * SECOND, 4 * MINUTE, HOUR])
def test_recorded_at_never_goes_back(record, at, back):
    entries = [record(at), record(at - back), record(at + MINUTE)]
    assert [entry.recorded_at for entry in entries] == [at, at, at + MINUTE]


@pytest.mark.django_db
def test_up_to_two_seconds_are_no_step(record, at):
    record(at)
    record(at - 2 * SECOND)
    assert ClockStep.objects.count() == 0
    assert well()


@pytest.mark.django_db
def test_more_than_two_seconds_back_are_written_into_the_book(record, at, clerk):
    record(at)
    entry = record(at - 3 * SECOND)
    step = ClockStep.objects.get()
    assert (step.clock_said, step.book_said, step.recorded_by_id) == (at - 3 * SECOND, at, clerk.pk)
    kinds = Seal.objects.filter(chain=entry.desk_id).order_by("-seq").values_list("kind", flat=True)
    assert list(kinds[:2]) == ["log.entry", "records.clock_step"]
    assert well()


@pytest.mark.django_db
def test_more_than_five_minutes_back_recording_goes_on_and_sealing_waits(record, at, desk):
    record(at)
    sealed = Seal.objects.count()
    entry = record(at - 6 * MINUTE)
    assert Entry.objects.filter(pk=entry.pk).exists()
    assert Seal.objects.count() == sealed
    assert list(Waiting.objects.order_by("id").values_list("kind", flat=True)) == ["records.clock_step", "log.entry"]
    assert Chain.objects.get(pk=desk.pk).has_waiting
    assert well()


@pytest.mark.django_db
def test_what_waited_is_sealed_in_its_order_before_the_next_record(record, at, desk):
    record(at)
    waited = [record(at - HOUR) for _ in range(2)]
    last = record(at + SECOND)
    assert Waiting.objects.count() == 0
    assert not Chain.objects.get(pk=desk.pk).has_waiting
    sealed = Seal.objects.filter(chain=desk.pk, kind="log.entry").order_by("seq").values_list("record_id", flat=True)
    assert list(sealed[1:]) == [*(entry.pk for entry in waited), last.pk]
    assert well()


@pytest.mark.django_db
def test_what_waited_is_sealed_by_the_sweep_when_nobody_writes(record, at):
    record(at)
    record(at - HOUR)
    sweep(at=at - HOUR + MINUTE)
    assert Waiting.objects.count() == 2
    sweep(at=at + SECOND)
    assert Waiting.objects.count() == 0
    assert well()


@pytest.mark.django_db
def test_while_sealing_waits_a_clock_between_two_seconds_and_five_minutes_back_seals_again(record, at):
    record(at)
    record(at - HOUR)
    record(at - 3 * MINUTE)
    assert well()
    record(at + SECOND)
    assert Waiting.objects.count() == 0
    assert well()


@pytest.mark.django_db
@pytest.mark.clause("R56")
def test_signing_goes_on_while_the_clock_is_behind(cast, record, at):
    """A proof is as old as the clock says, not as the book says."""
    record(at)
    stand_in(cast, at - 4 * MINUTE)
    assert Signature.objects.get().recorded_at == at
    assert well()


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["taken from the list", "put on the list", "said of the chain", "record removed"])
def test_the_list_of_what_waits_cannot_hide_a_record(record, at, desk, harm):
    record(at)
    if harm in {"taken from the list", "record removed"}:
        entry = record(at - HOUR)
    if harm == "taken from the list":
        Waiting.objects.filter(record_id=entry.pk, kind="log.entry").delete()
    elif harm == "put on the list":
        Waiting.objects.create(chain_id=desk.pk, kind="log.entry", record_id=Entry.objects.get().pk)
    elif harm == "said of the chain":
        Chain.objects.filter(pk=desk.pk).update(has_waiting=True)
    else:
        Waiting.objects.create(chain_id=desk.pk, kind="log.note", record_id=10**6)
    assert not well()


def test_waiting_for_the_lock_is_no_step_of_the_clock(fresh_database):
    """Somebody waits two seconds for the pen: the moment they came with is old by then, and the clock is right."""
    people = casting.gather(casting.AT)
    desk, clerk = people.desk.pk, people.clerk
    at = casting.AT + HOUR
    held = threading.Event()

    def hold():
        with sealing.pen(desk, at=at + 2.5 * SECOND) as pen:
            held.set()
            time.sleep(2)
            pen.write(ClockStep(clock_said=at, book_said=at), by=clerk)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()  # whoever comes within a second and a half has waited long enough, on a busy machine too
    entry = log.record_entry(desk_id=desk, intake=log.Intake(**SAID[1]), by=clerk, at=at)
    holder.join()
    assert entry.recorded_at == at + 2.5 * SECOND
    assert ClockStep.objects.count() == 1  # what the holder wrote, and none of the waiting one's
    assert well()
