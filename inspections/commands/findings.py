"""From a failed item to its verification: every step sealed, in any order but the last (R62)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.people.models import Posting
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.people.rules import is_posted
from frontdesk.kernel.records import sealing

from .. import course, rules
from ..models import Finding, FindingStep, Rectification

USUALLY_WITHIN = timedelta(days=7)
LONGEST = timedelta(days=366)
COUNTED_OVER = timedelta(days=30)
SET_HERE = {"desk", "recorded_by", "inspection", "finding", "owner", "person"}
Kind = FindingStep.Kind
NOT_YOURS = _("Whoever is responsible, the supervisor and the project lead write on a finding.")


def begin(pen, inspection, item, found, by):
    """Seal the finding of a failed item with what was done on the spot, in the transaction of its inspection."""
    today = _today(pen)
    due = found.due or today + USUALLY_WITHIN
    _check_due(due, today)
    before = Finding.objects.filter(desk_id=pen.chain.desk_id, item=item.code, recorded_at__gt=pen.at - COUNTED_OVER)
    finding = Finding(
        inspection=inspection, item=item.code, name=item.name, text=found.note.strip(), owner=found.owner or by, due=due,
        times=before.count() + 1,
    )  # fmt: skip
    _write(pen, finding, by)
    Rectification(finding=finding, **course.derive(finding, ())).save(force_insert=True)
    for kind, text in ((Kind.CORRECTION, found.correction), (Kind.GUIDANCE, found.guidance)):
        if text.strip():
            _put(pen, finding, FindingStep(kind=kind, text=text), by)
    if finding.owner_id != by.pk:
        _tell(pen, finding, {finding.owner_id}, "finding_yours", "yours")


def correct(*, finding_id, text, by, at, key=""):
    """现场纠正: what was put right on the spot."""
    return _step(finding_id, FindingStep(kind=Kind.CORRECTION, text=text), by=by, at=at, key=key)


def guide(*, finding_id, text, by, at, key=""):
    """指导: what was explained, to whom; said by those who supervise."""

    def check(state, pen):
        if not rules.may_keep(by, state.desk.project_id, pen.at):
            raise Forbidden(_("Guidance is given by the supervisor and the project lead."))

    return _step(finding_id, FindingStep(kind=Kind.GUIDANCE, text=text), by=by, at=at, key=key, check=check)


def find_cause(*, finding_id, text, by, at, key=""):
    """原因分析: why it came about."""
    return _step(finding_id, FindingStep(kind=Kind.CAUSE, text=text), by=by, at=at, key=key)


def decide_measure(*, finding_id, text, by, at, person=None, due=None, key=""):
    """改进措施: what is to be done so that it does not happen again. person, due: who and by when, if not as before.

    Those who supervise may give it to somebody else; whoever is responsible proposes it for themselves and keeps the date.
    """

    def check(state, pen):
        today = _today(pen)
        if not rules.may_keep(by, state.desk.project_id, pen.at) and (
            (person and person.pk != state.owner_id) or (due and due > state.due)
        ):
            raise Forbidden(_("Only the supervisor and the project lead give it to somebody else or more time."))
        if person and not is_posted(person, state.desk.project_id, pen.at):
            raise Refused(_("Whoever is responsible works at this project. Choose somebody else."))
        if due:
            _check_due(due, today)

    step = FindingStep(kind=Kind.MEASURE, text=text, person=person, due=due)
    return _step(finding_id, step, by=by, at=at, key=key, check=check)


def report_done(*, finding_id, text, by, at, key=""):
    """The measure is carried out; whoever supervises is told to look whether it helps."""

    def check(state, _pen):
        if state.measure_at is None:
            raise Refused(_("Decide the measure first, then say that it is carried out."))

    return _step(finding_id, FindingStep(kind=Kind.DONE, text=text), by=by, at=at, key=key, check=check)


def verify(*, finding_id, effective, text, by, at, key=""):
    """验证: somebody else has looked. Effective, it closes the finding; else another measure has to be decided. R62.

    Raises Refused without cause and measure, Forbidden for whoever decided the measure or carries it out.
    """

    def check(state, pen):
        if not rules.may_keep(by, state.desk.project_id, pen.at):
            raise Forbidden(_("The supervisor or the project lead verifies."))
        if state.cause_at is None:
            raise Refused(
                _("Write the cause first: a finding closes with its cause, a measure and somebody's verification.")
            )
        if state.measure_at is None:
            raise Refused(
                _("Decide the measure first: a finding closes with its cause, a measure and somebody's verification.")
            )
        if not rules.may_verify(by, state, pen.at):
            raise Forbidden(_("Somebody else verifies a measure: neither who decided it nor who carries it out."))

    kind = Kind.VERIFIED if effective else Kind.NOT_EFFECTIVE
    return _step(finding_id, FindingStep(kind=kind, text=text), by=by, at=at, key=key, check=check)


def _step(finding_id, step, *, by, at, key, check=None):
    finding = Finding.objects.select_related("desk__project").get(pk=finding_id)
    with constraints_speak(FindingStep, Rectification), sealing.pen(finding.desk_id, at=at) as pen:
        if sent := pen.sent_before(FindingStep, by=by, key=key):
            return sent
        state = Rectification.objects.select_related("desk__project").get(pk=finding.pk)
        if not rules.may_work_on(by, state, pen.at):
            raise Forbidden(NOT_YOURS)
        if state.closed_at:
            raise Refused(_("This finding is closed. If it happens again, the next inspection finds it again."))
        if check:
            check(state, pen)
        _put(pen, finding, step, by)
        pen.remember(step, by=by, key=key)
    return step


def _put(pen, finding, step, by):
    """Seal a step with a pen that is held, keep where the finding stands, and tell whom it concerns."""
    step.finding, step.text = finding, step.text.strip() or None
    _write(pen, step, by)
    held = course.derive(finding, finding.steps.order_by("id"))
    Rectification.objects.filter(pk=finding.pk).update(**held)
    if step.kind == Kind.MEASURE and held["owner_id"] != by.pk:
        _tell(pen, finding, {held["owner_id"]}, "finding_yours", f"measure:{step.pk}")
    if step.kind == Kind.DONE:
        others = Posting.objects.at(pen.at).filter(
            project=pen.chain.desk.project_id, role__in=rules.KEEPERS, person__is_active=True
        ).exclude(person__in=[held["owner_id"], held["measure_by_id"], by.pk])  # fmt: skip
        _tell(pen, finding, set(others.values_list("person_id", flat=True)), "finding_to_verify", f"done:{step.pk}")


def _write(pen, record, by):
    """Seal a finding or a step whose texts fit their columns."""
    record.desk_id, record.recorded_at, record.recorded_by = pen.chain.desk_id, pen.at, by
    with constraints_speak(type(record)):
        record.clean_fields(exclude=SET_HERE)
    pen.write(record, by=by)


def _tell(pen, finding, people, kind, stage):
    notices.tell(
        people, project_id=pen.chain.desk.project_id, key=f"finding:{finding.pk}:{stage}", kind=kind,
        subject=f"{finding.recorded_at.astimezone(_zone(pen)):%m-%d}", link=finding.get_absolute_url(), at=pen.at,
    )  # fmt: skip


def _check_due(due, today):
    if not today <= due <= today + LONGEST:
        raise Refused(_("Say by when it is to be done: today or later, at most a year ahead."))


def _zone(pen):
    return ZoneInfo(pen.chain.desk.project.time_zone)


def _today(pen):
    return pen.at.astimezone(_zone(pen)).date()
