"""Reading the day's book and signing for it; saying that nobody supervises on a day (R46, R47, A27, A30)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duty.log import commands as log
from duty.log.models import Matter
from duty.roster import clocks
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import checkpoints, sealing, signing
from frontdesk.kernel.records.models import Signature

from .. import days, reading, rules
from ..models import DailyReading, OffDuty

LOOK_BACK, LOOK_AHEAD = timedelta(days=7), timedelta(days=31)
NOT_READER = _("Only the supervisor, or whoever stands in, signs for having read the day.")


def read_day(*, desk, day, digest, remark, proof, by, at, key=""):
    """已阅: sign that a day's book was read as far as it stood on the screen; returns the reading. R46, A30.

    What was signed is covered by a checkpoint at once.

    digest: of what was on the screen (reading.written). Raises Refused when something was written meanwhile, when the day has
    not begun, or when it is read already and nothing is new.
    """
    if not rules.may_inspect(by, desk.project_id, at):
        raise Forbidden(NOT_READER)
    made = _read_day(desk, day, digest, remark, proof, by=by, at=at, key=key)
    checkpoints.write(desk.pk, at=at)
    return made


def _read_day(desk, day, digest, remark, proof, *, by, at, key):
    with constraints_speak(DailyReading), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(DailyReading, by=by, key=key):
            return sent
        if day > days.local(clocks.of(pen.chain.desk), pen.at):
            raise Refused(_("This day has not begun yet. Read it when it has."))
        now = reading.written(pen.chain.desk, day)
        last = DailyReading.objects.filter(desk=desk, day=day).order_by("-id").first()
        if last and not now.new_since(last):
            raise Refused(_("This day is read already, and nothing was written on it since. Nothing was signed."))
        if digest != now.digest:
            raise Refused(
                _("Something was written since the page was opened. It stands above now: read it, then sign.")
            )
        made = pen.write(
            DailyReading(
                day=day, records=now.count, digest=now.digest, remark=remark.strip() or None, **now.newest
            ),
            by=by,
        )  # fmt: skip
        signing.sign(pen, by=by, proof=proof, meaning=Signature.Meaning.READ, about=made, digest=made.digest)
        pen.remember(made, by=by, key=key)
    return made


@transaction.atomic
def instruct(*, entry_id, text, by, at, due_at=None, key=""):
    """批示 while reading: as the log's own, but a matter that has its result is opened again by it. R47."""
    if Matter.objects.get(pk=entry_id).has_result:
        log.reopen_matter(entry_id=entry_id, reason=text, by=by, at=at)
    return log.instruct(entry_id=entry_id, text=text, due_at=due_at, by=by, at=at, key=key)


def note_off_duty(*, desk, date, reason, by, at, key=""):
    """未值班: no supervisor is on duty on a day and nobody stands in; why is shown wherever something was due then. A27."""
    if not rules.may_keep(by, desk.project_id, at):
        raise Forbidden(_("The supervisor or the project lead notes that nobody supervises on a day."))
    with constraints_speak(OffDuty), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(OffDuty, by=by, key=key):
            return sent
        today = days.local(clocks.of(pen.chain.desk), pen.at)
        if not today - LOOK_BACK <= date <= today + LOOK_AHEAD:
            raise Refused(_("Choose a day of the last week or of the next month."))
        if OffDuty.objects.filter(desk=desk, date=date).exists():
            raise Refused(_("It is noted already that nobody supervises on this day. Nothing more is needed."))
        made = pen.write(OffDuty(date=date, reason=reason.strip() or None), by=by)
        pen.remember(made, by=by, key=key)
    return made
