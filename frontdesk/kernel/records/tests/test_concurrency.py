"""Many write at once: every entry gets its number, none is lost, none is written twice.

bin/prove writers makes it a large run: 50 × 200 on PostgreSQL, 10 × 200 with time to think on SQLite.
"""

import random
import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from duty.log import commands as log
from duty.log.models import Entry, LogBook
from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import Chain, ClockStep, Seal, Submission
from tests import cast as casting

from .crowds import acknowledged, at_once, percentile, recorder, timed
from .small_book import SAID


@pytest.fixture
def people(fresh_database):
    return casting.gather(casting.AT)


def record(people, number, key=""):
    intake = log.Intake(**SAID[number % len(SAID)])
    return log.record_entry(desk_id=people.desk.pk, intake=intake, by=people.clerk, at=timezone.now(), key=key)


def serials():
    """Of all volumes, each counted from 1."""
    return list(Entry.objects.order_by("book__month", "serial").values_list("serial", flat=True))


def gapless(count):
    highest = list(LogBook.objects.order_by("month").values_list("last_serial", flat=True))
    return sum(highest) == count and serials() == [n for last in highest for n in range(1, last + 1)]


@pytest.mark.clause("R37")
@pytest.mark.clause("R40")
def test_writers_who_come_at_once_get_serials_without_a_gap(people, size, figure):
    writers, each = size((8, 10), (50, 200) if connection.vendor == "postgresql" else (10, 200))
    think = 0 if connection.vendor == "postgresql" else 0.02

    def work(number):
        waits = []
        for turn in range(each):
            waits.append(timed(lambda turn=turn: record(people, number + turn))[0])
            time.sleep(random.uniform(0, 2 * think))
        return waits

    seconds, (results, errors) = timed(lambda: at_once(writers, work))
    waits = [wait for result in results for wait in result]
    figure("writers", writers=writers, entries=len(waits), errors=len(errors), gaps=int(not gapless(writers * each)),
           seconds=seconds, p50=percentile(waits, 0.5), p99=percentile(waits, 0.99), longest=max(waits))  # fmt: skip
    assert errors == []
    assert gapless(writers * each)
    assert verify.verify() == (Seal.objects.count(), [])
    assert ClockStep.objects.count() == 0
    if think == 0 or writers < 10:  # ten on SQLite wait their turn, and nobody sees an error
        assert percentile(waits, 0.99) < size(10, 1)  # of few it is the longest: a busy machine may take a second off


@pytest.mark.clause("R37")
def test_the_same_form_sent_ten_times_at_once_is_one_entry(people):
    results, errors = at_once(10, lambda number: record(people, 0, key="the-form").pk)
    assert errors == []
    assert set(results) == {Entry.objects.get().pk}
    assert Submission.objects.count() == 1
    assert verify.verify()[1] == []


@pytest.mark.clause("R02")
def test_two_desks_do_not_wait_for_each_other(people):
    """One desk's chain is held, and the other desk writes into its own."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    newcomer = casting.person("newcomer", "解岚")

    def write(number):
        return appoint(
            project_id=people.other_desk.project_id, person=newcomer, role=Role.BUTLER,
            starts_at=casting.AT, by=people.stranger, at=casting.AT,
        )  # fmt: skip

    with transaction.atomic():
        Chain.objects.select_for_update().get(pk=people.desk.pk)
        results, errors = at_once(1, write)
    assert (len(results), errors) == (1, [])


@pytest.mark.clause("R37")
def test_several_processes_write_into_one_book(people):
    processes = [recorder(people.desk.pk, people.clerk.pk, 10) for _ in range(3)]
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said
    written = [line for out, _ in said for line in acknowledged(out.splitlines(keepends=True))]
    assert sorted(serial for serial, _ in written) == sorted(serials())  # of two volumes, when a month ends meanwhile
    assert gapless(30)
    assert verify.verify()[1] == []


def test_verify_runs_while_others_write(people):
    """What is written meanwhile is no fault. The others write for as long as it takes, on a busy machine too."""
    over, wrong = threading.Event(), []

    def look():
        try:
            for _ in range(6):
                wrong.extend(map(str, verify.verify()[1]))
        finally:
            over.set()

    def work(number):
        if number == 0:
            return look()
        while True:
            entry = record(people, 0)
            log.add_note(entry_id=entry.pk, text="在办", by=people.clerk, at=timezone.now())
            if over.is_set():
                return None

    assert at_once(3, work)[1] == []
    assert wrong == []
