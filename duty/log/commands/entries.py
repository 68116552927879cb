"""Writing a line into the book, and putting one right by another."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duty.roster import shifts
from duty.roster.commands import set_up_desk
from frontdesk.kernel.people.models import User
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import is_posted
from frontdesk.kernel.records import attachments, sealing
from frontdesk.kernel.search import index

from .. import categories, counting, course, reading, rules, targets
from ..models import Channel, Correction, Entry, LogBook, Matter, Resident
from ..models.entries import CORRECTABLE
from .escalations import begin_escalated
from .phrases import set_up_phrases
from .steps import FAR, NO_WRITER, NOT_POSTED, TOO_FAR

# Columns that are the server's, or were looked up, and need no cleaning.
SET_HERE = {"book", "desk", "recorded_by", "owner", "household", "entry", "outgoing_approver"}
NO_PLACE = _("Say where it is: a unit or a place.")


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What was taken in 接报, as far as a person says it; the rest is the server's. Ids are of this project.

    occurred_at None: now. priority "": the category's usual. resident: fills name, telephone and household.
    files: [(name, media type, bytes)] as `attachments.clean` returned them.
    """

    channel: str
    category: str
    description: str
    subcategory: str = ""
    priority: str = ""
    rings: str = ""
    occurred_at: datetime | None = None
    caller_kind: str = ""
    caller_name: str = ""
    phone: str = ""
    unit_no: str = ""
    place: str = ""
    resident: Resident | None = None
    customer_request: str = ""
    appointed_at: datetime | None = None
    immediate_result: str = ""
    department: str = ""
    owner: User | None = None
    outgoing_reason: str = ""
    outgoing_approver: User | None = None
    outgoing_emergency: bool = False
    files: tuple = ()


def open_desk(*, desk):
    """What a new desk needs before its first entry: its shift types, service hours, busy windows and phrases."""
    set_up_desk(desk=desk)
    set_up_phrases(desk=desk)


def record_entry(*, desk_id, intake, by, at, key=""):
    """Write one line into the book of a desk; returns the entry, and the same one when the form is sent twice.

    at: aware datetime, the server's clock; key: the form's own, for a repeated send. Serial, shift, author,
    priority, owner and due time are set here. Raises Forbidden or Refused. Clauses 4-2-F (1–2), R01, R37, R38.
    """
    with constraints_speak(Entry), sealing.pen(desk_id, at=at) as pen:
        desk = pen.chain.desk
        if not rules.may_write(by, desk.project_id, at):
            raise Forbidden(NO_WRITER)
        if sent := pen.sent_before(Entry, by=by, key=key):
            return sent
        clock = pen.at.astimezone(ZoneInfo(desk.project.time_zone))
        shift = shifts.running_at(desk, clock.time())
        entry = _compose(desk, intake, by, pen.at)
        entry.shift_code = shift.code if shift else ""
        book = _book_of(desk, clock.date().replace(day=1))
        book.last_serial += 1
        entry.book, entry.serial = book, book.last_serial
        entry.recorded_at, entry.recorded_by = pen.at, by
        _check_facts(entry)
        entry.clean_fields(exclude=SET_HERE)
        pen.write(entry, by=by)
        matter = Matter(entry=entry, **course.derive(entry, ()).columns())
        matter.save(force_insert=True)
        _count(book, entry, matter)
        index.add(project_id=desk.project_id, target=entry, text=reading.words(entry))
        begin_escalated(pen, entry, by)
        for name, media_type, data in intake.files:
            attachments.attach(pen, about=entry, name=name, media_type=media_type, data=data, by=by)
        pen.remember(entry, by=by, key=key)
    return entry


def correct_entry(*, entry_id, field, new, reason, by, at, expected=None, also=None, key=""):
    """Put one field of an entry right by a new line; the original stays. Returns the correction.

    new: text (a moment as ISO); expected: what the user saw in the field, to notice somebody else's correction; also:
    {field: new} for others that go with it, each a correction of its own where it says something new.
    Raises Forbidden or Refused. Clause 4-2-F (5), R41.
    """
    entry = Entry.objects.select_related("desk__project", "book").get(pk=entry_id)
    if not rules.may_write(by, entry.desk.project_id, at):
        raise Forbidden(NO_WRITER)
    if field not in CORRECTABLE:
        raise Refused(_("This field cannot be corrected. Write a note about it instead."))
    with constraints_speak(Correction), sealing.pen(entry.desk_id, at=at) as pen:
        if sent := pen.sent_before(Correction, by=by, key=key):
            return sent
        if expected is not None and expected != reading.value_now(entry, field):
            raise Refused(_("Somebody has corrected this meanwhile. Read the line again before you correct it."))
        correction = _correct(pen, entry, field, new, reason, by)
        for other, text in (also or {}).items():
            if text != reading.value_now(entry, other):
                _correct(pen, entry, other, text, reason, by)
        pen.remember(correction, by=by, key=key)
    return correction


def _correct(pen, entry, field, new, reason, by):
    old = reading.value_now(entry, field)
    if new == old:
        raise Refused(
            _("The corrected text is the same as before. Nothing was written; change it, or leave it as it is.")
        )
    _check_corrected(entry, field, new)
    correction = Correction(
        entry=entry, field=field, old=old or None, new=new or None, reason=reason,
        desk_id=entry.desk_id, recorded_at=pen.at, recorded_by=by,
    )  # fmt: skip
    correction.clean_fields(exclude=SET_HERE)
    pen.write(correction, by=by)
    if field == "unit_no":
        Matter.objects.filter(pk=entry.pk).update(unit_no=new)
    if new:
        index.add(project_id=entry.desk.project_id, target=entry, text=new)
    return correction


def _book_of(desk, month):
    """The volume of a month, opened by its first entry. Only ever called under the chain's lock."""
    book = LogBook.objects.filter(desk=desk, month=month).first()
    if book is None:
        number = f"{desk.project.code}-{desk.pk}-{month:%Y-%m}"
        book = LogBook.objects.create(desk=desk, month=month, number=number)
    return book


def _count(book, entry, matter):
    """Keep what the volume's entries come to. The row was read under the lock: no increment is lost."""
    ones = [name for name, one in counting.of_entry(entry, matter).items() if one]
    for name in ones:
        setattr(book, name, getattr(book, name) + 1)
    book.save(update_fields=["last_serial", *ones])


def _compose(desk, intake, by, at):
    if intake.category not in categories.BY_CODE:
        raise Refused(_("Choose a category."))
    resident = intake.resident
    priority = intake.priority or categories.default_priority(intake.category, intake.subcategory)
    if priority not in categories.Priority.values:
        raise Refused(_("Choose a priority."))
    if intake.appointed_at and intake.appointed_at - at > FAR:
        raise Refused(TOO_FAR)
    due = targets.reckon(
        desk=desk, category=intake.category, priority=priority, at=at, appointed_at=intake.appointed_at
    )
    owner = intake.owner or by
    if not is_posted(owner, desk.project_id, at):
        raise Refused(NOT_POSTED)
    if intake.outgoing_approver and not is_posted(intake.outgoing_approver, desk.project_id, at):
        raise Refused(_("Whoever allowed the call is not posted at this project. Choose somebody who is."))
    return Entry(
        desk=desk,
        channel=intake.channel,
        rings=intake.rings,
        category=intake.category,
        subcategory=intake.subcategory,
        priority=priority,
        occurred_at=intake.occurred_at or at,
        caller_kind=intake.caller_kind or (_caller_kind(resident) if resident else ""),
        caller_name=intake.caller_name or (resident.name if resident else None) or None,
        phone=intake.phone or (resident.phone if resident else None) or None,
        unit_no=intake.unit_no or (resident.household.unit_no if resident else ""),
        household=resident.household if resident else None,
        place=intake.place,
        description=intake.description.strip(),
        customer_request=intake.customer_request or None,
        appointed_at=intake.appointed_at,
        immediate_result=intake.immediate_result or None,
        department=intake.department,
        owner=owner,
        **due.columns(),
        outgoing_reason=intake.outgoing_reason if intake.channel == Channel.HOTLINE_OUT else "",
        outgoing_approver=intake.outgoing_approver if intake.channel == Channel.HOTLINE_OUT else None,
        outgoing_emergency=intake.outgoing_emergency if intake.channel == Channel.HOTLINE_OUT else False,
    )


def _caller_kind(resident):
    return {"family": "owner"}.get(resident.kind, resident.kind)


def _check_facts(entry):
    """What a category cannot do without, so that nobody writes 'same as before' (R38)."""
    known = categories.BY_CODE[entry.category]
    if entry.subcategory and entry.subcategory not in categories.subs_of(entry.category):
        raise Refused(_("This sub-category does not belong to the category. Choose again."))
    if categories.Fact.WHERE in known.needs and not (entry.unit_no or entry.place):
        raise Refused(NO_PLACE)


def _check_corrected(entry, field, new):
    """A corrected value must be one that the field could have held."""
    column = Entry._meta.get_field(field)
    try:
        value = column.to_python(new) if field == "occurred_at" else new
        if new or not column.blank:
            column.clean(value, entry)
    except (ValidationError, ValueError) as wrong:
        message = wrong.messages[0] if isinstance(wrong, ValidationError) else _("This value does not fit the field.")
        raise Refused(message) from None
    if field == "occurred_at" and value > entry.recorded_at:
        raise Refused(_("The time it happened lies in the future. Correct it or leave it empty."))
    if field in {"unit_no", "place"} and not new:
        other = reading.value_now(entry, "place" if field == "unit_no" else "unit_no")
        if not other and categories.Fact.WHERE in categories.BY_CODE[reading.value_now(entry, "category")].needs:
            raise Refused(NO_PLACE)
    if field == "subcategory" and new and new not in categories.subs_of(reading.value_now(entry, "category")):
        raise Refused(_("This sub-category does not belong to the category. Choose again."))
