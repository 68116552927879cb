"""What is shown on request only leaves a line; confidentiality is promised every year."""

from datetime import timedelta

import pytest

from duty.log import commands as log
from frontdesk.kernel.records import access
from frontdesk.kernel.records.models import AccessLine, ConfidentialityPromise

from .small_book import SAID

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R45")]
MOMENT = timedelta(microseconds=1)


def test_a_look_leaves_one_line_with_who_what_when_and_where(desk, clerk, at):
    entry = log.record_entry(desk_id=desk.pk, intake=log.Intake(**SAID[0]), by=clerk, at=at)
    what = AccessLine.What.REVEAL
    access.note(by=clerk, at=at, project_id=desk.project_id, what=what, about=entry, address="")
    line = AccessLine.objects.get()
    assert (line.person, line.at, line.project, line.what, line.about_kind, line.about_id, line.address) == (
        clerk, at, desk.project, "reveal", "log.entry", entry.pk, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "after, kept",
    [(MOMENT, True), (access.PROMISE_LASTS - MOMENT, True), (access.PROMISE_LASTS, False)],
    ids=["at once", "to the end of the year", "after a year"],
)
def test_a_promise_holds_for_a_year(clerk, at, after, kept):
    assert not access.has_promised(clerk, at=at)
    access.promise(by=clerk, at=at)
    assert access.has_promised(clerk, at=at + after) is kept


def test_a_promise_is_ones_own_and_keeps_its_words(clerk, butler, at):
    access.promise(by=clerk, at=at)
    assert not access.has_promised(butler, at=at + MOMENT)
    assert ConfidentialityPromise.objects.get().wording == access.wording()
