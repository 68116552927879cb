"""What the tests of volumes need: a full month, its volume closed, and years that pass."""

from datetime import timedelta

from duty.log import commands
from duty.log.models import LogBook
from frontdesk.kernel.records.proof import Proof
from tests.cast import AT

AFTER = AT.replace(month=12, day=1, hour=1)  # 1 December, 9:00 in Shanghai


def proof(person, at):
    return Proof(person_id=person.pk, at=at, terminal="10.0.0.7")


def close(cast, at=AFTER, **said):
    """Close the newest volume of the desk, in the supervisor's name."""
    book = LogBook.objects.filter(desk=cast.desk).latest("month")
    said = {"custodian": cast.butler, "place": "档案室 2 号柜", "by": cast.supervisor, "at": at, **said}
    return commands.close_book(book_id=book.pk, proof=proof(said["by"], at), **said)


def years_after(closing, days=0):
    """So many days after the last day on which a volume of the cast must be kept: 9:00 in Shanghai."""
    day = closing.closed_on
    return AFTER.replace(year=day.year + 3, month=day.month, day=day.day) + timedelta(days=days)


def ask(cast, book, at, **said):
    said = {"reason": "保存期满", "by": cast.supervisor, "at": at, **said}
    return commands.ask_disposal(book_id=book.pk, proof=proof(said["by"], at), **said)


def approve(cast, book, at, by=None):
    by = by or cast.lead
    return commands.approve_disposal(book_id=book.pk, by=by, at=at, proof=proof(by, at))
