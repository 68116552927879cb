"""What belongs together on paper: a day with the handovers of its shifts, a month, a volume (R64, R65)."""

from datetime import timedelta

from django.utils import timezone

from duty.log import book as reading
from duty.log import papers
from duty.log.models import Entry, LogBook, OnCallPost
from duty.log.models.sheets import SHEETS
from duty.roster import grid
from duty.roster import papers as roster_papers
from duty.roster.models import RosterVersion
from frontdesk.kernel.exports import chinese
from frontdesk.kernel.exports.binding import Section
from frontdesk.kernel.exports.chinese import in_chinese
from handover import papers as handover_papers

from .models import PrintJob

Kind = PrintJob.Kind
A_SECTION = 40  # sheets that are typeset together


def day(desk, date, *, log=True, handovers=True):
    """The parts of a day: the log with a line where the desk changed hands, then the signed record of each change."""
    signed = list(handover_papers.of_day(desk, date))
    parts = []
    if log:
        bands = [handover_papers.band(sheet, attached=handovers) for sheet in signed]
        parts.append(papers.day(desk, date, bands=bands))
    if handovers:
        parts += [handover_papers.record(sheet) for sheet in signed]
    return parts


@in_chinese
def roster(version):
    """The parts of a roster's version (with its roster and desk), with the posts on call as they are held now."""
    posts = OnCallPost.objects.filter(project=version.roster.desk.project_id).select_related("holder", "deputy")
    held = [(post.get_kind_display(), post.holder.name, post.deputy.name if post.deputy else "") for post in posts]
    return [roster_papers.roster(version, on_call=held)]


@in_chinese
def month(desk, first, kinds, *, at, register=None):
    """[Section] of a desk's month (its first day): the volume's cover, then what was chosen, each built when its turn comes.

    kinds: of PrintJob.Kind; at: the moment up to which days are printed; register: of papers.cover.
    """
    sections, book = [], LogBook.objects.filter(desk=desk, month=first).select_related("desk__project").first()
    kinds = [kind for kind in Kind if kind in kinds]
    if book:
        names = [str(kind.label) for kind in kinds]
        sections.append(Section("封面", lambda: [papers.cover(book, contents=names, register=register)]))
    if Kind.ROSTER in kinds:
        sections += _newest_roster(desk, first)
    if {Kind.LOG, Kind.HANDOVERS} & set(kinds):
        sections += [_of_day(desk, date, kinds) for date in _days(desk, first, at)]
    if Kind.INCIDENTS in kinds:
        sections += _incidents(desk, first)
    if Kind.SHEETS in kinds:
        sections += _sheets(desk, first)
    return sections


def _newest_roster(desk, first):
    versions = RosterVersion.objects.filter(roster__desk=desk, roster__month=first).select_related(
        "roster__desk__project"
    )
    newest = versions.order_by("-version").first()
    return [Section("值班表", lambda: roster(newest))] if newest else []


def _of_day(desk, date, kinds):
    name = f"{chinese.date(date)} {chinese.weekday(date)}"
    return Section(name, lambda: day(desk, date, log=Kind.LOG in kinds, handovers=Kind.HANDOVERS in kinds))


def _days(desk, first, at):
    """The days of a month from the first that was written in, up to a moment: an empty day in between is printed as empty."""
    dates = grid.days_of(first)
    since, until = reading.bounds(dates[0])[0], reading.bounds(dates[-1])[1]
    begun = Entry.objects.filter(desk=desk, recorded_at__gte=since, recorded_at__lt=until).order_by("pk").first()
    if begun is None:
        return []
    began = timezone.localdate(begun.recorded_at)
    return [date for date in dates if began <= date <= timezone.localdate(at)]


def _incidents(desk, first):
    found = _of_month(Entry.objects.filter(matter__incident_at__isnull=False), desk, first, "recorded_at")
    found = found.select_related("book", "matter", "recorded_by").order_by("pk")
    return [Section(f"突发事件 {entry}", lambda entry=entry: [papers.incident(entry)]) for entry in found]


def _sheets(desk, first):
    """The sheets of a month as they stand, so many to a section."""
    for model in SHEETS.values():
        found = _of_month(model.objects.newest(), desk, first, "entry__recorded_at")
        ids = list(found.order_by("entry_id").values_list("pk", flat=True))
        for start in range(0, len(ids), A_SECTION):
            some = ids[start : start + A_SECTION]
            yield Section(
                f"{papers.sheet_name(model)} {start + 1}–{start + len(some)}",
                lambda model=model, some=some: _forms(model, some),
            )


def _forms(model, ids):
    found = model.objects.filter(pk__in=ids).select_related("entry__book", "recorded_by").order_by("entry_id")
    return [papers.sheet(one) for one in found]


def _of_month(rows, desk, first, column):
    since, until = reading.bounds(first)[0], reading.bounds((first + timedelta(days=31)).replace(day=1))[0]
    return rows.filter(desk=desk, **{f"{column}__gte": since, f"{column}__lt": until})
