"""What a step says besides its words: to whom, how urgent, until when."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontdesk.kernel.ui.templatetags.desk import clock, day

from .models import Department
from .models.notes import BY_MATRIX, HANDED_ON, RETURN_TO_SITE, Decision, Kind, MeasureKind, PauseReason

DEPARTMENTS = dict(Department.choices)
CODES = {
    Kind.OWNER: {HANDED_ON: gettext_lazy("at the change of shift")},
    Kind.PAUSED: dict(PauseReason.choices),
    Kind.DECIDED: dict(Decision.choices),
    Kind.MEASURE: dict(MeasureKind.choices),
    Kind.CALLED_OUT: {RETURN_TO_SITE: None},
    Kind.ESCALATED: {BY_MATRIX: None},
}


def detail(note):
    """The particulars of a note row, in the language of the screen; '' for a plain one."""
    kind = note["kind"]
    parts = [
        note["new_owner__name"] and f"→ {note['new_owner__name']}",
        note["level"] and level(note["level"]),
        note["department"] and f"→ {DEPARTMENTS.get(note['department'], note['department'])}",
        note["person__name"],
        note["whom"],
        str(CODES.get(kind, {}).get(note["code"]) or ""),
        kind == Kind.CALLED_OUT and note["code"] == RETURN_TO_SITE and _("back to the site"),
        note["about__department"] and DEPARTMENTS.get(note["about__department"]),
        note["about__whom"],
        note["priority"],
        note["place"],
        note["happened_at"] and _("at %(time)s") % {"time": clock(note["happened_at"])},
        note["until"] and kind in UNTIL and UNTIL[kind]() % {"time": f"{day(note['until'])} {clock(note['until'])}"},
    ]
    return " ".join(str(part) for part in parts if part)


def words(note):
    """All that a step says in one line: particulars, rating, words. note: a row as `book.read` leaves it."""
    return " ".join(filter(None, [note["detail"], str(note["rated"]), note["text"]]))


def level(number):
    return _("to the supervisor") if number == 1 else _("to the project lead")


UNTIL = {
    Kind.PAUSED: lambda: _("until %(time)s"),
    Kind.ESCALATED: lambda: _("decision due %(time)s"),
    Kind.INSTRUCTION: lambda: _("by %(time)s"),
    Kind.CALLED_OUT: lambda: _("expected %(time)s"),
    Kind.ACKNOWLEDGED: lambda: _("expected %(time)s"),
    Kind.ADVICE: lambda: _("expected %(time)s"),
    Kind.RESULT: lambda: _("call back by %(time)s"),
}
