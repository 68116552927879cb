"""The day's points with everybody's tick, and a word to one person or shift (R05, R60)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from duty.roster import clocks
from duty.roster.models import ShiftType
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import holds, is_posted
from frontdesk.kernel.records import sealing

from .. import days, onduty, rules
from ..models import CoachingNote, DailyNotice, Inspection, NoticeAck

AHEAD = timedelta(days=31)
BACK = timedelta(days=60)


def give_notice(*, desk, date, text, by, at, key=""):
    """当日注意事项: say what has to be minded on a day, today or one of the next month. Everybody on duty then ticks it. R60."""
    if not rules.may_inspect(by, desk.project_id, at):
        raise Forbidden(_("The supervisor, or whoever stands in, writes the daily notice."))
    with constraints_speak(DailyNotice), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(DailyNotice, by=by, key=key):
            return sent
        today = days.local(clocks.of(pen.chain.desk), pen.at)
        if not today <= date <= today + AHEAD:
            raise Refused(_("Choose today or a day of the next month."))
        made = DailyNotice(date=date, text=text.strip() or None)
        made.clean_fields(exclude=["desk", "recorded_by", "recorded_at"])
        pen.write(made, by=by)
        pen.remember(made, by=by, key=key)
    return made


def tick_notice(*, notice_id, by, at):
    """已知: whoever is on duty has noted the day's points; ticking twice is one tick. R60."""
    notice = DailyNotice.objects.select_related("desk__project").get(pk=notice_id)
    if not holds(by, notice.desk.project_id, rules.TOLD, at):
        raise Forbidden(_("Those who stand duty tick the daily notice."))
    with constraints_speak(NoticeAck), sealing.pen(notice.desk_id, at=at) as pen:
        if done := notice.acks.filter(recorded_by=by).first():
            return done
        return pen.write(NoticeAck(notice=notice), by=by)


def coach(*, desk, text, by, at, person=None, date=None, code="", inspection_id=None, key=""):
    """督导: a word to one person, or about the shift of a day; they are told, and read it with those who supervise. R05."""
    if not rules.may_keep(by, desk.project_id, at):
        raise Forbidden(_("The supervisor and the project lead write coaching notes."))
    with constraints_speak(CoachingNote), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(CoachingNote, by=by, key=key):
            return sent
        if person and (person.pk == by.pk or not is_posted(person, desk.project_id, pen.at)):
            raise Refused(_("Choose somebody else who works at this project."))
        if date or code:
            _check_shift(pen, date, code)
        if inspection_id and not Inspection.objects.filter(pk=inspection_id, desk=desk).exists():
            raise Refused(_("This inspection is not of this desk. Choose one of this desk."))
        note = CoachingNote(person=person, date=date, code=code, text=text.strip() or None, inspection_id=inspection_id)
        note.clean_fields(exclude=["desk", "recorded_by", "recorded_at", "person", "inspection"])
        pen.write(note, by=by)
        notices.tell(
            onduty.readers_of(note), project_id=desk.project_id, key=f"coaching:{note.pk}", kind="coaching",
            subject=f"{date or days.local(clocks.of(pen.chain.desk), pen.at):%m-%d}", link="/coaching/", at=pen.at,
        )  # fmt: skip
        pen.remember(note, by=by, key=key)
    return note


def _check_shift(pen, date, code):
    today = days.local(clocks.of(pen.chain.desk), pen.at)
    known = ShiftType.objects.filter(desk=pen.chain.desk_id, code=code).exists()
    if date is None or not known or not today - BACK <= date <= today:
        raise Refused(_("Choose the day and the shift: one of the last two months."))
