"""What the log owes is told."""

from datetime import timedelta

import pytest

from frontdesk.kernel.notices import commands
from frontdesk.kernel.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.mark.clause("R01")
def test_an_overdue_matter_is_told_to_its_owner_once(record, clerk, at):
    record(category="SEC", priority="P1", place="北门")
    assert [commands.sweep(at=at + timedelta(hours=n))["created"] for n in (1, 3, 4)] == [0, 1, 0]
    assert Notice.objects.get().person == clerk


@pytest.mark.clause("R01")
def test_an_overdue_matter_without_owner_is_told_to_the_supervisor(record, clerk, supervisor, at):
    record(category="SEC", priority="P1", place="北门")
    clerk.is_active = False
    clerk.save()
    commands.sweep(at=at + timedelta(hours=3))
    assert Notice.objects.get().person == supervisor
