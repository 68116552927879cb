"""Inspecting the desk: one signed record with the result of each item; a failed one becomes a finding (R58, R59, R61, R62)."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from duty.roster import attendance
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import is_posted
from frontdesk.kernel.records import attachments, sealing, signing
from frontdesk.kernel.records.models import Signature

from .. import evidence, items, results, rules
from ..models import Finding, FindingStep, Inspection
from ..results import Result
from .findings import begin

NOT_INSPECTOR = _("Only the supervisor, or whoever stands in, inspects the desk.")
Kind = Inspection.Kind


def inspect(*, desk, kind, found, proof, by, at, key=""):
    """检查: put down how the items were found, and sign it; returns the inspection. R58, R59, R61.

    kind: daily, handover or adhoc; found: [results.Found], of a daily or handover inspection for every item, else for any. Each
    failed one needs a note, and becomes a finding. Raises Forbidden or Refused, and then nothing is written or signed.
    """
    if kind not in {Kind.DAILY, Kind.HANDOVER, Kind.ADHOC}:
        raise Refused(_("Choose which inspection this is."))
    return put(desk=desk, inspection=Inspection(kind=kind), found=found, proof=proof, by=by, at=at, key=key)


def put(*, desk, inspection, found, proof, by, at, key="", check=None):
    """Seal an inspection that says its kind and target; the rest as in `inspect`. check(pen): what only the lock knows."""
    if not rules.may_inspect(by, desk.project_id, at):
        raise Forbidden(NOT_INSPECTOR)
    with constraints_speak(Inspection, Finding, FindingStep), sealing.pen(desk.pk, at=at) as pen:
        if sent := pen.sent_before(Inspection, by=by, key=key):
            return sent
        if check:
            check(pen)
        version, wanted = items.current(desk.pk)
        by_code = _checked(desk, inspection.kind, wanted, found, pen)
        _fill(inspection, desk, version, wanted, by_code, pen.at)
        pen.write(inspection, by=by)
        for code, one in by_code.items():
            if one.photo:
                name, media_type, data = one.photo
                attachments.attach(pen, about=inspection, name=name or code, media_type=media_type, data=data, by=by)
            if one.result == Result.FAIL:
                item = next(item for item in wanted if item.code == code)
                begin(pen, inspection, item, one, by)
        digest = sealing.digest(inspection)
        signing.sign(pen, by=by, proof=proof, meaning=Signature.Meaning.INSPECT, about=inspection, digest=digest)
        pen.remember(inspection, by=by, key=key)
    return inspection


def _checked(desk, kind, wanted, found, pen):
    """{code: Found} in the order of the items, or Refused."""
    by_code = {one.code: one for one in found}
    if kind in Inspection.WHOLE and (left := [item.label for item in wanted if item.code not in by_code]):
        raise Refused(_("Not looked at yet: %(items)s. Say of each how it was found.") % {"items": "、".join(left)})
    if set(by_code) - {item.code for item in wanted}:
        raise Refused(_("The items have changed meanwhile. Open the inspection again; what you typed is kept."))
    for item in wanted:
        if one := by_code.get(item.code):
            _check(desk, item, one, pen.at)
    return {item.code: by_code[item.code] for item in wanted if item.code in by_code}


def _check(desk, item, one, at):
    if one.result not in Result.values:
        raise Refused(_("Say how it was found: %(item)s.") % {"item": item.label})
    if one.result == Result.FAIL and not one.note.strip():
        raise Refused(_("Write what is wrong: %(item)s.") % {"item": item.label})
    if not 0 <= one.deduct <= results.MOST_POINTS:
        raise Refused(
            _("At most %(most)s points are deducted for an item. Give a smaller number.")
            % {"most": results.MOST_POINTS}
        )
    if not evidence.of_desk(one.evidence, desk):
        raise Refused(_("A record that was sampled is not of this desk. Open the inspection again."))
    if one.owner and not is_posted(one.owner, desk.project_id, at):
        raise Refused(_("Whoever is responsible works at this project. Choose somebody else."))


def _fill(inspection, desk, version, wanted, by_code, at):
    """The columns that follow from what was found."""
    counts = {result: sum(one.result == result for one in by_code.values()) for result in Result.values}
    here = [one.person for one in attendance.present(desk, at)]
    # Pictures are known by what they hold; they are sealed beside the inspection.
    photos = {code: attachments.keep(one.photo[2]) for code, one in by_code.items() if one.photo}
    inspection.day = at.astimezone(ZoneInfo(desk.project.time_zone)).date()
    inspection.template = version
    inspection.passed, inspection.failed = counts[Result.PASS], counts[Result.FAIL]
    inspection.not_applicable = counts[Result.NOT_APPLICABLE]
    inspection.deducted = sum(one.deduct for one in by_code.values())
    inspection.content = results.content(items=wanted, found=by_code, photos=photos, people=here)
    inspection.notes = results.notes(by_code)
