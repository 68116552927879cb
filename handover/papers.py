"""《交接班记录》 as the official form (F2): what two people signed, in the words they signed, and who signed when.

It is read from the frozen content, so that it prints the same for ever; codes are put into Chinese.
"""

from datetime import timedelta

import orjson
from django.db.models import Q
from django.utils import timezone

from duty.log.models import LogBook
from frontdesk.kernel.exports import chinese
from frontdesk.kernel.exports.chinese import in_chinese
from frontdesk.kernel.exports.pdf import Part
from frontdesk.kernel.records import attachments

from . import figures, paper
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


def of_day(desk, day):
    """The signed sheets that belong to the shifts of a day, in the order of signing: a late shift's may be signed after it."""
    belongs = Q(from_date=day) | Q(from_date=None, to_date=day)
    return Sheet.objects.filter(belongs, desk=desk).select_related("desk", "outgoing", "incoming").order_by("id")


@in_chinese
def band(sheet, *, attached):
    """(moment, text) of the line that a handover draws through the day's log; attached: its record follows."""
    who = " → ".join(str(person) for person in (sheet.outgoing, sheet.incoming) if person)
    shifts = " → ".join(filter(None, [sheet.from_code, sheet.to_code]))
    said = f"{timezone.localtime(sheet.recorded_at):%H:%M}　{KINDS[sheet.kind]}　{shifts}　{who}"
    return sheet.recorded_at, said + ("（见后附交接班记录）" if attached else "")


@in_chinese
def record(sheet):
    """F2 of a signed sheet (with its desk); without its words where the law asked for them to be erased. R64."""
    said, day = paper.of_sheet(sheet), timezone.localtime(sheet.recorded_at).date()
    volumes = LogBook.objects.filter(desk=sheet.desk_id, month=day.replace(day=1))
    volume = volumes.values_list("number", flat=True).first()
    head = {
        "signed": chinese.date(day), "kind": KINDS[sheet.kind], "volume": volume or "未启用", "erased": said is None,
        "digest": sheet.digest,
        "signatures": [_signature(one) for one in signatures_of(sheet)],
        "reads": [f"{one.recorded_by} {chinese.moment(one.recorded_at)}" for one in sheet.reads.select_related("recorded_by")],
        "pictures": [one.name or "未命名" for one in attachments.of(sheet)],
    }  # fmt: skip
    return Part("handover", head | (_said(sheet, said) if said else {}))


def _signature(signature):
    """A signature, with the bytes of what was written by hand, if anything was."""
    stroke = attachments.of(signature).first()
    path = stroke and attachments.path_of(stroke.sha256)
    return {
        "meaning": signature.get_meaning_display(), "name": signature.printed_name, "title": signature.title,
        "at": chinese.moment(signature.recorded_at), "method": signature.get_method_display(),
        "stroke": list(path.read_bytes()) if path and path.exists() else [],
    }  # fmt: skip


def _said(sheet, said):
    groups = dict.fromkeys(str(one["group"]) for one in said.checks)
    return {
        "from": said.from_shift or "—",
        "to": said.to_shift or "—",
        "outgoing": said.outgoing or "—",
        "incoming": said.incoming or "—",
        "arrived": _arrived(said),
        "started": chinese.clock(said.started_at),
        "completed": _completed(sheet, said),
        "witness": said.witness or "—",
        "totals": "，".join(f"{label} {number}" for label, number in said.totals),
        "no_matters": said.no_matters,
        "read": f"已阅记录 {said.read_count} 条" if said.read_count else "—",
        "notices": said.notices,
        "incomplete": "；".join(f"{serial:04d}（{lacks}）" for serial, lacks in said.incomplete),
        "lists": [
            {"name": name, "rows": [_item(item) for item in said.items if item.kind in kinds]} for name, kinds in LISTS
        ],
        "counts": [_count(one) for one in said.counts],
        "checks": [
            {"name": group, "rows": [_check(one) for one in said.checks if one["group"] == group]} for group in groups
        ],
        "questions": [{**one, "about": _about(one["about"], said.items)} for one in said.questions],
        "nothing_omitted": said.nothing_omitted,
        "remark": said.remark,
    }


def _arrived(said):
    if not said.arrived_at:
        return "—"
    late = f"（未提前15分钟，差 {said.minutes_late} 分钟）" if said.minutes_late else ""
    return chinese.clock(said.arrived_at) + late


def _completed(sheet, said):
    """When it was signed; marked when that was after the shift had begun (R50)."""
    late = 0
    if said.arrived_at:
        late = (sheet.recorded_at - figures.began(orjson.loads(sheet.content))) // timedelta(minutes=1)
    return chinese.clock(sheet.recorded_at) + (f"（接班时间后 {late} 分钟）" if late > 0 else "")


def _item(item):
    return {
        "serial": f"{item.serial:04d}" if item.serial else "", "title": item.title, "standing": item.standing,
        "owner": item.owner_name, "due": chinese.short(item.due_at), "times": item.times, "understood": item.understood,
    }  # fmt: skip


def _about(key, found):
    """What a question is about, in words."""
    return next((item.title for item in found if item.key == key), "")


def _check(one):
    note = " ".join(filter(None, [one["note"], "（附照片）" if one["photo"] else ""]))
    return {"name": one["name"], "ok": one["ok"], "note": note}


def _count(one):
    words = [f"首次清点 {one.first}" if one.first else "", one.condition, one.explanation]
    return {
        "name": one.name, "expected": one.expected, "lent": one.lent, "counted": one.counted,
        "differs": bool(one.difference), "note": "；".join(filter(None, words)),
    }  # fmt: skip
