"""Whoever has to decide, come, carry out or look: at once, again when it is forgotten, and one level up when nobody answers.

entry: only what hangs on that one, for the command that tells it in its own transaction and not at the next sweep.
"""

from datetime import timedelta

from frontdesk.kernel.people.models import Role

from .. import escalation, rules
from ..models import CallOut, Escalation, Instruction, Measure, OnCallPost
from .audience import Audience
from .matters import owed

ANSWER_CALL_WITHIN = {"P1": timedelta(minutes=3), "P2": timedelta(minutes=10)}
ABOUT = ("entry__serial", "entry__matter__unit_no")


def _told(to, row, stage, kind, *, link="", urgent=True):
    return owed(
        to, project_id=row["desk__project_id"], entry_id=row["entry_id"], stage=f"{row['note_id']}:{stage}",
        about=(row["entry__serial"], row["entry__matter__unit_no"]), kind=kind, link=link, urgent=urgent,
    )  # fmt: skip


def _open(model, entry, *columns):
    rows = model.objects.open() if entry is None else model.objects.open().filter(entry=entry)
    return rows.values("note_id", "entry_id", "desk__project_id", *ABOUT, *columns).iterator(2000)


def _audience(at, entry):
    return Audience(at, entry and entry.desk.project_id)


def _deputies(project_id):
    rows = OnCallPost.objects.filter(project_id=project_id, deputy__is_active=True)
    return set(rows.values_list("deputy_id", flat=True))


def escalations(at, entry=None):
    """Raised: its level (and the supervisor of a level 2). Undecided in time: one level up. Acknowledged but forgotten:
    whoever acknowledged it, again."""
    audience = _audience(at, entry)
    for row in _open(Escalation, entry, "level", "due_at", "acknowledged_at", "acknowledged_by_id"):
        project_id, level = row["desk__project_id"], row["level"]
        link = "/escalations/"
        first = audience.level(project_id, level)
        if level == escalation.LEAD:
            first = first | audience.level(project_id, escalation.SUPERVISOR)
        yield from _told(first, row, "raised", "escalation_raised", link=link)
        if row["due_at"] <= at:
            to = audience.level(project_id, level + 1)
            if level == escalation.LEAD:  # the lead is silent: whoever stands in for the posts, too
                to = to | _deputies(project_id)
            yield from _told(to, row, "up", "escalation_up", link=link)
        seen = row["acknowledged_at"]
        if seen and seen + escalation.COMES_BACK_AFTER <= at:
            yield from _told({row["acknowledged_by_id"]}, row, "forgotten", "escalation_forgotten", link=link)


def instructions(at, entry=None):
    """Given: whoever owns the matter. Overdue: the owner again and the supervisor."""
    audience = _audience(at, entry)
    for row in _open(Instruction, entry, "due_at", "entry__matter__owner_id"):
        owner = audience.owner(row["entry__matter__owner_id"], row["desk__project_id"])
        yield from _told(owner, row, "given", "instruction_given", urgent=False)
        if row["due_at"] and row["due_at"] <= at:
            to = owner | audience.holders(row["desk__project_id"], Role.SUPERVISOR)
            yield from _told(to, row, "overdue", "instruction_overdue")


def call_outs(at, entry=None):
    """Called: the person, else the head of the department. Unanswered: again, and the supervisor. Refused: the supervisor."""
    audience = _audience(at, entry)
    link = "/call-outs/"
    columns = ("department", "person_id", "opened_at", "acknowledged_at", "arrived_at", "entry__matter__priority")
    for row in _open(CallOut, entry, *columns):
        project_id, head = row["desk__project_id"], rules.HEADS.get(row["department"])
        called = {row["person_id"]} if row["person_id"] else audience.holders(project_id, head) if head else set()
        yield from _told(called, row, "called", "called_out", link=link)
        patience = ANSWER_CALL_WITHIN.get(row["entry__matter__priority"], timedelta(minutes=10))
        if not row["acknowledged_at"] and row["opened_at"] + patience <= at:
            to = called | audience.holders(project_id, Role.SUPERVISOR)
            yield from _told(to, row, "unanswered", "call_out_unanswered", link=link)
    refused = CallOut.objects.filter(refused_at__gt=at - timedelta(days=1), **({"entry": entry} if entry else {}))
    for row in refused.values("note_id", "entry_id", "desk__project_id", *ABOUT):
        to = audience.holders(row["desk__project_id"], Role.SUPERVISOR)
        yield from _told(to, row, "refused", "call_out_refused", link=link)


def measures(at):
    """Not looked at by the supervisor within a day (A16)."""
    audience = Audience(at)
    rows = Measure.objects.filter(reviewed_at=None, review_by__lte=at)
    for row in rows.values("note_id", "entry_id", "desk__project_id", *ABOUT).iterator(2000):
        to = audience.holders(row["desk__project_id"], Role.SUPERVISOR)
        yield from _told(to, row, "review", "measure_review", link="/measures/", urgent=False)
