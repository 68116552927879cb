"""What personal data an entry and everything about it holds, and what goes with it when it is erased (A18).

Other rooms say in their `ready` which records of theirs repeat what an entry says (`holds`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from frontdesk.kernel.records import catalogue
from frontdesk.kernel.records.erasing import was_erased
from frontdesk.kernel.records.models import Attachment, SealedRecord
from frontdesk.kernel.search import index
from frontdesk.kernel.ui import masks

from . import course, reading, sheets
from .models import ContactAttempt, Correction, Entry, Matter, Note
from .models.entries import ABOUT_A_PERSON
from .models.sheets import SHEETS

MOST = 40  # entries that one request may be about
PHONES = {"phone"}


@dataclass(frozen=True)
class Holder:
    """of(entries): records that repeat what some entries say; forget(entries): empties copies that were never sealed.

    whole: such a record also says a good deal about other people, so nobody is made to give it up without saying so.
    """

    of: Callable[[list], Iterable[SealedRecord]]
    forget: Callable[[list], object] | None = None
    whole: bool = False


holders: list[Holder] = []


def holds(holder):
    """Called by an app's `ready`."""
    if holder not in holders:
        holders.append(holder)


@dataclass(frozen=True)
class Piece:
    """One personal field that has a value. whole: it says much else besides."""

    record: SealedRecord
    field: str
    whole: bool = False

    @property
    def key(self):
        return f"{self.record.seal_kind}:{self.record.pk}:{self.field}"

    @property
    def label(self):
        return self.record._meta.get_field(self.field).verbose_name

    @property
    def text(self):
        value = getattr(self.record, self.field)
        is_phone = self.field in PHONES or getattr(self.record, "field", "") in PHONES
        return masks.phone(value) if is_phone else value or "—"


def pieces(entries):
    """[Piece] of all that some entries and the records about them hold of people, oldest record first."""
    found, about = [], Q(pk=None)
    for model in (Entry, Note, Correction, *SHEETS.values(), ContactAttempt):
        rows = model.objects.filter(**{"pk__in" if model is Entry else "entry__in": [entry.pk for entry in entries]})
        found += [(record, False) for record in rows.order_by("id")]
        about |= Q(about_kind=model.seal_kind, about_id__in=rows.values("pk"))
    found += [(record, False) for record in Attachment.objects.filter(about).order_by("id")]
    for holder in holders:
        found += [(record, holder.whole) for record in holder.of(entries)]
    return [Piece(record, field, whole) for record, whole in found for field in filled(record)]


def filled(record):
    """The personal fields of a record that hold something about a person."""
    if isinstance(record, Correction) and record.field not in ABOUT_A_PERSON:
        return []
    if isinstance(record, Attachment):  # with or without a name, its file is what counts
        return [] if was_erased(record) else list(record.personal)
    return [name for name in record.personal if getattr(record, name) is not None]


def about(desk, who):
    """The entries of a desk, newest first, that name somebody: by the whole telephone number, or the whole name."""
    plain = "".join(letter for letter in who if letter.isalnum())
    if len(plain) < 2:
        return []
    corrected = Correction.objects.filter(Q(old=who) | Q(new=who), entry__desk=desk, field__in=["phone", "caller_name"])
    named = Q(phone=who) | Q(caller_name=who) | Q(pk__in=corrected.values("entry"))
    return list(Entry.objects.filter(named, desk=desk).order_by("-id")[:MOST])


def lines(request):
    """[(record or None, [labels of its fields])] of what a request names; a record of a kind that is gone is None."""
    found = []
    for (kind, pk), fields in request.wanted.items():
        model = catalogue.sealed_models().get(kind)
        record = model.objects.filter(pk=pk).first() if model else None
        found.append((record, [record._meta.get_field(name).verbose_name for name in fields] if record else fields))
    return found


def settle(entries):
    """After something about these entries was erased: what is derived from it, and what was copied from it, goes too."""
    for entry in entries:
        entry.refresh_from_db()
        notes = list(entry.notes.order_by("id"))
        derived = course.derive(entry, notes, reading.value_now(entry, "unit_no"))
        Matter.objects.filter(pk=entry.pk).update(**derived.columns())
        index.renew(project_id=entry.desk.project_id, target=entry, texts=_texts(entry, notes))
    for holder in holders:
        if holder.forget:
            holder.forget(entries)


def _texts(entry, notes):
    """What may still be searched for in an entry and what is about it."""
    yield reading.words(entry)
    for model in SHEETS.values():
        yield from map(sheets.words, model.objects.filter(entry=entry).order_by("id"))
    yield from (note.text or "" for note in notes)
    yield from (line.new or "" for line in entry.corrections.order_by("id"))
