"""《值班记录表》 of a day (F1): ten columns that every desk knows, notes and corrections indented under their line."""

from collections import Counter

from duty.roster import attendance, reports, shifts
from duty.roster.models import PlannedShift
from frontdesk.kernel.exports import chinese
from frontdesk.kernel.exports.chinese import in_chinese
from frontdesk.kernel.exports.pdf import Part
from frontdesk.kernel.ui.templatetags.desk import clock

from .. import book, categories, figures, story
from ..models import LogBook, State
from ..models.notes import Kind


@in_chinese
def day(desk, date, *, bands=(), notices=(), readings=()):
    """F1 of a desk (with its project) and a local day.

    bands: [(moment, text)] of what stands across the table at its time, such as a handover; notices: the day's
    notices 当日注意事项, readings: who read the day and when 主管查阅, a text each. R64, R41.
    """
    since, until = book.bounds(date)
    lines, waiting, written = [], sorted(bands), Counter()
    volume, serials = "", []
    for line in book.between(desk.pk, since, until):
        while waiting and waiting[0][0] <= line.row["recorded_at"]:
            lines.append({"band": waiting.pop(0)[1]})
        lines.append({"band": "", **_line(line)})
        volume = line.row["book__number"]
        serials.append(line.row["serial"])
        written[line.row["channel"]] += 1
    lines += [{"band": text} for _moment, text in waiting]
    rings = figures.answered_in_three_rings(desk_id=desk.pk, since=since, until=until)
    totals = [f"共 {len(serials)} 条", f"来电 {written['call']}", f"来访 {written['visit']}"]
    return Part(
        "duty_log",
        {
            "date": chinese.date(date),
            "weekday": chinese.weekday(date),
            "volume": volume or _volume(desk, date),
            "serials": f"{serials[0]:04d}–{serials[-1]:04d}" if serials else "无",
            "totals": "，".join(totals) + (f"；三声内接听 {rings.done}/{rings.all}" if rings.all else ""),
            "shifts": _shifts(desk, date, since, until),
            "notices": list(notices),
            "readings": list(readings),
            "lines": lines,
        },
    )


def _volume(desk, date):
    found = LogBook.objects.filter(desk=desk, month=date.replace(day=1)).values_list("number", flat=True).first()
    return found or "未启用"


def _shifts(desk, date, since, until):
    """[{name, people}] of a day: who was planned for each shift, when they signed in, and who came besides."""
    names = {shift.code: f"{shift.name}（{shift.code}）" for shift in shifts.of(desk)}
    came = {}
    for span in attendance.spans(desk, since, until):
        came.setdefault((span.code, span.person_id), span)
    rows = {}
    for shift in PlannedShift.objects.filter(desk=desk, date=date).select_related("person").order_by("starts_at", "id"):
        span = came.pop((shift.code, shift.person_id), None)
        head = f"{names.get(shift.code, shift.code)}{clock(shift.starts_at)}–{clock(shift.ends_at)}"
        rows.setdefault(head, []).append(f"{shift.person}（{_stay(span)}）" if span else str(shift.person))
    people = {person.pk: person.name for person in reports.people_named({person for _code, person in came})}
    for (_code, person_id), span in came.items():
        rows.setdefault("排班外到岗", []).append(f"{people[person_id]}（{_stay(span)}）")
    return [{"name": name, "people": "、".join(people)} for name, people in rows.items()]


def _stay(span):
    return f"{clock(span.began)} 到岗" + (f"，{clock(span.ended)} 离岗" if span.ended else "")


def _line(line):
    row, parts = line.row, line.parts
    return {
        "serial": f"{row['serial']:04d}",
        "time": clock(row["recorded_at"]),
        "channel": _spans(parts["channel"]),
        "unit": _joined(" ", _spans(parts["unit_no"]), _spans(parts["place"])),
        "name": _joined(" ", _spans(parts["caller_name"]), _spans(parts["caller_kind"])),
        "phone": _spans(parts["phone"]),
        "content": _content(line),
        "handling": _handling(line),
        "who": _who(row),
        "remark": _remark(line),
        "steps": [*_files(line), *_story(line)],
    }


def _who(row):
    """Whoever is responsible, and who wrote it down if that was somebody else."""
    owner, writer = row["matter__owner__name"], row["recorded_by__name"]
    return owner if owner == writer else f"{owner}\n记录 {writer}"


def _spans(part):
    """A field as the form takes it: what was struck through, then what stands now."""
    return [*({"struck": old or "（空）"} for old in part.struck), *([" "] if part.struck else []), part.now]


def _joined(between, *spans):
    """Several fields in one cell, the empty ones left out."""
    filled = [one for one in spans if one != [""]]
    return [piece for number, one in enumerate(filled) for piece in ([between] if number else []) + one]


def _content(line):
    parts, row = line.parts, line.row
    kind = _joined("·", _spans(parts["category"]), _spans(parts["subcategory"]))
    content = ["【", *kind, "】", *_spans(parts["description"])]
    if parts["customer_request"].now or parts["customer_request"].struck:
        content += ["\n客户要求：", *_spans(parts["customer_request"])]
    if row["appointed_at"]:
        content.append(f"\n约定：{chinese.moment(row['appointed_at'])}")
    if row["outgoing_reason"]:
        content.append(f"\n热线外拨：{row['outgoing_reason']}（{row['outgoing_approver__name'] or '紧急'}）")
    return content


def _handling(line):
    """How it was settled, or how it stands: the last result, else the state, the department and the time it is due."""
    row = line.row
    said = [f"当场处理：{row['immediate_result']}"] if row["immediate_result"] else []
    results = [note["text"] for note in line.notes if note["kind"] == Kind.RESULT]
    said += [f"处理结果：{results[-1]}"] if results else []
    state = str(line.state)
    if row["matter__reopened_count"]:
        state += f"（重开 {row['matter__reopened_count']} 次）"
    if line.department:
        state += f"，转{line.department}"
    if row["matter__state"] != State.CLOSED:
        state += f"，时限 {chinese.short(row['matter__due_at'])}"
    return "\n".join([*said, state])


def _remark(line):
    row, parts = line.row, line.parts
    remark = [f"{row['matter__priority']} {categories.Priority(row['matter__priority']).label}"]
    if parts["rings"].now or parts["rings"].struck:
        remark += ["　", *_spans(parts["rings"])]
    if line.late:
        remark.append(f"\n补记：{line.late_from} 发生，迟 {line.late}")
    if row["matter__incident_at"]:
        remark.append("\n突发事件")
    return remark


def _story(line):
    """Notes and corrections in the order in which they were written."""
    told = [(note["recorded_at"], _note(note)) for note in line.notes]
    told += [(fix["recorded_at"], _correction(fix)) for fix in line.corrections]
    return [step for _moment, step in sorted(told, key=lambda one: one[0])]


def _note(note):
    files = [f"（附件：{name or '未命名'}）" for _pk, name in note["files"]]
    return _step(note["when"], note["label"], [story.words(note), *files], note["recorded_by__name"])


def _correction(line):
    text = [
        f"{line['label']} ",
        {"struck": line["old_said"] or "（空）"},
        f" {line['new_said'] or '（空）'}（{line['reason']}）",
    ]
    return _step(line["when"], "更正", text, line["recorded_by__name"])


def _files(line):
    names = "、".join(name or str(gone) or "未命名" for _pk, name, gone in line.files)
    return [_step("", "附件", names, "")] if names else []


def _step(when, label, text, by):
    return {"when": when, "label": str(label), "text": text, "by": by or ""}
