"""Reading the book: lines ready to be shown, fetched in a number of queries that does not grow with the book.

A page is cut by the entry's id (the order of writing), never by counting or skipping.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache, cached_property
from operator import itemgetter
from types import SimpleNamespace

from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join

from frontdesk.kernel.people.models import User
from frontdesk.kernel.records import canonical
from frontdesk.kernel.records.models import Attachment
from frontdesk.kernel.search.marks import marked
from frontdesk.kernel.ui import masks
from frontdesk.kernel.ui.templatetags.desk import clock, day, spell

from . import categories, erased, stages, story
from .models import Correction, Entry, Note, State
from .models.entries import CORRECTABLE, CallerKind, Channel, Rings
from .models.notes import HANDED_ON

PAGE, BATCH = 50, 200
BRIEF = 2
LATE = timedelta(minutes=15)
ERASED = f':"{canonical.ERASED}"'  # as a row's salts say it
OF_MATTER = {name: f"matter__{name}" for name in (
    "state", "owner_id", "department", "priority", "due_at", "accept_by", "arrive_by", "contain_by", "dispatched_at",
    "accepted_at", "arrived_at", "finished_at", "paused_until", "incident_at", "contained_at", "reopened_count",
)}  # fmt: skip
# Names of people are asked for by id, once for all rows: to join them in, PostgreSQL thinks for longer than it then works.
PEOPLE = ("recorded_by", "outgoing_approver", "matter__owner", "new_owner", "person")
OF_NOTE = (
    "id", "entry_id", "kind", "text", "rating", "recorded_at", "recorded_by_id", "new_owner_id", "code",
    "department", "person_id", "whom", "level", "priority", "place", "until", "happened_at", "about__department",
    "about__whom", "salts",
)  # fmt: skip
COLUMNS = (
    "id", "serial", "book_id", "book__number", "book__closing__recorded_at", "salts", "shift_code", "channel", "rings",
    "category", "subcategory", "priority", "occurred_at", "recorded_at", "recorded_by_id", "caller_kind", "caller_name",
    "phone", "unit_no", "place", "description", "customer_request", "appointed_at", "immediate_result", "outgoing_reason",
    "outgoing_approver_id", "outgoing_emergency", *OF_MATTER.values(),
)  # fmt: skip
# Only once, and not for each page: the columns of what a row points to take long to be looked up.
ROWS = Entry.objects.values(*COLUMNS)
CODED = {
    "channel": Channel.choices, "rings": Rings.choices, "caller_kind": CallerKind.choices, "state": State.choices,
    "kind": Note.Kind.choices, "rating": Note.Rating.choices,
}  # fmt: skip
SHOWN = (*CORRECTABLE, "immediate_result")


def words():
    """{field: {code: what it is called}} in the language of the screen."""
    return _words(translation.get_language())


@cache  # a page asks for hundreds of them
def _words(language):
    with translation.override(language):
        return {
            "category": {category.code: str(category.label) for category in categories.CATEGORIES},
            "subcategory": {
                (category.code, sub.code): str(sub.label) for category in categories.CATEGORIES for sub in category.subs
            },
            **{name: {code: str(label) for code, label in choices} for name, choices in CODED.items()},
        }


@dataclass(slots=True)
class Part:
    """One field as it reads: the words now (or that they were erased), those struck through before, the hits of a search."""

    now: str
    runs: list = ()
    struck: list = ()
    erased: bool = False

    @property
    def shown(self):
        """What a template shows: the words for it to escape, or HTML where something is marked or struck through in them."""
        if not (self.erased or self.runs or self.struck):
            return self.now
        now = format_html('<span class="erased">{}</span>', self.now) if self.erased else marked(self.now, self.runs)
        if not self.struck:
            return now
        return format_html(
            "{}<ins>{}</ins>", format_html_join("", "<del>{}</del> ", [(old or "—",) for old in self.struck]), now
        )


@dataclass
class Line:
    """An entry as the book shows it; `parts` has what may be corrected or erased, the rest is fixed.

    is_new: for somebody who reads a day again, and has not seen it before.
    """

    id: int
    row: dict
    parts: dict
    notes: list
    corrections: list
    files: list
    late: str
    late_from: str
    state: str
    new_day: str = ""
    is_new: bool = False

    @property
    def serial(self):
        return f"{self.row['serial']:04d}"

    @cached_property
    def written(self):
        """When it was written, in the desk's time zone."""
        return timezone.localtime(self.row["recorded_at"])

    @property
    def clock(self):
        return f"{self.written:%H:%M}"

    @property
    def category(self):
        return self.parts["category"].now

    @property
    def last_notes(self):
        """The last steps that somebody wrote words for: what a list of what is due has room for."""
        return [note for note in self.notes if note["text"]][-BRIEF:]

    @property
    def steps(self):
        """Notes and corrections in the order in which they were written."""
        return _in_order(self.notes, self.corrections)

    @property
    def last_steps(self):
        return _in_order(self.last_notes, self.corrections)

    @property
    def is_open(self):
        return self.row["matter__state"] != State.CLOSED

    @property
    def department(self):
        return story.DEPARTMENTS.get(self.row["matter__department"], "")

    @cached_property
    def next_stage(self):
        """What is due next, or None."""
        matter = SimpleNamespace(**{name: self.row[column] for name, column in OF_MATTER.items()})
        return next(iter(stages.pending(self.row["category"], matter)), None)


def _in_order(notes, corrections):
    return sorted([*notes, *corrections], key=itemgetter("recorded_at")) if corrections else notes


@dataclass(slots=True)
class Page:
    lines: list
    older: int | None
    newer: int | None


def newest(desk_id, *, before=None, after=None, lines=PAGE):
    """A page of a desk's book, newest first. before / after: an entry's id to go on from; lines: how many it holds."""
    rows = ROWS.filter(desk_id=desk_id)
    if after:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: lines + 1])
        more_newer, more_older = len(found) > lines, True
        found = found[:lines][::-1]
    else:
        if before:
            rows = rows.filter(pk__lt=before)
        found = list(rows.order_by("-pk")[: lines + 1])
        more_newer, more_older = bool(before), len(found) > lines
        found = found[:lines]
    shown = read(found)
    return Page(
        shown,
        older=shown[-1].id if shown and more_older else None,
        newer=shown[0].id if shown and more_newer else None,
    )


def bounds(date):
    """The two moments between which a local day lies."""
    return tuple(timezone.make_aware(datetime.combine(date + timedelta(days=n), time.min)) for n in (0, 1))


def of_day(desk_id, date, *, after=None, most=PAGE):
    """The lines written on a local day, in the order of the book, a page at a time."""
    starts, ends = bounds(date)
    rows = ROWS.filter(desk_id=desk_id, recorded_at__gte=starts, recorded_at__lt=ends)
    if after:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("recorded_at", "pk")[: most + 1])
    lines = read(found[:most], whole=True)
    return Page(lines, older=None, newer=lines[-1].id if len(found) > most else None)


def between(desk_id, since, until):
    """Every line written between two moments, in the order of the book, read so many at a time: for paper and for files."""
    rows, last = ROWS.filter(desk_id=desk_id, recorded_at__gte=since, recorded_at__lt=until), 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from read(found)
        last = found[-1]["id"]


def outgoing(desk_id, *, before=None):
    """A page of the calls made on the hotline, the exceptions of R31, newest first."""
    rows = ROWS.filter(desk_id=desk_id, channel=Channel.HOTLINE_OUT)
    if before:
        rows = rows.filter(pk__lt=before)
    lines = read(list(rows.order_by("-pk")[: PAGE + 1]))
    return Page(lines[:PAGE], older=lines[PAGE - 1].id if len(lines) > PAGE else None, newer=None)


def of_ids(ids, runs=(), *, whole=False):
    """Lines for some entries, in the order given. runs: what to mark in them; whole: as in `read`."""
    rows = {row["id"]: row for row in ROWS.filter(pk__in=ids)}
    return read([rows[pk] for pk in ids if pk in rows], runs, whole=whole)


def last_and(desk_id, ids, *, lines):
    """(the last lines of a desk's book, newest first; those of some entries, {id: line}), read in one go."""
    last = list(Entry.objects.filter(desk_id=desk_id).order_by("-pk").values_list("pk", flat=True)[:lines])
    found = of_ids([*last, *(set(ids) - set(last))])
    return found[: len(last)], {line.id: line for line in found}


def month_of(line):
    """The first day of the local month in which a line was written."""
    return timezone.localtime(line.row["recorded_at"]).date().replace(day=1)


def one(entry_id):
    return of_ids([entry_id], whole=True)[0]


def read(rows, runs=(), *, whole=False):
    """Rows of COLUMNS as Lines, with their notes, corrections and files. whole: also who it was handed on to at each
    change of shift, which a day and the entry's own page say and a list leaves out."""
    ids = [row["id"] for row in rows]
    notes, note_owner = defaultdict(list), {}
    steps = (
        Note.objects.filter(entry_id__in=ids)
        if whole
        else Note.objects.filter(entry_id__in=ids).exclude(code=HANDED_ON)
    )
    for note in steps.order_by("id").values(*OF_NOTE):
        note["files"], note["is_new"] = [], False
        notes[note["entry_id"]].append(note)
        note_owner[note["id"]] = note
    corrections = defaultdict(list)
    for line in Correction.objects.filter(entry_id__in=ids).order_by("id").values(
        "id", "entry_id", "field", "old", "new", "reason", "recorded_at", "recorded_by_id", "salts"
    ):  # fmt: skip
        line["is_new"] = False
        corrections[line["entry_id"]].append(line)
    attached = []
    if ids:
        attached = list(
            Attachment.objects.filter(
                about_kind__in=[Entry.seal_kind, Note.seal_kind], about_id__in=[*ids, *note_owner]
            ).values("about_kind", "about_id", "id", "name", "salts")
        )
    _name([*rows, *note_owner.values(), *(line for fixes in corrections.values() for line in fixes)])
    gone = _marks(rows, note_owner.values(), [line for fixes in corrections.values() for line in fixes], attached)
    files = defaultdict(list)
    for file in attached:
        shown = file["id"], file["name"], gone.get((Attachment.seal_kind, file["id"], "name"), "")
        if file["about_kind"] == Entry.seal_kind:
            files[file["about_id"]].append(shown)
        elif file["about_id"] in note_owner:
            note_owner[file["about_id"]]["files"].append(shown)
    called = words()
    lines = [_line(row, notes[row["id"]], corrections[row["id"]], files[row["id"]], runs, gone, called) for row in rows]
    last = None
    for line in lines:
        written = line.written.date()
        if written != last:
            line.new_day, last = day(written), written
    return lines


def _name(rows):
    """Put `…__name` beside every `…_id` of a person; None where there is none."""
    found = [(row, f"{who}__name", row[f"{who}_id"]) for row in rows for who in PEOPLE if f"{who}_id" in row]
    wanted = {person for _row, _name, person in found if person}
    names = dict(User.objects.filter(pk__in=wanted).order_by().values_list("pk", "name")) if wanted else {}
    for row, name, person in found:
        row[name] = names.get(person)


def _marks(entries, notes, corrections, files):
    """What is read in place of what was erased, {(kind, id, field): sentence}; asks nothing where nothing was."""
    rows = {Entry.seal_kind: entries, Note.seal_kind: notes, Correction.seal_kind: corrections}
    lost = {kind: [row["id"] for row in found if ERASED in row["salts"]] for kind, found in rows.items()}
    # A file whose name was never given has lost no field, and yet may be gone.
    lost[Attachment.seal_kind] = [file["id"] for file in files if file["name"] is None]
    return erased.marks(lost)


def _part(kind, row, name, now, gone, runs=()):
    sentence = gone and gone.get((kind, row["id"], name))
    return Part(sentence or now, runs, erased=bool(sentence))


def _line(row, notes, corrections, files, runs, gone, called):
    parts = {name: _part(Entry.seal_kind, row, name, say(name, row[name], row, called), gone, runs) for name in SHOWN}
    occurred, closed = row["occurred_at"], row["book__closing__recorded_at"]
    for line in corrections:
        part = parts[line["field"]]
        old = _part(Correction.seal_kind, line, "old", part.now, gone)
        new = _part(Correction.seal_kind, line, "new", "", gone)
        if line["field"] == "occurred_at" and line["new"]:
            occurred = parse_datetime(line["new"])
        row = {**row, line["field"]: line["new"] or ""}
        if not new.erased:
            new.now = say(line["field"], line["new"], row, called)
        part.struck = [*part.struck, old.now]
        part.now, part.erased = new.now, new.erased
        line["when"] = _when(line["recorded_at"], row["recorded_at"])
        line["label"] = Entry._meta.get_field(line["field"]).verbose_name
        line["old_said"], line["new_said"] = old.now, new.now
        line["is_later"] = bool(closed and line["recorded_at"] > closed)
    for note in notes:
        note["when"] = _when(note["recorded_at"], row["recorded_at"])
        note["label"] = called["kind"][note["kind"]]
        note["detail"] = story.detail(note)
        note["shown"] = _part(Note.seal_kind, note, "text", note["text"] or "", gone, runs).shown
        note["rated"] = called["rating"].get(note["rating"], "")
        note["is_later"] = bool(closed and note["recorded_at"] > closed)
    lag = row["recorded_at"] - occurred
    late = lag > LATE
    return Line(
        id=row["id"],
        row=row,
        parts=parts,
        notes=notes,
        corrections=corrections,
        files=files,
        late=spell(int(lag.total_seconds() // 60)) if late else "",
        late_from=f"{day(occurred)} {clock(occurred)}" if late else "",
        state=called["state"].get(row["matter__state"], ""),
    )


def _when(moment, of_line):
    """The time of a step; with its day when that is not the line's."""
    same = timezone.localtime(moment).date() == timezone.localtime(of_line).date()
    return clock(moment) if same else f"{day(moment)} {clock(moment)}"


def say(name, value, row, called):
    """A field's value as the book says it; telephone numbers masked. called: see `words`."""
    if not value:
        return ""
    if name in called:
        key = (row["category"], value) if name == "subcategory" else value
        return called[name].get(key, value)
    if name == "phone":
        return masks.phone(value)
    if name == "occurred_at":
        moment = parse_datetime(value) if isinstance(value, str) else value
        return f"{day(moment)} {clock(moment)}"
    return value
