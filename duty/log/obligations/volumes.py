"""Volumes that should have been closed, those whose time is over, and what waits for the lead's answer (R42, R43, A18)."""

from datetime import timedelta

from frontdesk.kernel.notices.obligations import Owed
from frontdesk.kernel.people.models import Role

from .. import volumes
from ..models import ErasureRequest, LogBook, VolumeStep
from ..models.volumes import LEAST_YEARS
from .audience import Audience


def volumes_open(at):
    """A past month's volume that is still open: the supervisor after the 5th, the lead too after the 10th. R42."""
    audience = Audience(at)
    for book in LogBook.objects.filter(closing=None, last_serial__gt=0).select_related("desk__project"):
        today, project_id = volumes.today(book.desk, at), book.desk.project_id
        since = (today - volumes.following(book.month)).days + 1  # the day of the month that follows, counted on
        for day, role, stage in (
            (volumes.CLOSE_BY, Role.SUPERVISOR, "close"), (volumes.LATE_BY, Role.PROJECT_LEAD, "late"),
        ):  # fmt: skip
            if since > day:
                for person_id in audience.holders(project_id, role):
                    link = f"/archive/{book.pk}/"
                    yield Owed(person_id, project_id, f"volume:{book.pk}:{stage}", f"volume_{stage}", book.number, link)


def volumes_due(at):
    """Volumes whose time of keeping is over: their custodian and the lead, once a year until they are disposed of. R43."""
    audience, found = Audience(at), {}
    old = (at - timedelta(days=365 * LEAST_YEARS)).date()  # roughly, and rather too many than too few
    closed = LogBook.objects.filter(closing__closed_on__lte=old, certificate=None)
    for standing in volumes.standings(closed):
        today = volumes.today(standing.book.desk, at)
        if standing.is_due(today):
            project_id = standing.book.desk.project_id
            for person_id in {standing.custodian.pk, *audience.holders(project_id, Role.PROJECT_LEAD)}:
                found.setdefault((person_id, project_id, today.year), []).append(standing.book.number)
    for (person_id, project_id, year), numbers in found.items():
        key, subject = f"volumes-due:{project_id}:{year}", str(len(numbers))
        yield Owed(person_id, project_id, key, "volumes_due", subject, "/archive/?show=due")


def disposals(at, desk_id=None):
    """A disposal asked for that nobody has answered: the lead. R43."""
    asked = VolumeStep.objects.filter(kind=VolumeStep.Kind.ASKED, answer=None).select_related("desk", "book")
    audience = Audience(at)
    for step in asked.filter(desk=desk_id) if desk_id else asked:
        for person_id in audience.holders(step.desk.project_id, Role.PROJECT_LEAD):
            key, link = f"disposal:{step.pk}:asked", f"/archive/{step.book_id}/"
            yield Owed(person_id, step.desk.project_id, key, "disposal_asked", step.book.number, link)


def erasures(at, desk_id=None):
    """An erasure asked for that nobody has answered: the lead. A18."""
    asked = ErasureRequest.objects.filter(answer=None).select_related("desk")
    audience = Audience(at)
    for request in asked.filter(desk=desk_id) if desk_id else asked:
        for person_id in audience.holders(request.desk.project_id, Role.PROJECT_LEAD):
            key, link = f"erasure:{request.pk}:asked", f"/archive/erasures/{request.pk}/"
            yield Owed(person_id, request.desk.project_id, key, "erasure_asked", f"{request.pk}", link)
