"""Working through a handover: read, ask, look, count. Nothing here is evidence yet; what is signed is (R51–R55)."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from duty.log import commands as log
from duty.log.models import Entry
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import attachments

from .. import assembly, rules
from ..models import CheckResult, Count, Handover, ItemMark, Question

NOT_YOURS = _("Those who stand duty at this desk and the supervisor hand it over.")
FINISHED = _("This handover is finished. Open the desk's page for the next one.")
MOST = 100_000_000  # pieces, or fen of the million yuan that a list may expect


def locked(handover_id, *, by, at):
    """The open handover, its row locked until the transaction ends. Raises Forbidden or Refused."""
    found = Handover.objects.select_for_update(of=("self",)).select_related("desk__project", "outgoing", "incoming")
    handover = found.get(pk=handover_id)
    if not rules.may_sign(by, handover.desk.project_id, at):
        raise Forbidden(NOT_YOURS)
    if handover.state != Handover.State.OPEN:
        raise Refused(FINISHED)
    return handover


@transaction.atomic
def mark_read(*, handover_id, read_to, understood, no_questions, by, at):
    """Tick the rest of what was written up to an entry, and the items that are understood. R51, R52.

    read_to: id of the newest entry that was on the page, None for not ticked; understood: keys of items ("matter:7").
    """
    handover = locked(handover_id, by=by, at=at)
    known = {item.key: item for item in assembly.assemble(handover, at).items}
    for key in set(understood):
        if item := known.get(key):
            ItemMark.objects.get_or_create(
                handover=handover, kind=item.kind, source=item.source, defaults={"understood_at": at}
            )
    handover.no_questions = no_questions and not handover.questions.exists()
    if read_to:
        handover.read_to = max(handover.read_to or 0, read_to)
    handover.save(update_fields=["no_questions", "read_to"])


@transaction.atomic
def ask(*, handover_id, text, about, by, at):
    """Put a question, in general or about an item (its key); signing waits for the answer. R52."""
    handover = locked(handover_id, by=by, at=at)
    if about and about not in {item.key for item in assembly.assemble(handover, at).items}:
        raise Refused(_("This item is not on the sheet any more. Look at the page again."))
    if not text.strip():
        raise Refused(_("Write the question."))
    Question.objects.create(handover=handover, about=about, text=text.strip(), asked_at=at)
    Handover.objects.filter(pk=handover.pk).update(no_questions=False)


@transaction.atomic
def answer(*, question_id, text, by, at):
    """Answer a question; answering again replaces the answer, as long as nobody has signed. R52."""
    question = Question.objects.get(pk=question_id)
    locked(question.handover_id, by=by, at=at)
    if not text.strip():
        raise Refused(_("Write the answer."))
    question.answer = text.strip()
    question.save(update_fields=["answer"])


def check(*, handover_id, faults, stand_in, by, at, photos=None, key=""):
    """Say how the desk was found: everything is in order but the faults. R17, R30, R54.

    faults: {check item id: what is wrong}; photos: {check item id: (media type, bytes)} as `attachments.clean` returned
    them; stand_in: the number at which the desk can be reached if a line is dead. A dead
    line makes an urgent repair in the book, once. Raises Forbidden or Refused.
    """
    with constraints_speak(CheckResult), transaction.atomic():
        handover = Handover.objects.select_related("desk__project").get(pk=handover_id)
        wanted = [item for item, _result in assembly.assemble(handover, at).checks]
        entries = {}
        for item in wanted:
            if item.line and item.pk in faults and not handover.checks.filter(item=item, ok=False).exists():
                entries[item.pk] = log.report_fault(
                    desk=handover.desk, line=item.line, stand_in=stand_in, text=faults[item.pk], by=by, at=at,
                    key=f"{key[:24]}-{item.pk}" if key else "",
                )  # fmt: skip
        handover = locked(handover_id, by=by, at=at)
        for item in wanted:
            wrong = faults.get(item.pk)
            if wrong is not None and not wrong.strip():
                raise Refused(_("Say what is wrong: %(name)s.") % {"name": item.name})
            found = {"ok": wrong is None, "note": (wrong or "").strip()}
            if item.pk in (photos or {}):
                media_type, data = photos[item.pk]
                found |= {"photo": attachments.keep(data), "photo_type": media_type}
            if item.pk in entries:
                found["entry"] = entries[item.pk]
            CheckResult.objects.update_or_create(handover=handover, item=item, defaults=found)
        for entry in entries.values():
            _known(handover, entry, at)


@transaction.atomic
def count(*, handover_id, numbers, nothing_omitted, remark, witness_name, no_matters, by, at):
    """Write down what was counted, before anybody sees what is expected; and the last words on the sheet. R55.

    numbers: {article id: pieces, or fen}; those left out stay as they were counted. A second count keeps the first.
    """
    handover = locked(handover_id, by=by, at=at)
    wanted = {one.article.pk for one in assembly.assemble(handover, at).counts}
    for article_id, number in numbers.items():
        if article_id not in wanted or not 0 <= number <= MOST:
            raise Refused(_("Count again: a number between 0 and %(most)s.") % {"most": MOST})
        made, is_new = Count.objects.get_or_create(
            handover=handover, article_id=article_id, defaults={"counted": number, "first_counted": number}
        )
        if not is_new and made.counted != number:
            made.counted, made.explanation, made.entry = number, "", None
            made.save(update_fields=["counted", "explanation", "entry"])
    handover.nothing_omitted, handover.no_matters = nothing_omitted, no_matters
    handover.remark, handover.witness_name = remark.strip(), witness_name.strip()
    handover.save(update_fields=["nothing_omitted", "no_matters", "remark", "witness_name"])


def explain(*, handover_id, article_id, text, by, at, key=""):
    """A word on an article: of its condition, or on a difference, which makes a matter in the book. R55."""
    if not text.strip():
        raise Refused(_("Write what you know about it."))
    with transaction.atomic():
        handover = Handover.objects.select_related("desk__project").get(pk=handover_id)
        found = {one.article.pk: one for one in assembly.assemble(handover, at).counts}.get(article_id)
        if found is None or found.counted is None:
            raise Refused(_("Count the article first."))
        entry = None
        if found.difference and not found.entry_id:
            entry = log.record_entry(
                desk_id=handover.desk_id, intake=_difference(handover, found, text.strip()), by=by, at=at, key=key
            )
        handover = locked(handover_id, by=by, at=at)
        said = {"explanation": text.strip()} if found.difference else {"condition": text.strip()[:100]}
        if entry:
            said["entry"] = entry
            _known(handover, entry, at)
        Count.objects.filter(handover=handover, article_id=article_id).update(**said)


def _difference(handover, found, text):
    """The line in the book that a difference makes, in the language of the book whoever counted."""
    with override(settings.LANGUAGE_CODE):
        words = gettext("Count at the handover: %(name)s, %(here)s should be here, %(counted)s counted. %(text)s") % {
            "name": found.article.name, "here": found.said_expected,
            "counted": found.article.said(found.counted), "text": text,
        }  # fmt: skip
    return log.Intake(channel="patrol", category="INT", description=words, place=handover.desk.name)


def _known(handover, entry: Entry, at):
    """What was recorded out of the handover itself is read and understood by whoever wrote it."""
    ItemMark.objects.get_or_create(handover=handover, kind="matter", source=entry.pk, defaults={"understood_at": at})
    unread = Entry.objects.filter(desk=handover.desk, pk__lt=entry.pk, pk__gt=handover.read_to or 0)
    if handover.reads_since and not unread.filter(recorded_at__gte=handover.reads_since).exists():
        handover.read_to = entry.pk
        handover.save(update_fields=["read_to"])
