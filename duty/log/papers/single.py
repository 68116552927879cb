"""The forms of a single matter: an incident's report (F14), and its work order, complaint or service sheet (F5, F6, F8)."""

from frontdesk.kernel.exports import chinese
from frontdesk.kernel.exports.chinese import in_chinese
from frontdesk.kernel.exports.pdf import Part

from .. import book, sheets, story
from ..models import CallOut, Measure
from ..models.notes import Kind

CALLED = {Kind.CALLED_OUT, Kind.ACKNOWLEDGED, Kind.ON_SITE, Kind.LEFT, Kind.REFUSED}
OF_SHEET = {Kind.DISPATCHED, Kind.ACCEPTED, Kind.ARRIVED, Kind.FINISHED, Kind.RESULT, Kind.CALL_BACK}
LONG = 500  # characters that a field may hold, from which on it takes the whole row
SHEET_FORMS = {
    "workorder": ("F5", "报修派工单", ("报修人签名", "维修人签名", "审核人签名")),
    "complaint": ("F6", "投诉处理表", ("投诉人签名", "处理人签名", "审核人签名")),
    "serviceorder": ("F8", "服务登记单", ("客户签名", "执行人签名", "审核人签名")),
}


@in_chinese
def incident(entry):
    """F14 of an entry (with its book, matter and author) that is an incident. R18, R36."""
    line, matter = book.one(entry.pk), entry.matter
    called = CallOut.objects.filter(entry=entry).select_related("note__person").order_by("note_id")
    measures = Measure.objects.filter(entry=entry).select_related("note").order_by("note_id")
    attempts = entry.contact_attempts.select_related("person", "recorded_by").order_by("id")
    return Part(
        "incident",
        {
            "number": f"{entry.book.number} / {entry}",
            "kind": f"{line.parts['category'].now} {line.parts['subcategory'].now}",
            "time": line.parts["occurred_at"].now,
            "place": _place(line),
            "reporter": f"{line.parts['caller_name'].now} {line.parts['channel'].now}",
            "recorded": f"{entry.recorded_by.name} {chinese.moment(entry.recorded_at)}",
            "text": line.parts["description"].now,
            "contained": chinese.moment(matter.contained_at) or "未受控",
            "closed": chinese.moment(matter.closed_at) or "未结束",
            "called": [_called(one) for one in called],
            "measures": [_measure(one) for one in measures],
            "attempts": [
                [
                    chinese.short(one.recorded_at),
                    f"{one.get_kind_display()} {one.person or ''}",
                    one.get_outcome_display(),
                    one.text or "",
                ]
                for one in attempts
            ],
            "steps": [_step(note) for note in line.notes if note["kind"] not in CALLED],
            "fixes": _fixes(line),
        },
    )


@in_chinese
def sheet(sheet):
    """F5, F6 or F8: a sheet (with its entry, book and authors) as it stands in its version. R16."""
    line, entry = book.one(sheet.entry_id), sheet.entry
    code, name, ink = SHEET_FORMS[sheet._meta.model_name]
    return Part(
        "sheet",
        {
            "code": code,
            "name": name,
            "number": sheet.title if hasattr(sheet, "number") else f"{entry.book.number} / {entry}",
            "version": sheet.version,
            "caller": f"{line.parts['caller_name'].now} {line.parts['phone'].now}",
            "place": _place(line),
            "recorded": f"{line.row['recorded_by__name']} {chinese.moment(entry.recorded_at)}",
            "written": f"{sheet.recorded_by.name} {chinese.moment(sheet.recorded_at)}",
            "text": line.parts["description"].now,
            "rows": [_field(sheet, name) for name in sheet.written_fields()],
            "steps": [_step(note) for note in line.notes if note["kind"] in OF_SHEET],
            "fixes": _fixes(line),
            "ink": list(ink),
        },
    )


def sheet_name(model):
    """What the form of a kind of sheet is called."""
    return SHEET_FORMS[model._meta.model_name][1]


def _field(sheet, name):
    """[label, text, whether it takes the whole row]; an empty one stays on the form, to be filled in by hand."""
    field = sheet._meta.get_field(name)
    return [str(field.verbose_name), sheets.said(sheet, name), (field.max_length or 0) >= LONG]


def _place(line):
    return f"{line.parts['unit_no'].now} {line.parts['place'].now}".strip()


def _called(strand):
    who = " ".join(filter(None, [strand.note.person and strand.note.person.name, strand.note.whom, strand.note.text]))
    answered = (
        "拒绝 " + chinese.short(strand.refused_at) if strand.refused_at else chinese.short(strand.acknowledged_at)
    )
    came = [
        chinese.short(strand.note.moment),
        answered,
        chinese.short(strand.arrived_at),
        chinese.short(strand.left_at),
    ]
    return [strand.get_department_display(), who, *came]


def _measure(strand):
    times = [chinese.short(strand.opened_at), chinese.short(strand.closed_at), chinese.short(strand.reviewed_at)]
    return [f"{strand.get_code_display()} {strand.note.text or ''}", strand.place, *times]


def _step(note):
    return [note["when"], str(note["label"]), story.words(note), note["recorded_by__name"]]


def _fixes(line):
    """What was corrected in the line since, so that no paper hides it."""
    return [
        [
            one["when"],
            str(one["label"]),
            one["old_said"] or "（空）",
            one["new_said"] or "（空）",
            one["reason"],
            one["recorded_by__name"],
        ]
        for one in line.corrections
    ]
