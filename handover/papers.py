"""《交接班记录》 on paper (F2): what two people signed, in the words they signed, and who signed when.

It is read from the frozen content, so that it prints the same for ever; codes are put into Chinese.
"""

from datetime import date, datetime, timedelta

import orjson
from django.db.models import Q
from django.utils import timezone

from duty.log.models import LogBook
from duty.roster.models import ShiftType
from frontdesk.kernel.exports import chinese
from frontdesk.kernel.exports.chinese import in_chinese
from frontdesk.kernel.exports.pdf import Part

from . import items, turns
from .commands.signing import signatures_of
from .models import Handover, Sheet

Kind = Handover.Kind
KINDS = {Kind.OPENING: "开台", Kind.CHANGE: "交接班", Kind.CLOSING: "收台"}
# Which kinds of items stand under which heading of the form.
LISTS = (
    ("待跟进事项", ("matter", "call_back")),
    ("上级指示、通知传达", ("instruction",)),
    ("生效中的临时防护措施", ("measure",)),
    ("未归还的钥匙、物品", ("loan",)),
    ("未回复的未接来电", ("phone",)),
)
COUNTED = (
    ("entries", "记录"),
    ("call", "来电"),
    ("visit", "来访"),
    ("REP", "报修"),
    ("CMP", "投诉"),
    ("INC", "突发事件"),
)
CHECKS = {"environment": "前台环境检查", "lines": "通讯设施检查", "opening": "开台检查", "closing": "收台检查"}


def of_day(desk, day):
    """The signed sheets that belong to the shifts of a day, in the order of signing: a late shift's may be signed after it."""
    belongs = Q(from_date=day) | Q(from_date=None, to_date=day)
    return (
        Sheet.objects.filter(belongs, desk=desk).select_related("desk__project", "outgoing", "incoming").order_by("id")
    )


@in_chinese
def band(sheet, *, attached):
    """(moment, text) of the line that a handover draws through the day's log; attached: its record follows."""
    who = " → ".join(str(person) for person in (sheet.outgoing, sheet.incoming) if person)
    shifts = " → ".join(filter(None, [sheet.from_code, sheet.to_code]))
    said = f"{timezone.localtime(sheet.recorded_at):%H:%M}　{KINDS[sheet.kind]}　{shifts}　{who}"
    return sheet.recorded_at, said + ("（见后附交接班记录）" if attached else "")


@in_chinese
def record(sheet):
    """F2 of a signed sheet. R64."""
    held = orjson.loads(sheet.content) if sheet.content else None
    signed = [
        {
            "meaning": signature.get_meaning_display(), "name": signature.printed_name, "title": signature.title,
            "at": chinese.moment(signature.recorded_at), "method": signature.get_method_display(),
        }
        for signature in signatures_of(sheet)
    ]  # fmt: skip
    month = timezone.localtime(sheet.recorded_at).date().replace(day=1)
    volume = LogBook.objects.filter(desk=sheet.desk_id, month=month).values_list("number", flat=True).first()
    head = {
        "kind": KINDS[sheet.kind], "volume": volume or "未启用", "erased": held is None, "signatures": signed,
        "digest": sheet.digest,
    }  # fmt: skip
    return Part("handover", head | (_said(sheet, held) if held else {}))


def _said(sheet, held):
    names = {shift.code: f"{shift.name}（{shift.code}）" for shift in ShiftType.objects.filter(desk=sheet.desk_id)}
    found = [items.thaw(one) for one in held["items"]]
    return {
        "date": chinese.date(timezone.localtime(sheet.recorded_at)),
        "from": _shift(held["from"], names),
        "to": _shift(held["to"], names),
        "outgoing": _name(held["outgoing"]),
        "incoming": _name(held["incoming"]),
        "arrived": _arrived(held),
        "started": _clock(held["started_at"]),
        "completed": _completed(sheet, held),
        "witness": held["witness"],
        "totals": "，".join(f"{label} {held['totals'][name]}" for name, label in COUNTED),
        "read": _read(held),
        "lists": [
            {"name": name, "rows": [_item(item) for item in found if item.kind in kinds]} for name, kinds in LISTS
        ],
        "counts": [_count(one) for one in held["counts"]],
        "checks": [
            {"name": label, "rows": [_check(one) for one in held["checks"] if one["group"] == group]}
            for group, label in CHECKS.items()
        ],
        "questions": [{**one, "about": _about(one["about"], found)} for one in held["questions"]],
        "no_questions": held["no_questions"],
        "nothing_omitted": held["nothing_omitted"],
        "remark": held["remark"],
    }


def _shift(shift, names):
    return (
        f"{chinese.date(date.fromisoformat(shift['date']))} {names.get(shift['code'], shift['code'])}" if shift else "—"
    )


def _name(person):
    return person["name"] if person else "—"


def _moment(text):
    return timezone.localtime(datetime.fromisoformat(text)) if text else None


def _clock(text):
    moment = _moment(text)
    return f"{moment:%H:%M}" if moment else "—"


def _arrived(held):
    if not held["arrived_at"]:
        return "—"
    late = turns.minutes_late(held["minutes_early"])
    return f"{_clock(held['arrived_at'])}（" + (
        f"未提前15分钟，差 {late} 分钟）" if late else f"提前 {held['minutes_early']} 分钟）"
    )


def _completed(sheet, held):
    """When it was signed; marked when that was after the shift had begun (R50)."""
    done = timezone.localtime(sheet.recorded_at)
    said = f"{done:%H:%M}"
    if held["arrived_at"]:
        begins = _moment(held["arrived_at"]).replace(second=0) + timedelta(minutes=held["minutes_early"])
        late = (done - begins) // timedelta(minutes=1)
        said += f"（接班时间后 {late} 分钟）" if late > 0 else ""
    return said


def _read(held):
    read = held["read"]
    if not read["since"]:
        return "—"
    return f"已阅 {chinese.moment(_moment(read['since']))} 以来的记录 {read['count']} 条"


def _item(item):
    return {
        "serial": f"{item.serial:04d}" if item.serial else "",
        "title": item.title,
        "standing": item.standing,
        "owner": item.owner_name,
        "due": chinese.short(item.due_at),
        "times": item.times,
        "understood": item.understood,
    }


def _about(key, found):
    """What a question is about, in words."""
    return next((item.title for item in found if item.key == key), "")


def _check(one):
    return {"name": one["name"], "ok": one["ok"], "note": one["note"]}


def _count(one):
    """A line of the articles as the form has it; money in yuan."""
    said = (lambda fen: f"{fen / 100:,.2f}") if one["is_money"] else str
    expected = one["expected"] - one["lent"]
    numbers = {"expected": one["expected"], "lent": one["lent"], "counted": one["counted"]}
    words = " ".join(filter(None, [one["condition"], one["explanation"]]))
    if one["first"] != one["counted"]:
        words = f"首次清点 {said(one['first'])}。{words}"
    return {
        "name": one["name"], "unit": one["unit"], **{name: said(number) for name, number in numbers.items()},
        "difference": "" if one["counted"] == expected else said(one["counted"] - expected), "note": words,
    }  # fmt: skip
