"""Filling in the sheet of an entry: each saving is a new sealed version (R16, R39)."""

from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import holds
from frontdesk.kernel.records import sealing
from frontdesk.kernel.search import index

from .. import rules, sheets, targets
from ..categories import least_priority
from ..models import Complaint, Entry, Grade, Note, WorkOrder
from ..models.notes import Kind
from .steps import NO_WRITER, put

OPINIONS = {"supervisor_opinion": Role.SUPERVISOR, "lead_opinion": Role.PROJECT_LEAD}
GRADES = list(Grade.values)


def save_sheet(*, entry_id, values, expected, by, at, key=""):
    """Write the next version of an entry's sheet; returns it.

    values: {field: value}, the whole sheet; expected: the version that was on the screen, 0 for none. A grade that
    asks for more haste raises the matter's priority in the same transaction. Raises Forbidden for an opinion or a lower
    grade that needs the level above, Refused when somebody has saved meanwhile or nothing differs.
    """
    entry = Entry.objects.select_related("desk", "matter").get(pk=entry_id)
    if not rules.may_work(by, entry.desk.project_id, at):
        raise Forbidden(NO_WRITER)
    model = sheets.kind_for(entry)
    if model is None:
        raise Refused(_("This category has no sheet. Write a note instead."))
    with constraints_speak(model, Note), sealing.pen(entry.desk_id, at=at) as pen:
        if sent := pen.sent_before(model, by=by, key=key):
            return sent
        before = sheets.newest(entry)
        if (before.version if before else 0) != expected:
            raise Refused(
                _("Somebody has saved this sheet meanwhile. What you typed stands below; compare, then save again.")
            )
        sheet = model(entry=entry, version=expected + 1, **values)
        _check_changed(before, sheet)
        if model is Complaint:
            _check_opinions(entry, before, sheet, by, pen.at)
        if model is WorkOrder:
            _number(sheet, before, pen)
        sheet.clean_fields(exclude=["desk", "recorded_by", "entry", "recorded_at"])
        pen.write(sheet, by=by)
        index.add(project_id=pen.chain.desk.project_id, target=entry, text=sheets.words(sheet))
        if model is Complaint:
            _hasten(pen, entry, sheet, by)
        pen.remember(sheet, by=by, key=key)
    return sheet


def _check_changed(before, sheet):
    if before and all(
        (getattr(before, name) or None) == (getattr(sheet, name) or None) for name in sheet.written_fields()
    ):
        raise Refused(_("Nothing differs from what stands there. Nothing was written."))


def _check_opinions(entry, before, sheet, by, at):
    """An opinion is its author's own; a lower grade needs the level above."""
    project_id = entry.desk.project_id
    for name, role in OPINIONS.items():
        changed = (getattr(sheet, name) or None) != (getattr(before, name, None) or None)
        if changed and not holds(by, project_id, {role}, at):
            raise Forbidden(
                _(
                    "An opinion is written by whose opinion it is: leave that field to the supervisor or the project lead."
                )
            )
    old = before.grade if before else Grade.ORDINARY
    if sheet.grade in GRADES and GRADES.index(sheet.grade) < GRADES.index(old):
        allowed = {Role.PROJECT_LEAD} if old == Grade.MAJOR else rules.DECIDERS
        if not holds(by, project_id, allowed, at):
            raise Forbidden(
                _("Lowering a grade needs the level above: the supervisor, for a major one the project lead.")
            )


def _number(sheet, before, pen):
    """Numbered from 1 in each year of a desk, without a gap: only ever asked under the chain's lock."""
    if before:
        sheet.year, sheet.number = before.year, before.number
        return
    desk = pen.chain.desk
    sheet.year = pen.at.astimezone(ZoneInfo(desk.project.time_zone)).year
    highest = WorkOrder.objects.filter(desk=desk, year=sheet.year).aggregate(highest=Max("number"))["highest"]
    sheet.number = (highest or 0) + 1


def _hasten(pen, entry, sheet, by):
    """A serious or major complaint is urgent at least, with the target times of its grade."""
    entry.matter.refresh_from_db()
    least = least_priority(entry.category, sheet.grade)
    if not least or entry.matter.has_result or entry.matter.priority <= least:
        return
    due = targets.reckon(desk=pen.chain.desk, category="CMP", priority=least, grade=sheet.grade, at=pen.at).columns()
    due["due_at"] = min(due["due_at"], entry.matter.due_at)
    words = _now("The complaint is graded: %(grade)s") % {"grade": sheet.get_grade_display()}
    put(pen, entry, Note(kind=Kind.PRIORITY, priority=least, text=words, **due), by)
