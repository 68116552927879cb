"""November at the cast's desk, with the supervisor at work: she stands in the doorway with a telephone in her hand."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Notice
from handover.tests.conftest import DAYS, moment, plan, proof
from inspections import commands, items, reading
from inspections.models import Rectification
from inspections.results import Found

__all__ = ["DAYS", "moment", "plan", "proof"]
TODAY, YESTERDAY = DAYS[0], DAYS[0].replace(day=22)


def found(desk, only=None, **failed):
    """How the items were found: all pass but the failed ones, code=note (or a Found). only: codes looked at."""
    _version, wanted = items.current(desk.pk)
    for item in wanted:
        if only is None or item.code in only:
            said = failed.get(item.code)
            one = (
                said
                if isinstance(said, Found)
                else Found(code=item.code, result="fail" if said else "pass", note=said or "")
            )
            yield replace(one, code=item.code)


@dataclass
class Supervision:
    """The supervisor's acts in few words, through the commands that the pages use."""

    cast: object

    @property
    def desk(self):
        return self.cast.desk

    def inspect(self, at, *, kind="daily", by=None, only=None, key="", proved_by=None, proved_at=None, **failed):
        by = by or self.cast.supervisor
        return commands.inspect(
            desk=self.desk, kind=kind, found=list(found(self.desk, only, **failed)), by=by, at=at, key=key,
            proof=proof(proved_by or by, proved_at or at),
        )  # fmt: skip

    def finding(self, at, owner=None, **failed):
        """The finding of an inspection in which one item failed."""
        failed = failed or {"environment": "柜台上有客户资料"}
        ((code, note),) = failed.items()
        one = Found(code=code, result="fail", note=note, owner=owner or self.cast.clerk)
        return self.inspect(at, kind="adhoc", only=[code], **{code: one}).findings.get()

    def step(self, verb, finding, by, at, text="办", **more):
        verb(finding_id=finding.pk, text=text, by=by, at=at, **more)
        return Rectification.objects.get(pk=finding.pk)

    def read(self, day, at, *, by=None, digest=None, remark="", key=""):
        by = by or self.cast.supervisor
        digest = digest or reading.written(self.desk, day).digest
        return commands.read_day(
            desk=self.desk, day=day, digest=digest, remark=remark, proof=proof(by, at), by=by, at=at, key=key
        )

    def spot(self, draw, at, *, only=("duty_log",), **failed):
        return commands.inspect_drawn(
            draw_id=draw.pk, found=list(found(self.desk, only, **failed)), proof=proof(self.cast.supervisor, at),
            by=self.cast.supervisor, at=at,
        )  # fmt: skip

    def told(self, at, kind=None, about=""):
        """What a sweep at a moment newly tells at this project: [(username, kind)], of one kind only the names. about: a part of
        the keys that are meant."""
        before = set(Notice.objects.values_list("pk", flat=True))
        notices.sweep(at=at)
        fresh = Notice.objects.exclude(pk__in=before).filter(project=self.desk.project_id, key__contains=about)
        if kind:
            return sorted(fresh.filter(kind=kind).values_list("person__username", flat=True))
        return sorted(fresh.values_list("person__username", "kind"))


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def her(cast, files):
    return Supervision(cast)


@pytest.fixture
def planned(cast):
    """The clerk early and the butler late, from the 21st to the 25th."""
    days = [TODAY.replace(day=number) for number in range(21, 26)]
    return plan(cast, {("clerk", day): "E" for day in days} | {("butler", day): "L" for day in days})


def berlin(hour, minute, day, month=10):
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
