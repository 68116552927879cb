"""Taking over what the telephone system recorded, and ringing back whom the desk missed (R26, A13)."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history, settings_cache
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import sealing

from .. import rules, telephone
from ..models import CallReturned, Channel, Department, Line, PhoneCall, PhoneImport, TelephoneSettings
from .entries import Intake, record_entry
from .steps import NO_WRITER

BATCH = 500


def import_calls(*, desk, name, data, sha256, leave_out, by, at, key=""):
    """Take the calls of a file over; returns (import, how many were new).

    data: the bytes that were shown in the preview; sha256: their hash, as the preview said it; leave_out: whether
    broken lines may stay outside. Calls that are there already are not taken again. Raises Forbidden or Refused.
    """
    if not rules.may_write(by, desk.project_id, at):
        raise Forbidden(NO_WRITER)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused(_("This is not the file that was shown. Choose it again and look at the preview first."))
    found = telephone.read(data, zone=desk.project.time_zone, now=at)
    if found.wrong and not leave_out:
        raise Refused(_("Some lines are broken. Put them right, or tick that they are left out."))
    if not found.calls:
        raise Refused(
            _(
                "No line of the file can be taken over. Put the lines right as the preview says, and choose the file again."
            )
        )
    with sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(PhoneImport, by=by, key=key):
            return sent, 0
        first, last = (pick(call.started_at for call in found.calls) for pick in (min, max))
        known = set(
            PhoneCall.objects.filter(desk=desk, started_at__range=(first, last)).values_list("started_at", "number")
        )
        fresh = [call for call in found.calls if (call.started_at, call.number) not in known]
        taken = pen.write(
            PhoneImport(
                name=name[-120:],
                sha256=sha256,
                calls=len(fresh),
                left_out=len(found.wrong),
                digest=telephone.digest(fresh),
            ),
            by=by,
        )
        PhoneCall.objects.bulk_create(
            [
                PhoneCall(
                    desk=desk, taken_over_by=taken, started_at=call.started_at, number=call.number,
                    waited_seconds=call.waited_seconds, answered=call.answered,
                )
                for call in fresh
            ],
            batch_size=BATCH,
        )  # fmt: skip
        pen.remember(taken, by=by, key=key)
    return taken, len(fresh)


def return_call(*, call_id, reached, by, at, text="", key=""):
    """Write down that a missed caller was rung back, from another line than the hotline (A15). R26."""
    call = PhoneCall.objects.select_related("desk").get(pk=call_id)
    if not rules.may_write(by, call.desk.project_id, at):
        raise Forbidden(NO_WRITER)
    if call.answered:
        raise Refused(_("This call was answered. There is nothing to ring back."))
    with constraints_speak(CallReturned), sealing.pen(call.desk_id, at=at) as pen:
        if sent := pen.sent_before(CallReturned, by=by, key=key):
            return sent
        if call.returns.filter(reached=True).exists():
            raise Refused(_("Somebody has reached this caller already. Nothing was written."))
        returned = pen.write(CallReturned(call=call, reached=reached, text=text.strip() or None), by=by)
        pen.remember(returned, by=by, key=key)
    return returned


def report_fault(*, desk, line, stand_in, by, at, text="", key=""):
    """A line of the desk is out of order: an urgent repair, with the number at which the desk can be reached meanwhile. R30.

    line: a code of Line. Returns the entry. Raises Forbidden or Refused.
    """
    if line not in Line.values:
        raise Refused(_("Choose which line is out of order."))
    if not stand_in.strip():
        raise Refused(_("Give the number at which the desk can be reached meanwhile."))
    words = _now("%(line)s out of order; reachable meanwhile at %(number)s.") % {
        "line": Line(line).label, "number": stand_in.strip(),
    }  # fmt: skip
    intake = Intake(
        channel=Channel.DEPARTMENT, category="REP", subcategory="low_voltage", priority="P2", place=desk.name,
        caller_kind="staff", caller_name=by.name, phone=stand_in.strip(), description=f"{words} {text}".strip(),
        department=Department.ENGINEERING,
    )  # fmt: skip
    return record_entry(desk_id=desk.pk, intake=intake, by=by, at=at, key=key)


def set_three_rings(*, project_id, seconds, by, at):
    """Say how many seconds count as three rings. A13."""
    if not rules.may_instruct(by, project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead change this setting."))
    with constraints_speak(TelephoneSettings), transaction.atomic():
        row = TelephoneSettings.objects.filter(project_id=project_id).first() or TelephoneSettings(
            project_id=project_id
        )
        row.three_rings_seconds = seconds
        history.save(row, by=by, at=at)
        settings_cache.changed(project_id)
    return row
