"""Three days of November with an approved roster: the clerk early from 8:00, the butler late from 14:00 until 22:00."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from duty.roster import commands as rosters
from duty.roster.models import ShiftType
from frontdesk.kernel.records.proof import Proof
from handover import assembly, commands
from handover.models import Article, Handover

BEFORE = datetime(2026, 11, 10, 2, tzinfo=UTC)
DAYS = [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)]


def moment(hour, minute=0, day=23):
    """A local time of November 2026 in Shanghai."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def proof(person, at):
    return Proof(person_id=person.pk, at=at, terminal="10.0.0.7")


def plan(cast, rows, month=date(2026, 11, 1), at=BEFORE):
    """Approve a month: rows {(username, day): code}."""
    ShiftType.objects.filter(desk=cast.desk).update(people=1)
    by = {"by": cast.supervisor, "at": at}
    roster = rosters.begin_month(desk=cast.desk, month=month, **by)
    for (username, day), code in rows.items():
        rosters.put(roster_id=roster.pk, person=getattr(cast, username), day=day, code=code, **by)
    rosters.complete(roster_id=roster.pk, **by)
    rosters.review(roster_id=roster.pk, note="只排这几天", proof=proof(cast.supervisor, at), **by)
    rosters.submit(roster_id=roster.pk, **by)
    rosters.approve(roster_id=roster.pk, by=cast.lead, at=at, proof=proof(cast.lead, at))
    return roster


@pytest.fixture
def planned(cast):
    commands.set_up(desk=cast.desk)
    rows = {("clerk", day): "E" for day in DAYS} | {("butler", day): "L" for day in DAYS}
    return plan(cast, rows)


@dataclass
class Hands:
    """Handing over in few words, through the commands that the pages use."""

    cast: object

    @property
    def desk(self):
        return self.cast.desk

    def begin(self, incoming, at):
        return commands.take_over(desk=self.desk, by=incoming, at=at)

    def frame(self, handover, at):
        return assembly.assemble(
            Handover.objects.select_related("desk__project", "outgoing", "incoming").get(pk=handover.pk), at
        )

    def fill(self, handover, at, **last_words):
        """Read, understand, look and count, so that nothing is missing."""
        by = handover.incoming or handover.outgoing
        frame = self.frame(handover, at)
        commands.mark_read(
            handover_id=handover.pk, read_to=frame.reads_to, understood=[item.key for item in frame.items],
            no_questions=not frame.questions, by=by, at=at,
        )  # fmt: skip
        commands.check(handover_id=handover.pk, faults={}, stand_in="", by=by, at=at)
        said = {"nothing_omitted": True, "remark": "", "witness_name": "", **last_words}
        said.setdefault("no_matters", not frame.totals["entries"])
        numbers = {one.article.pk: one.expected_here for one in frame.counts}
        commands.count(handover_id=handover.pk, numbers=numbers, by=by, at=at, **said)
        return self.frame(handover, at)

    def sign(self, handover, *people, at, digest=None, by=None, key="", proved_at=None):
        return commands.sign(
            handover_id=handover.pk, digest=digest or self.frame(handover, at).digest, by=by or people[0], at=at, key=key,
            proofs=[proof(person, proved_at or at) for person in people],
        )  # fmt: skip

    def change_begun(self, day=23, outgoing=None, incoming=None):
        """The change of shift at 14:00, of two who are there; nothing is read, looked at or counted yet."""
        handover = self.begin(incoming or self.cast.butler, moment(13, 40, day))
        if handover.outgoing is None:
            person = outgoing or self.cast.clerk
            at = moment(13, 41, day)
            commands.choose_outgoing(handover_id=handover.pk, person=person, by=handover.incoming, at=at)
            handover.refresh_from_db()
        return handover

    def change(self, day=23, outgoing=None, incoming=None):
        """The change of shift at 14:00, from arrival to both signatures."""
        handover = self.change_begun(day, outgoing, incoming)
        self.fill(handover, moment(13, 50, day))
        return self.sign(handover, handover.outgoing, handover.incoming, at=moment(13, 58, day))

    def close(self, day=23, **last_words):
        handover = commands.prepare(desk=self.desk, by=self.cast.butler, at=moment(21, 50, day))
        self.fill(handover, moment(21, 55, day), **{"witness_name": "中控室 郝强", **last_words})
        return self.sign(handover, self.cast.butler, at=moment(22, 0, day))

    def open(self, day=23, **last_words):
        handover = self.begin(self.cast.clerk, moment(7, 42, day))
        self.fill(handover, moment(7, 50, day), **{"witness_name": "中控室 郝强", **last_words})
        return self.sign(handover, self.cast.clerk, at=moment(7, 55, day))

    def article(self, name="对讲机"):
        return Article.objects.get(desk=self.desk, name=name)


@pytest.fixture
def hands(planned, cast):
    return Hands(cast)
