"""Deadlines are noticed, once."""

from datetime import timedelta

import pytest

from frontdesk.kernel.notices import commands, obligations
from frontdesk.kernel.notices.models import Notice, Sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(monkeypatch, clerk, desk):
    """One obligation, due from the hour that is put into it."""
    due = []
    monkeypatch.setattr(
        obligations,
        "sources",
        [
            lambda at: [
                obligations.Owed(clerk.pk, desk.project_id, f"thing:{n}", "matter_overdue", "0001", "/")
                for n, since in enumerate(due)
                if at >= since
            ]
        ],
    )
    return due


def test_what_is_owed_is_told_once_however_often_is_swept(owed, at, clerk):
    owed.append(at)
    assert commands.sweep(at=at)["created"] == 1
    assert [commands.sweep(at=at + timedelta(minutes=n))["created"] for n in range(3)] == [0, 0, 0]
    assert list(Notice.objects.values_list("person", "key")) == [(clerk.pk, "thing:0")]


def test_a_late_sweep_catches_up(owed, at):
    owed += [at, at + timedelta(hours=1)]
    assert commands.sweep(at=at - timedelta(minutes=1))["created"] == 0
    assert commands.sweep(at=at + timedelta(days=1))["created"] == 2


def test_a_page_view_sweeps_only_when_nothing_else_did(owed, at):
    assert commands.sweep_if_nobody_did(at=at) is not None
    assert commands.sweep_if_nobody_did(at=at + timedelta(minutes=9)) is None
    assert commands.sweep_if_nobody_did(at=at + timedelta(minutes=11)) is not None
    assert Sweep.objects.get().at == at + timedelta(minutes=11)
