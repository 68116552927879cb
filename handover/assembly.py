"""The sheet of a handover as it stands: put together by itself, with what is still missing before it can be signed.

`content` is canonical JSON, keys sorted, without the time of day: two assemblies of the same state are the same bytes, and
their SHA-256 is the digest that both people sign (R52–R56).
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson
from django.db.models import Sum
from django.utils.translation import gettext as _

from duty.log import sheets
from duty.log.models import Channel, Entry
from frontdesk.kernel.people.models import User

from . import bulletin, items
from .models import Article, CheckItem, Handover, Loan, Sheet

FORM = 1
TRAVELS = 3  # more takings-over than these, and the supervisor looks at it (R57)
UNKNOWN_SINCE = timedelta(hours=24)  # how far back somebody reads who never stood at this desk
Kind, Group = Handover.Kind, CheckItem.Group
GROUPS = {
    Kind.OPENING: (Group.OPENING, Group.ENVIRONMENT, Group.LINES),
    Kind.CHANGE: (Group.ENVIRONMENT, Group.LINES),
    Kind.CLOSING: (Group.CLOSING,),
}
COUNTED = ("REP", "CMP", "INC")  # categories that the sheet counts by themselves


@dataclass(frozen=True)
class Counted:
    """One article: counted and first None until somebody has counted; numbers in pieces, or in fen for money."""

    article: Article
    counted: int | None
    first: int | None
    lent: int
    condition: str
    explanation: str
    entry_id: int | None

    @property
    def expected_here(self):
        return self.article.expected - self.lent

    @property
    def difference(self):
        return None if self.counted is None else self.counted - self.expected_here

    @property
    def is_unexplained(self):
        return bool(self.difference) and not self.explanation

    @property
    def yuan(self):
        """What was counted of money, as it is typed."""
        return f"{self.counted / 100:.2f}"

    @property
    def said_expected(self):
        return self.article.said(self.expected_here)

    @property
    def said_difference(self):
        """'−1 台' or '+¥0.50'; only where there is a difference."""
        return f"{'+' if self.difference > 0 else '−'}{self.article.said(abs(self.difference))}"


@dataclass(frozen=True)
class Frame:
    """A handover's sheet, and why it cannot be signed yet: missing is [(part of the page, sentence)]."""

    handover: Handover
    items: list
    reads_to: int
    reads_count: int
    totals: dict
    notices: list
    incomplete: list
    questions: list
    checks: list
    counts: list
    content: str = ""
    digest: str = ""
    missing: list = field(default_factory=list)

    @property
    def is_read(self):
        return not self.reads_count or (self.handover.read_to or 0) >= self.reads_to

    @property
    def travelling(self):
        return sum(item.times > TRAVELS for item in self.items)


def assemble(handover, at):
    """The Frame of an open handover (with its desk and people) at a moment. A fixed number of queries."""
    desk = handover.desk
    before = Sheet.objects.filter(desk=desk).order_by("-id").first()
    taken = before if before and before.kind != Kind.CLOSING else _last_take_over(desk)
    frame = Frame(
        handover=handover, items=_items(handover, before, taken, at), questions=list(handover.questions.all()),
        notices=bulletin.lines(desk, at),
        checks=_checks(handover), counts=_counts(handover), **_reads(handover, before, at),
    )  # fmt: skip
    content = orjson.dumps(_content(frame), option=orjson.OPT_SORT_KEYS).decode()
    digest = hashlib.sha256(content.encode()).hexdigest()
    held = vars(frame) | {"content": content, "digest": digest, "missing": list(_missing(frame))}
    return Frame(**held)


def carried(sheet):
    """{key: times} of the items that a sheet handed on."""
    return {key: times for key, times, _serial in handed_on(sheet)}


def handed_on(sheet):
    """[(key, times, serial or None)] of the items that a sheet handed on."""
    items = orjson.loads(sheet.content or "{}").get("items", ())
    return [(f"{one['kind']}:{one['source']}", one["times"], one["serial"]) for one in items]


def _last_take_over(desk):
    return Sheet.objects.filter(desk=desk).exclude(kind=Kind.CLOSING).order_by("-id").first()


def _items(handover, before, taken, at):
    closing, opening = handover.kind == Kind.CLOSING, handover.kind == Kind.OPENING
    survived = carried(before) if before else {}
    held_then = carried(taken) if taken and not opening else {}
    understood = set(handover.marks.values_list("kind", "source"))
    found = items.at_desk(handover.desk, at)
    for item in found:
        item.times = survived.get(item.key, 0) + (not closing)
        item.understood = (item.kind, item.source) in understood
        if item.kind == "matter" and item.noted_at and item.key in held_then:
            item.needs_note = item.noted_at <= taken.recorded_at
    return found


def _reads(handover, before, at):
    """What whoever comes has to read, and the numbers of the shift that ends."""
    rows = Entry.objects.filter(desk=handover.desk)
    since = handover.reads_since or at
    of_shift = before.recorded_at if before else since
    found = list(
        rows.filter(recorded_at__gte=min(since, of_shift)).order_by("id")
        .values_list("id", "recorded_at", "channel", "category", "serial")
    )  # fmt: skip
    totals = Counter(entries=0, call=0, visit=0, REP=0, CMP=0, INC=0)
    serials = {}
    for pk, moment, channel, category, serial in found:
        if moment >= of_shift:
            serials[pk] = serial
            totals["entries"] += 1
            totals[channel] += channel in {Channel.CALL, Channel.VISIT}
            totals[category] += category in COUNTED
    named = {name: number for name, number in totals.items() if name in {"entries", "call", "visit", *COUNTED}}
    reading = [pk for pk, moment, *_ in found if handover.reads_since and moment >= since]
    return {
        "reads_to": reading[-1] if reading else 0, "reads_count": len(reading), "totals": named,
        "incomplete": [(pk, serials[pk], lacks) for pk, lacks in sorted(sheets.incomplete(serials).items())],
    }  # fmt: skip


def _checks(handover):
    """[(check item, its result or None)] of the parts that this kind of handover looks at."""
    results = {result.item_id: result for result in handover.checks.all()}
    wanted = CheckItem.objects.filter(desk=handover.desk, is_used=True, group__in=GROUPS[handover.kind])
    order = {group: place for place, group in enumerate(GROUPS[handover.kind])}
    return [(item, results.get(item.pk)) for item in sorted(wanted, key=lambda one: order[one.group])]


def _counts(handover):
    """[Counted] of the desk's articles; what is lent is not expected to be there."""
    lent = dict(
        Loan.objects.filter(desk=handover.desk).open().order_by().values_list("article").annotate(Sum("quantity"))
    )
    done = {count.article_id: count for count in handover.counts.all()}
    return [
        Counted(
            article=article, counted=count and count.counted, first=count and count.first_counted,
            lent=lent.get(article.pk, 0), condition=count.condition if count else "",
            explanation=count.explanation if count else "", entry_id=count and count.entry_id,
        )
        for article in Article.objects.filter(desk=handover.desk, is_used=True)
        for count in [done.get(article.pk)]
    ]  # fmt: skip


def _content(frame):
    handover = frame.handover
    return {
        "form": FORM,
        "desk": handover.desk.name,
        "project": handover.desk.project.name,
        "kind": handover.kind,
        "from": _shift(handover.from_date, handover.from_code),
        "to": _shift(handover.to_date, handover.to_code),
        "outgoing": _person(handover.outgoing),
        "incoming": _person(handover.incoming),
        "witness": handover.witness_name,
        "arrived_at": _moment(handover.arrived_at),
        "minutes_early": handover.minutes_early,
        "started_at": _moment(handover.started_at),
        "read": {"since": _moment(handover.reads_since), "to": frame.reads_to, "count": frame.reads_count},
        "totals": frame.totals,
        "notices": frame.notices,
        "incomplete": [{"serial": serial, "lacks": lacks} for _pk, serial, lacks in frame.incomplete],
        "items": [item.content() for item in frame.items],
        "questions": [{"about": one.about, "text": one.text, "answer": one.answer} for one in frame.questions],
        "no_questions": handover.no_questions,
        "checks": [
            {
                "group": item.group, "name": item.name, "ok": result and result.ok,
                "note": result.note if result else "", "photo": result.photo if result else "",
            }
            for item, result in frame.checks
        ],
        "counts": [
            {
                "name": one.article.name, "unit": one.article.unit, "is_money": one.article.is_money,
                "expected": one.article.expected, "lent": one.lent, "first": one.first, "counted": one.counted,
                "condition": one.condition, "explanation": one.explanation,
            }
            for one in frame.counts
        ],
        "nothing_omitted": handover.nothing_omitted,
        "no_matters": handover.no_matters,
        "remark": handover.remark,
    }  # fmt: skip


def _shift(date, code):
    return {"date": date.isoformat(), "code": code} if date else None


def _person(person: User | None):
    return {"id": person.pk, "name": person.name} if person else None


def _moment(moment: datetime | None):
    return moment.isoformat(timespec="seconds") if moment else None


def _missing(frame):
    """(part, sentence) of whatever stands between the sheet and its signatures, in the order of the page."""
    handover = frame.handover
    if handover.kind != Kind.CLOSING:
        if handover.incoming_id is None:
            yield "people", _("Whoever takes over has not arrived yet.")
        if not frame.is_read:
            yield "read", _("Read what was written since your last shift, and tick it.")
        asked = {one.about for one in frame.questions}
        if left := sum(not item.understood and item.key not in asked for item in frame.items):
            yield "read", _("Items neither understood nor asked about: %(n)s.") % {"n": left}
        if not frame.questions and not handover.no_questions:
            yield "read", _("Ask what is not clear, or tick that there are no questions.")
    if handover.kind != Kind.OPENING:
        if handover.outgoing_id is None:
            yield "people", _("Nobody is named who hands over. Choose who it is.")
        if left := sum(item.needs_note for item in frame.items):
            yield (
                "read",
                _("Matters without a word in this shift: %(n)s. Whoever leaves writes how they stand.") % {"n": left},
            )
    if any(not one.answer for one in frame.questions):
        yield "read", _("A question is not answered yet.")
    if any(result is None for _item, result in frame.checks):
        yield "checks", _("Look at the desk, and say whether all is in order.")
    if any(one.counted is None for one in frame.counts):
        yield "counts", _("Count the articles.")
    elif any(one.is_unexplained for one in frame.counts):
        yield "counts", _("A difference is not explained. Count again, or explain it.")
    if handover.kind != Kind.OPENING and not handover.nothing_omitted:
        yield "counts", _("Whoever leaves says that nothing is left unrecorded.")
    if handover.kind != Kind.OPENING and not frame.totals["entries"] and not handover.no_matters:
        yield "counts", _("Nothing was recorded in this shift: say that nothing happened, or record what did.")
