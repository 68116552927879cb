"""A month's roster on its way: drafted by the 25th, reviewed, submitted, approved or returned; later changed by substitution."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people import history
from frontdesk.kernel.people.models import Posting, Role
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import DUTY_STAFF, holds
from frontdesk.kernel.records import sealing, signing
from frontdesk.kernel.records.models import Signature

from .. import grid, leaves, reports
from ..drafting import rules, sentences
from ..models import Assignment, Leave, PlannedShift, Roster, RosterStep, RosterVersion, ShiftLimit, ShiftType

DEADLINE_DAY = 25
State, Kind = Roster.State, RosterStep.Kind
NOT_YOURS = _("Only the supervisor makes rosters; the project lead approves them.")
NOT_THE_LEAD = _("Only the project lead approves or returns a roster.")
STATES = {
    Kind.DRAFTED: State.DRAFTED,
    Kind.CHANGED: State.DRAFT,
    Kind.REVIEWED: State.REVIEWED,
    Kind.SUBMITTED: State.SUBMITTED,
    Kind.RETURNED: State.DRAFT,
    Kind.APPROVED: State.APPROVED,
}


def deadline(month, zone):
    """The moment after which a month's draft is late: the end of the 25th of the month before, local time. R09, A04."""
    before = (month - timedelta(days=1)).replace(day=DEADLINE_DAY)
    return datetime.combine(before + timedelta(days=1), time.min, ZoneInfo(zone))


def begin_month(*, desk, month, by, at):
    """Open the draft of a month with the leave that is approved in it; the same roster when it is open already. R09, R27."""
    _must_supervise(by, desk.project_id, at)
    with transaction.atomic():
        roster, is_new = Roster.objects.get_or_create(desk=desk, month=month.replace(day=1))
        if is_new:
            days = grid.days_of(roster.month)
            write_cells(roster, leaves.approved(desk, days[0], days[-1]), by=by, at=at)
    return roster


def put(*, roster_id, person, day, code, by, at, was=None, pinned=False, anyway=False):
    """Set one cell of the draft: a shift, a leave, or '' for a day off. Returns nothing.

    was: the code that the page showed; somebody who changed the cell meanwhile is named. anyway: break a rule of rest or
    hours knowingly, for which the review will ask the reason. A draft that was completed or reviewed goes back to being
    drafted. Raises Forbidden, or Refused when the code is not known, the day lies outside, the person may not stand duty, a
    rule would be broken, or the month is with the lead or approved. R04, R10, R12.
    """
    with transaction.atomic():
        roster = Roster.objects.select_for_update(of=("self",)).select_related("desk__project").get(pk=roster_id)
        _must_supervise(by, roster.desk.project_id, at)
        if roster.state in {State.SUBMITTED, State.APPROVED}:
            raise Refused(
                _("This month is with the project lead or approved. Change an approved one by a substitution.")
            )
        if (day.year, day.month) != (roster.month.year, roster.month.month):
            raise Refused(_("This day lies in another month. Open that month first."))
        _check_code(roster, person, code)
        cell = Assignment.objects.filter(roster=roster, person=person, date=day).first()
        held = cell.code if cell else ""
        if was is not None and was != held:
            raise Refused(_changed_meanwhile(roster, person, day, held))
        if not anyway:
            _check_rules(roster, person, day, code)
        if cell and (not code):
            history.delete(cell, by=by, at=at)
        elif code and (cell is None or (cell.code, cell.pinned) != (code, pinned)):
            cell = cell or Assignment(roster=roster, person=person, date=day)
            cell.code, cell.pinned = code, pinned
            history.save(cell, by=by, at=at)
    if roster.state != State.DRAFT:
        with sealing.pen(roster.desk_id, at=at) as pen:
            take_up(
                pen,
                Roster.objects.select_for_update(of=("self",)).select_related("desk__project").get(pk=roster_id),
                by,
            )


def put_all(*, roster_id, table, by, at):
    """Make a whole grid {(person, date): code} the draft, as from a file: all of it or nothing. R65.

    Rules are not asked here: the report beside the grid shows what it breaks. Raises Forbidden or Refused.
    """
    must_supervise_roster(roster_id, by, at)
    with sealing.pen(_desk_of(roster_id), at=at) as pen:
        roster = Roster.objects.select_for_update(of=("self",)).select_related("desk__project").get(pk=roster_id)
        if roster.state in {State.SUBMITTED, State.APPROVED}:
            raise Refused(
                _("This month is with the project lead or approved. Change an approved one by a substitution.")
            )
        for (person, _date), code in table.items():
            _check_code(roster, person, code)
        write_cells(roster, {(person.pk, day): code for (person, day), code in table.items()}, by=by, at=pen.at)
        take_up(pen, roster, by)


def complete(*, roster_id, by, at, key=""):
    """Mark the draft complete; past the 25th it is late, and stays marked. R09."""
    must_supervise_roster(roster_id, by, at)
    return _step(roster_id, Kind.DRAFTED, by, at, {State.DRAFT}, key=key)


def review(*, roster_id, by, at, proof, note="", key=""):
    """审核: the supervisor has read the rule report and signs; what it says and is kept nevertheless needs a reason. R10, A02."""
    must_supervise_roster(roster_id, by, at)
    return _step(roster_id, Kind.REVIEWED, by, at, {State.DRAFTED}, key=key, note=note, proof=proof)


def submit(*, roster_id, by, at, key=""):
    """报: send the reviewed month to the project lead. R11."""
    must_supervise_roster(roster_id, by, at)
    return _step(roster_id, Kind.SUBMITTED, by, at, {State.REVIEWED}, key=key)


def send_back(*, roster_id, note, by, at, key=""):
    """The lead returns it with the reason; it is a draft again, and both rounds stay on record. R11."""
    _must_lead_roster(roster_id, by, at)
    return _step(roster_id, Kind.RETURNED, by, at, {State.SUBMITTED}, key=key, note=note)


def approve(*, roster_id, by, at, proof, key=""):
    """The lead approves and signs: the month is frozen as version 1, and everybody on it is told. R11, A03."""
    _must_lead_roster(roster_id, by, at)
    return _step(roster_id, Kind.APPROVED, by, at, {State.SUBMITTED}, key=key, proof=proof)


def substitute(*, roster_id, day, code, person_out, person_in, reason, by, at, key=""):
    """顶班: somebody stands a shift of an approved month instead of another; makes a new version. R28, R65.

    person_out None: the shift was open; person_in None: it stays open. Raises Forbidden or Refused; the version before
    stays readable.
    """
    with constraints_speak(RosterVersion), sealing.pen(_desk_of(roster_id), at=at) as pen:
        roster = Roster.objects.select_for_update(of=("self",)).select_related("desk__project").get(pk=roster_id)
        _must_supervise(by, roster.desk.project_id, pen.at)
        if sent := pen.sent_before(RosterVersion, by=by, key=key):
            return sent
        if roster.state != State.APPROVED:
            raise Refused(_("This month is not approved yet: change its draft."))
        if not (person_out or person_in):
            raise Refused(_("Say who stands this shift."))
        _month, table, _shifts = grid.thaw(roster.versions.order_by("-version").first().grid)
        if person_out:
            if table.get((person_out.pk, day)) != code:
                raise Refused(_("This person does not stand that shift. Look at the roster as it is now."))
            del table[person_out.pk, day]
        if person_in:
            if (person_in.pk, day) in table:
                raise Refused(_("The substitute has a shift or leave on this day already. Choose somebody else."))
            if day not in grid.days_of(roster.month):
                raise Refused(_("This day lies in another month. Open that month first."))
            _check_code(roster, person_in, code)
            table[person_in.pk, day] = code
        version = freeze(pen, roster, table, by, reason=reason)
        pen.remember(version, by=by, key=key)
    return version


def write_cells(roster, table, *, by, at):
    """Make the draft's cells those of a table {(person id, date): code}, with history; pins stay where the code does."""
    held = {(cell.person_id, cell.date): cell for cell in Assignment.objects.filter(roster=roster)}
    fresh, changed = [], []
    for (person_id, day), code in table.items():
        cell = held.pop((person_id, day), None)
        if cell is None:
            fresh.append(Assignment(roster=roster, person_id=person_id, date=day, code=code))
        elif cell.code != code:
            cell.code, cell.pinned = code, False
            changed.append(cell)
    signed = {"default_user": by, "default_date": at}
    for cell in held.values():
        history.delete(cell, by=by, at=at)
    bulk_create_with_history(fresh, Assignment, **signed)
    bulk_update_with_history(changed, Assignment, ["code", "pinned"], **signed)


def take_up(pen, roster, by):
    """A draft that was complete or reviewed and has changed is being drafted again."""
    if roster.state in {State.DRAFTED, State.REVIEWED}:
        _take(pen, roster, Kind.CHANGED, by)


def _step(roster_id, kind, by, at, allowed, *, key="", note="", proof=None):
    with constraints_speak(RosterStep), sealing.pen(_desk_of(roster_id), at=at) as pen:
        roster = Roster.objects.select_for_update(of=("self",)).select_related("desk__project").get(pk=roster_id)
        if sent := pen.sent_before(RosterStep, by=by, key=key):
            return sent
        if roster.state not in allowed:
            raise Refused(_("The roster has moved on meanwhile. Read the page again."))
        step = _take(pen, roster, kind, by, note=note, proof=proof)
        pen.remember(step, by=by, key=key)
    return step


def _take(pen, roster, kind, by, note="", proof=None):
    """Write one step; with the lead's approval the month is frozen."""
    table = grid.cells(roster)
    text = grid.freeze(roster.month, table, _shifts_of(roster))
    step = RosterStep(roster=roster, kind=kind, digest=grid.digest(text), note=note.strip() or None)
    if kind == Kind.DRAFTED:
        if not table:
            raise Refused(_("Nobody is on this roster yet. Put people on shifts before you mark it complete."))
        step.late = roster.late = roster.late or pen.at >= deadline(roster.month, roster.desk.project.time_zone)
    if kind == Kind.REVIEWED:
        report = reports.of(roster)
        step.hard, step.soft = len(report.hard), len(report.soft)
        step.self_reviewed = _drafted_by(roster) == by.pk
    pen.write(step, by=by)
    if proof:
        meaning = Signature.Meaning.APPROVE if kind == Kind.APPROVED else Signature.Meaning.REVIEW
        signing.sign(pen, by=by, proof=proof, meaning=meaning, about=step, digest=step.digest)
    roster.state = STATES[kind]
    roster.save(update_fields=["state", "late"])
    if kind == Kind.APPROVED:
        freeze(pen, roster, table, by)
    _tell(pen, roster, kind)
    return step


def freeze(pen, roster, table, by, reason=""):
    """Seal a grid as the next version, plan the shifts that follow from it, tell whoever's row it changes."""
    newest = roster.versions.order_by("-version").first()
    before = grid.thaw(newest.grid)[1] if newest else {}
    text = grid.freeze(roster.month, table, _shifts_of(roster))
    version = pen.write(
        RosterVersion(roster=roster, version=roster.version + 1, grid=text, reason=reason.strip()), by=by
    )
    roster.version = version.version
    roster.save(update_fields=["version"])
    plan(roster, text)
    notices.tell(
        {person for (person, _date), _code in table.items() ^ before.items()}, project_id=roster.desk.project_id,
        key=f"roster:{roster.pk}:{version.version}", kind="roster_changed" if newest else "roster_published",
        subject=str(roster), link=roster.get_absolute_url(), at=pen.at,
    )  # fmt: skip
    return version


def plan(roster, text):
    """Make the planned shifts of a month anew from a frozen grid; returns how many. Part of approval and of rebuilding."""
    PlannedShift.objects.filter(roster=roster).delete()
    return len(PlannedShift.objects.bulk_create(planned_rows(roster, text)))


def planned_rows(roster, text):
    """The planned shifts that follow from a frozen grid, not saved."""
    _month, table, shifts = grid.thaw(text)
    rows = []
    for (person, day), code in sorted(table.items()):
        if code in shifts:
            starts_at, ends_at = grid.moments(day, shifts[code], roster.desk.project.time_zone)
            shift = {"roster": roster, "desk": roster.desk, "person_id": person, "date": day, "code": code}
            rows.append(PlannedShift(**shift, starts_at=starts_at, ends_at=ends_at))
    return rows


def _tell(pen, roster, kind):
    """Whose turn it is now is told at once."""
    role = {Kind.SUBMITTED: Role.PROJECT_LEAD, Kind.RETURNED: Role.SUPERVISOR}.get(kind)
    if role:
        posted = Posting.objects.at(pen.at).filter(project_id=roster.desk.project_id, role=role)
        notices.tell(
            set(posted.values_list("person_id", flat=True)), project_id=roster.desk.project_id,
            key=f"roster:{roster.pk}:{kind}:{pen.at:%Y%m%d%H%M%S}", kind=f"roster_{kind}", subject=str(roster),
            link=roster.get_absolute_url(), at=pen.at,
        )  # fmt: skip


def _check_code(roster, person, code):
    """Butlers and desk clerks stand duty, nobody else; and only in shifts that the desk has and they do stand. R12."""
    if not code:
        return
    shifts = {shift.code for shift in _shifts_of(roster)}
    if code not in shifts and code not in Leave.values:
        raise Refused(
            _("%(code)s is no shift and no leave of this desk. Choose one of those listed below the grid.")
            % {"code": code[:8]}
        )
    posted = Posting.objects.filter(project_id=roster.desk.project_id, person=person, role__in=DUTY_STAFF)
    if code in shifts and not posted.exists():
        raise Refused(_("Only butlers and desk clerks stand duty at the desk; others support it. Choose one of these."))
    if ShiftLimit.objects.filter(desk=roster.desk_id, person=person, code=code).exists():
        said = {"name": person.name, "code": code}
        raise Refused(
            _("%(name)s does not stand %(code)s, as the settings of the shifts say. Choose somebody else.") % said
        )


def _check_rules(roster, person, day, code):
    """Refuse a cell that breaks a rule of its person's row which was kept before; leave and days off break none."""
    month = reports.instance_of(roster)
    somebody = next((one for one in month.staff if one.id == person.pk), None)
    if somebody is None or code not in month.shifts:
        return
    number = (day - roster.month).days
    before = reports.rows_of(month, roster)[person.pk]
    after = [code if n == number else held for n, held in enumerate(before)]
    month = replace(month, pinned={})
    known = set(map(repr, rules.hard(month, somebody, before)))
    somebody = replace(somebody, leave=somebody.leave - {number})
    broken = [one for one in rules.hard(month, somebody, after) if repr(one) not in known]
    if broken:
        said = {"rule": sentences.sentence(month, broken[0])}
        raise Refused(
            _("%(rule)s. Choose another shift, or tick that it stays and give the reason in the review.") % said
        )


def _changed_meanwhile(roster, person, day, held):
    last = (
        Assignment.history.filter(roster=roster, person=person, date=day)
        .order_by("-history_date", "-history_id")
        .first()
    )
    said = {"name": last.history_user if last else "", "code": held or "—"}
    return _("Meanwhile %(name)s set this cell to %(code)s. Look at it again.") % said


def _shifts_of(roster):
    return list(ShiftType.objects.filter(desk=roster.desk_id))


def _drafted_by(roster):
    drafted = roster.steps.filter(kind=Kind.DRAFTED).order_by("-id").first()
    return drafted.recorded_by_id if drafted else None


def _desk_of(roster_id):
    return Roster.objects.values_list("desk_id", flat=True).get(pk=roster_id)


def _project_of(roster_id):
    return Roster.objects.values_list("desk__project_id", flat=True).get(pk=roster_id)


def _must_supervise(by, project_id, at):
    if not holds(by, project_id, {Role.SUPERVISOR}, at):
        raise Forbidden(NOT_YOURS)


def must_supervise_roster(roster_id, by, at):
    _must_supervise(by, _project_of(roster_id), at)


def _must_lead_roster(roster_id, by, at):
    if not holds(by, _project_of(roster_id), {Role.PROJECT_LEAD}, at):
        raise Forbidden(NOT_THE_LEAD)
