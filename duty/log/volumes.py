"""Volumes after their month: what belongs to one, how it stands, how long it is kept (R42, R43, A19).

Other rooms say in their `ready` what of theirs stands in a volume (`belong`), and who makes files of one adds to `makers`.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import settings_cache
from frontdesk.kernel.records.models import Attachment

from .models import ArchiveSettings, ContactAttempt, Correction, Entry, LogBook, Note, VolumeStep
from .models.sheets import SHEETS
from .models.volumes import LEAST_YEARS

Kind = VolumeStep.Kind
CLOSE_BY, LATE_BY = 5, 10  # days of the following month, each until its midnight


@dataclass(frozen=True)
class Part:
    """What belongs to a volume. of(book): a QuerySet of sealed records; forget(book): empties what was never sealed."""

    name: str
    of: Callable[[LogBook], QuerySet]
    forget: Callable[[LogBook], object] | None = None


@dataclass(frozen=True)
class Maker:
    """How a file of a volume is made.

    write(book, path, by, at, progress): writes it to `path`, as somebody (a User) at a moment, in constant memory; calls
    progress(done, total) now and then.
    """

    suffix: str
    label: str
    write: Callable


parts: list[Part] = []
makers: dict[str, Maker] = {}


def belong(part):
    """Called by an app's `ready`: these records are counted, exported and disposed of with their volume."""
    if part.name not in {known.name for known in parts}:
        parts.append(part)


def _of_entries(model):
    return lambda book: model.objects.filter(entry__book=book)


OURS = [
    Part("entries", lambda book: Entry.objects.filter(book=book)),
    Part("notes", _of_entries(Note)),
    Part("corrections", _of_entries(Correction)),
    *[Part(model._meta.model_name, _of_entries(model)) for model in SHEETS.values()],
    Part("attempts", _of_entries(ContactAttempt)),
]


def records_of(book):
    """[QuerySet] of every sealed record that belongs to a volume, attachments last; also what was added after its closing."""
    found = [part.of(book) for part in parts]
    about = Q()
    for rows in found:
        about |= Q(about_kind=rows.model.seal_kind, about_id__in=rows.order_by().values("pk"))
    return [*found, Attachment.objects.filter(about, desk=book.desk_id)]


def counts(book):
    """{name of the part: number} of what stands in a volume now."""
    return {part.name: part.of(book).count() for part in parts}


# -- days


def today(desk, at):
    """The local date at a desk."""
    return at.astimezone(ZoneInfo(desk.project.time_zone)).date()


def following(month):
    """The first day after a month."""
    return month + timedelta(days=calendar.monthrange(month.year, month.month)[1])


def years_later(day, years):
    """The day so many years on; from 29 February it is the last of that month where there is none (《民法典》 art. 202)."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))


def keep_years(project):
    """How long a project keeps its volumes."""
    return settings_cache.get(project, "keep_years", lambda: _keep_years(project))


def _keep_years(project):
    set_to = ArchiveSettings.objects.filter(project=project).values_list("keep_years", flat=True).first()
    return set_to or LEAST_YEARS


def kept_until(closing, project):
    """The last day on which a volume must not be disposed of. What was promised at its closing is never shortened; a longer
    time that the project has set since holds for it too."""
    return years_later(closing.closed_on, max(closing.keep_years, keep_years(project)))


# -- how a volume stands

OPEN, CLOSED, HELD, DISPOSING, DISPOSED = "open", "closed", "held", "disposing", "disposed"
STATES = {
    OPEN: _("still open"),
    CLOSED: _("closed"),
    HELD: _("closed, disposal on hold"),
    DISPOSING: _("being disposed of"),
    DISPOSED: _("disposed of"),
}


@dataclass(frozen=True)
class Standing:
    """A volume as its records say it stands. custodian, place: since the last change; hold, asked: the steps in force."""

    book: LogBook
    state: str
    custodian: object = None
    place: str = ""
    hold: VolumeStep | None = None
    asked: VolumeStep | None = None
    approved: VolumeStep | None = None
    kept_until: date | None = None

    @property
    def label(self):
        return STATES[self.state]

    @property
    def closing(self):
        return getattr(self.book, "closing", None)

    @property
    def certificate(self):
        return getattr(self.book, "certificate", None)

    @property
    def due_from(self):
        """The first day on which it may be disposed of, while it still can be."""
        return self.kept_until + timedelta(days=1) if self.kept_until and self.state != DISPOSED else None

    def is_due(self, day):
        return self.state == CLOSED and self.due_from <= day


WITH_LIFE = ("desk__project", "closing__custodian", "certificate")


def standing(book):
    """How one volume stands."""
    return standings(LogBook.objects.filter(pk=book.pk))[0]


def standings(books):
    """[Standing] of some volumes (a QuerySet), in two queries."""
    books = list(books.select_related(*WITH_LIFE))
    steps = VolumeStep.objects.filter(book__in=books).select_related("custodian", "recorded_by").order_by("id")
    held: dict = {}
    for step in steps:
        held.setdefault(step.book_id, []).append(step)
    return [_standing(book, held.get(book.pk, [])) for book in books]


def _standing(book, steps):
    closing = getattr(book, "closing", None)
    if closing is None:
        return Standing(book, OPEN)
    said = {
        "custodian": closing.custodian,
        "place": closing.place,
        "kept_until": kept_until(closing, book.desk.project),
    }
    hold = asked = approved = None
    for step in steps:
        match step.kind:
            case Kind.MOVED:
                said |= {"custodian": step.custodian, "place": step.place}
            case Kind.HELD | Kind.LIFTED:
                hold = step if step.kind == Kind.HELD else None
            case Kind.ASKED:
                asked = step
            case Kind.DECLINED:
                asked = None
            case Kind.APPROVED:
                approved = step
    state = HELD if hold else CLOSED
    if approved:
        state = DISPOSED if hasattr(book, "certificate") else DISPOSING
    return Standing(book, state, hold=hold, asked=asked, approved=approved, **said)


def kept_by(user, project_ids):
    """The volumes of some projects that somebody keeps now."""
    books = LogBook.objects.filter(desk__project__in=project_ids)
    touched = books.filter(Q(closing__custodian=user) | Q(volume_steps__custodian=user)).distinct()
    return [one for one in standings(touched) if one.custodian == user]


# -- files


def folder():
    return Path(settings.MEDIA_ROOT) / "exports"


def path_of(exported):
    """Where a registered file lies."""
    return folder() / exported.name
