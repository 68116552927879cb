"""Spot checks: drawn before anybody has seen what, shown once, inspected; or chosen by hand, which is said (R03, R63)."""

import secrets

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import sealing

from .. import drawing, rules, shifts
from ..models import DrawNonce, Inspection, SpotDraw, SpotReveal
from .inspections import NOT_INSPECTOR, put

Kind, PickedBy = Inspection.Kind, Inspection.PickedBy


def draw(*, desk, by, at, key=""):
    """抽取: decide by chance which past shift is spot-checked, and seal that it is decided, before it is shown; returns the draw.

    Raises Refused while an earlier draw waits for its inspection: nobody draws until it suits. R63.
    """
    _must_inspect(by, desk, at)
    with constraints_speak(SpotDraw), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(SpotDraw, by=by, key=key):
            return sent
        if SpotDraw.objects.filter(desk=desk).waiting().exists():
            raise Refused(_("A draw waits for its inspection. Inspect what was drawn first; then you can draw again."))
        past = shifts.past(pen.chain.desk, pen.at)
        if not past:
            raise Refused(_("No shift of the last 30 days is over yet, so there is nothing to draw from."))
        candidates = drawing.listed((day.isoformat(), code) for day, code in past)
        nonce, head = secrets.token_hex(32), pen.chain.last_hash
        sealed = drawing.commitment(nonce=nonce, head=head, candidates=candidates)
        made = pen.write(SpotDraw(candidates=candidates, head=head, commitment=sealed), by=by)
        DrawNonce.objects.create(draw=made, nonce=nonce)
        pen.remember(made, by=by, key=key)
    return made


def reveal(*, draw_id, by, at):
    """Show what was drawn: the number behind it, and what follows, are sealed. Returns the SpotReveal, however often asked."""
    made = SpotDraw.objects.select_related("desk__project").get(pk=draw_id)
    _must_inspect(by, made.desk, at)
    with constraints_speak(SpotReveal), sealing.pen(made.desk_id, at=at) as pen:
        if shown := made.reveals.first():
            return shown
        hidden = DrawNonce.objects.filter(pk=made.pk).first()
        if hidden is None:
            raise Refused(
                _("The number behind this draw is gone: tell the auditor, and choose a shift by hand meanwhile.")
            )
        day, code = drawing.pick_shift(hidden.nonce, made.candidates)
        pool = list(shifts.entries_of(made.desk, day, code).values_list("pk", flat=True))
        picked = drawing.pick_records(hidden.nonce, pool)
        shown = SpotReveal(
            draw=made, nonce=hidden.nonce, target_date=day, target_code=code, pool=drawing.listed(pool),
            picked=drawing.listed(picked),
        )  # fmt: skip
        pen.write(shown, by=by)
        hidden.delete()
    return shown


def inspect_drawn(*, draw_id, found, proof, by, at, key=""):
    """Spot-check what was drawn, and sign it; returns the inspection. The rest as in `inspections.inspect`."""
    made = SpotDraw.objects.select_related("desk__project").get(pk=draw_id)
    shown = made.reveals.first()
    if shown is None:
        raise Refused(_("Show first what was drawn, then inspect it."))
    inspection = Inspection(
        kind=Kind.SPOT, picked_by=PickedBy.RANDOM, draw=made, target_date=shown.target_date, target_code=shown.target_code,
        sheet=shifts.sheets_of(made.desk, shown.target_date, shown.target_code).last(),
    )  # fmt: skip

    def check(_pen):
        if made.inspections.exists():
            raise Refused(_("What was drawn is inspected already. You can draw again."))

    return put(desk=made.desk, inspection=inspection, found=found, proof=proof, by=by, at=at, key=key, check=check)


def inspect_chosen(*, desk, date, code, found, proof, by, at, key=""):
    """Spot-check a shift that was chosen by hand: any that has begun, past or present. It is recorded as chosen. R03."""
    inspection = Inspection(
        kind=Kind.SPOT, picked_by=PickedBy.MANUAL, target_date=date, target_code=code,
        sheet=shifts.sheets_of(desk, date, code).last(),
    )  # fmt: skip

    def check(pen):
        if code not in shifts.of_day(pen.chain.desk, date, pen.at):
            raise Refused(_("Choose a shift that was stood, or that is being stood now."))

    return put(desk=desk, inspection=inspection, found=found, proof=proof, by=by, at=at, key=key, check=check)


def _must_inspect(by, desk, at):
    if not rules.may_inspect(by, desk.project_id, at):
        raise Forbidden(NOT_INSPECTOR)
