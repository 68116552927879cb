"""突发事件: whom the desk calls out on its own authority, what it does at once to protect people, and when it holds."""

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.refusal import Forbidden, Refused

from .. import rules, targets
from ..models import CallOut, Measure, Note
from ..models.notes import RETURN_TO_SITE, Kind
from .steps import must_be_open, step, whole_minute

URGENT = {"P1", "P2"}
NO_REVIEWER = _("Only the supervisor reviews what the desk did on its own authority.")


def declare_incident(*, entry_id, by, at, text="", key=""):
    """Make an incident of a matter: from now on it has a live page, and counts as open until contained. R18."""

    def check(entry, note, pen):
        must_be_open(entry)
        if entry.matter.is_incident:
            raise Refused(_("This is an incident already. Go on at its page."))
        if entry.matter.priority not in URGENT:
            raise Refused(_("An incident is critical or urgent. Raise the priority first."))
        due = targets.reckon(desk=pen.chain.desk, category="INC", priority="P1", at=pen.at)
        for name, moment in due.columns().items():
            kept = getattr(entry.matter, name)
            setattr(note, name, min(kept, moment) if kept and moment else kept or moment)

    return step(entry_id, Note(kind=Kind.INCIDENT, text=text), by=by, at=at, key=key, check=check)


def contain(*, entry_id, text, by, at, happened_at=None, key=""):
    """受控: it spreads no further. What is still to be done keeps the matter open. R18, R23."""

    def check(entry, note, pen):
        must_be_open(entry)
        if not entry.matter.is_incident:
            raise Refused(_("This is not an incident. Write a note, or declare it one first."))
        if entry.matter.contained_at:
            raise Refused(_("It was contained already. Add a note if that has changed."))

    note = Note(kind=Kind.CONTAINED, text=text, happened_at=happened_at)
    return step(entry_id, note, by=by, at=at, key=key, check=check)


def call_out(
    *, entry_id, department, by, at, text="", person=None, whom="", returns_to_site=False, eta=None, happened_at=None, key=""
):  # fmt: skip
    """调动: call a department to the place, without asking anybody first. R18, R32, R36.

    Only in an incident or for a P1 or P2 matter; else it is an ordinary dispatch. person: of this system, who then
    answers by a tap; whom: anybody else by name. happened_at: when they were rung, if not now.
    """

    def check(entry, note, pen):
        must_be_open(entry)
        if not entry.matter.is_incident and entry.matter.priority not in URGENT:
            raise Refused(
                _("Calling out is for incidents and critical or urgent matters. Dispatch the department instead.")
            )

    note = Note(
        kind=Kind.CALLED_OUT, department=department, person=person, whom=whom, text=text, until=eta,
        code=RETURN_TO_SITE if returns_to_site else None, happened_at=happened_at,
    )  # fmt: skip
    return step(entry_id, note, by=by, at=at, key=key, check=check)


def answer_call_out(*, call_out_id, by, at, text="", eta=None, happened_at=None, key=""):
    """We have heard and come: by a tap of who was called, or written by the desk that heard it. R32, R35."""
    kind = Kind.ADVICE if text.strip() else Kind.ACKNOWLEDGED
    return _about_call_out(call_out_id, Note(kind=kind, text=text, until=eta, happened_at=happened_at), by, at, key)


def refuse_call_out(*, call_out_id, reason, by, at, key=""):
    """They do not come, and why; the supervisor is told. R32."""
    if not reason.strip():
        raise Refused(_("Write why the call-out is refused; the supervisor will read it."))
    return _about_call_out(call_out_id, Note(kind=Kind.REFUSED, text=reason), by, at, key)


def reach_site(*, call_out_id, by, at, text="", happened_at=None, key=""):
    """They are at the place. R18, R36."""
    return _about_call_out(call_out_id, Note(kind=Kind.ON_SITE, text=text, happened_at=happened_at), by, at, key)


def leave_site(*, call_out_id, by, at, text="", happened_at=None, key=""):
    """They are released. R18."""
    return _about_call_out(call_out_id, Note(kind=Kind.LEFT, text=text, happened_at=happened_at), by, at, key)


def take_measure(*, entry_id, measure, place, text, by, at, happened_at=None, key="", files=()):
    """临时防护措施: protect people at once, without asking first; in force until lifted. R33."""

    def check(entry, note, pen):
        must_be_open(entry)
        if not place.strip():
            raise Refused(_("Say which measure was taken, and where."))

    note = Note(kind=Kind.MEASURE, code=measure, place=place.strip(), text=text, happened_at=happened_at)
    return step(entry_id, note, by=by, at=at, key=key, check=check, files=files)


def lift_measure(*, measure_id, text, by, at, key=""):
    """A measure is no longer in force, and why. R33."""

    def check(entry, note, pen):
        if not Measure.objects.open().filter(pk=measure_id).exists():
            raise Refused(_("This measure is lifted already. Nothing was written."))

    taken = Measure.objects.select_related("note").get(pk=measure_id)
    note = Note(kind=Kind.LIFTED, about=taken.note, text=text)
    return step(taken.entry_id, note, by=by, at=at, key=key, check=check)


def review(*, strand, by, at, text="", key=""):
    """The supervisor has looked at a measure or call-out that the desk ordered on its own authority. A16, R33."""

    def check(entry, note, pen):
        strand.refresh_from_db()
        if strand.reviewed_at:
            raise Refused(_("This is reviewed already. Nothing was written."))

    note = Note(kind=Kind.REVIEWED, about=strand.note, text=text)
    return step(strand.entry_id, note, by=by, at=at, key=key, check=check, may=rules.may_review, forbidden=NO_REVIEWER)


def _about_call_out(call_out_id, note, by, at, key):
    def check(entry, note, pen):
        called.refresh_from_db()
        if not rules.may_answer_for(by, called, entry.desk.project_id, pen.at):
            raise Forbidden(_("Another department was called out. Only it or the desk answers."))
        if called.closed_at:
            raise Refused(_("This call-out has ended. Call out again if somebody is needed."))
        if note.kind == Kind.ACKNOWLEDGED and called.acknowledged_at:
            raise Refused(_("This call-out is answered already. Next is the arrival, or a refusal."))
        if note.kind == Kind.ON_SITE and called.arrived_at:
            raise Refused(_("They are on site already. Write down when they leave."))
        if note.kind == Kind.LEFT and not called.arrived_at:
            raise Refused(_("They have not arrived yet. Write down the arrival first, or a refusal."))
        if note.happened_at and note.happened_at < whole_minute(called.note.moment):
            raise Refused(_("That was before they were called. Correct the time."))

    called = CallOut.objects.select_related("note", "entry__desk").get(pk=call_out_id)
    note.about = called.note
    return step(called.entry_id, note, by=by, at=at, key=key, check=check, may=_is_asked_later)


def _is_asked_later(user, project_id, at):
    """Whether somebody may answer hangs on the call-out, not on the project alone: the check asks it under the lock."""
    return user.is_active
