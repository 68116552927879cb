"""What the desk cannot settle itself: up to the supervisor, on to the project lead, and back as an instruction."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people import history
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak

from .. import escalation, rules
from ..models import Escalation, EscalationRule, Instruction, Note
from ..models.notes import BY_MATRIX, Decision, Kind
from .steps import must_be_open, put, step

NOT_YOURS = _("This waits for somebody else's decision. Add a note, or ring them.")
ONLY_DECIDERS = _("Only the supervisor and the project lead give instructions.")
UNDECIDED = _("This is waiting for a decision already. Add a note instead.")


def escalate(*, entry_id, reason, by, at, level=escalation.SUPERVISOR, judged_at=None, key=""):
    """上报: hand up what the desk cannot settle; whoever owns it still answers to the customer. R08, R24, R25.

    level: 1 to the supervisor, 2 to the project lead; a clerk's level 2 is told to both. judged_at: when it was seen to
    be a major problem, which has to be reported within ten minutes. Raises Refused without a reason, when the matter is
    done, or while an escalation to that level or above waits.
    """
    if not reason.strip():
        raise Refused(_("Write why this goes up: what the desk cannot settle."))

    if level not in escalation.ANSWER_WITHIN:
        raise Refused(_("Choose to whom this goes: the supervisor or the project lead."))

    def check(entry, note, pen):
        must_be_open(entry)
        if Escalation.objects.open().filter(entry=entry, level__gte=level).exists():
            raise Refused(UNDECIDED)
        note.until = escalation.answer_by(level, pen.at)

    note = Note(kind=Kind.ESCALATED, level=level, text=reason, happened_at=judged_at)
    return step(entry_id, note, by=by, at=at, key=key, check=check, may=rules.may_work)


def begin_escalated(pen, entry, by):
    """Escalate an entry as the matrix asks of its category and priority; part of its recording."""
    level = escalation.level_at_start(pen.chain.desk.project_id, entry.category, entry.priority)
    if level and entry.immediate_result is None:
        words = str(_("By the escalation rules of the project."))
        until = escalation.answer_by(level, pen.at)
        note = Note(kind=Kind.ESCALATED, level=level, code=BY_MATRIX, text=words, until=until)
        put(pen, entry, note, by)


def acknowledge(*, escalation_id, by, at, text="", key=""):
    """I have seen it: whoever it waits for says so by one tap, with advice if there is any. R35."""

    def check(entry, note, pen):
        asked = _undecided(escalation_id)
        _must_decide(by, asked, pen.at)
        if asked.acknowledged_at and not note.text:
            raise Refused(_("It is acknowledged already. Decide it, or write your advice."))

    asked = _undecided(escalation_id)
    note = Note(kind=Kind.ADVICE if text.strip() else Kind.ACKNOWLEDGED, about=asked.note, text=text)
    return step(asked.entry_id, note, by=by, at=at, key=key, check=check, may=rules.may_instruct, forbidden=NOT_YOURS)


def decide(*, escalation_id, decision, text, by, at, due_at=None, key=""):
    """Handle it, instruct the desk, pass it on to the lead, or give it back with guidance. R06, R24, R25.

    text: the decision in words, which becomes the instruction or the reason for passing it on. due_at: when an
    instruction has to be carried out. Raises Forbidden for whom it does not wait for, Refused when it is decided.
    """

    def check(entry, note, pen):
        asked = _undecided(escalation_id)
        _must_decide(by, asked, pen.at)
        if decision == Decision.PASS_ON and asked.level_at(pen.at) >= escalation.LEAD:
            raise Refused(_("It is with the project lead already: decide it."))

    def and_then(entry, note, pen):
        if decision == Decision.INSTRUCT:
            put(pen, entry, Note(kind=Kind.INSTRUCTION, text=text, until=due_at), by)
        elif decision == Decision.PASS_ON:
            until = escalation.answer_by(escalation.LEAD, pen.at)
            put(pen, entry, Note(kind=Kind.ESCALATED, level=escalation.LEAD, text=text, until=until), by)

    asked = _undecided(escalation_id)
    note = Note(kind=Kind.DECIDED, code=decision, about=asked.note, text=text)
    return step(
        asked.entry_id, note, by=by, at=at, key=key, check=check, may=rules.may_instruct, forbidden=NOT_YOURS,
        and_then=and_then,
    )  # fmt: skip


def instruct(*, entry_id, text, by, at, due_at=None, key=""):
    """批示: tell the desk what to do; the matter cannot be closed before it is carried out. R24, R47."""
    note = Note(kind=Kind.INSTRUCTION, text=text, until=due_at)
    return step(
        entry_id, note, by=by, at=at, key=key, check=must_be_open, may=rules.may_instruct, forbidden=ONLY_DECIDERS
    )


def carry_out(*, instruction_id, text, by, at, key=""):
    """An instruction is done, and what came of it. R24."""

    def check(entry, note, pen):
        if _open(Instruction, instruction_id) is None:
            raise Refused(_("This instruction is carried out already. Nothing was written."))

    given = Instruction.objects.select_related("note").get(pk=instruction_id)
    note = Note(kind=Kind.CARRIED_OUT, about=given.note, text=text)
    return step(given.entry_id, note, by=by, at=at, key=key, check=check)


def set_escalation_rule(*, project_id, category, priority, level, by, at):
    """Say where matters of a category ('' for all) and priority begin; the level 0 leaves them to the desk. R25, A11.

    Every change keeps its author and time in the rule's history. Raises Forbidden or Refused.
    """
    if not rules.may_instruct(by, project_id, at):
        raise Forbidden(_("Only the supervisor and the project lead change the escalation rules."))
    with constraints_speak(EscalationRule), transaction.atomic():
        rule = EscalationRule.objects.select_for_update().filter(
            project_id=project_id, category=category, priority=priority
        ).first() or EscalationRule(project_id=project_id, category=category, priority=priority)
        rule.level = level
        rule.clean_fields()
        history.save(rule, by=by, at=at)
    return rule


def end_escalation_rule(*, rule_id, by, at):
    """Take a rule away, so that the wider one or the usual course holds again."""
    with transaction.atomic():
        rule = EscalationRule.objects.select_for_update().get(pk=rule_id)
        if not rules.may_instruct(by, rule.project_id, at):
            raise Forbidden(_("Only the supervisor and the project lead change the escalation rules."))
        history.delete(rule, by=by, at=at)


def _open(model, pk):
    return model.objects.open().select_related("entry__desk", "note").filter(pk=pk).first()


def _undecided(pk):
    asked = _open(Escalation, pk)
    if asked is None:
        raise Refused(_("This is decided already. Read the decision on the entry's page."))
    return asked


def _must_decide(by, asked, at):
    if not rules.may_decide(by, asked.entry.desk.project_id, asked.level_at(at), at):
        raise Forbidden(NOT_YOURS)
