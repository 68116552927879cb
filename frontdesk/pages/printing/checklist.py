"""《检查表》 on paper (F4): the regulation's ten items, blank for the clipboard or as an inspection filled them in."""

from dataclasses import asdict, dataclass

from frontdesk.kernel.exports.pdf import Part

# (what is looked at, how), in the regulation's order: 3.10.4 4)A.
ITEMS = (
    ("仪容仪表行为规范", "看现场"),
    ("值班记录", "查记录"),
    ("前台环境", "看现场"),
    ("服务意识及服务技能", "看现场、询问"),
    ("交接班情况", "查记录"),
    ("客户信息处理情况", "查记录"),
    ("客户诉求、意见处理情况", "查记录"),
    ("待跟进事项处理情况", "查记录"),
    ("有偿服务、便民服务情况", "查记录"),
    ("其它临时性事项处理情况", "询问"),
)


@dataclass(frozen=True)
class Item:
    """One row of the form; texts as they are to be read. result: empty for boxes to tick."""

    name: str
    standard: str = ""
    method: str = ""
    result: str = ""
    deduction: str = ""
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found wrong and what became of it; texts."""

    item: str
    corrected: str = ""
    cause: str = ""
    measure: str = ""
    owner: str = ""
    due: str = ""
    verified: str = ""


@dataclass(frozen=True)
class Head:
    kind: str = ""
    time: str = ""
    shift: str = ""
    staff: str = ""
    inspector: str = ""
    rate: str = ""


def checklist(items=None, *, head=None, findings=(), stressed="", signatures=(), digest=""):
    """F4 as a `pdf.Part`; without anything the blank form. R58.

    items: [Item], head: Head, findings: [Finding], stressed: the points stressed that day, signatures: [(meaning, name, title,
    when)], digest: of what was signed.
    """
    rows = [Item(name, method=method) for name, method in ITEMS] if items is None else items
    return Part(
        "checklist",
        {
            **asdict(head or Head()),
            "items": [asdict(row) for row in rows],
            "findings": [asdict(finding) for finding in findings],
            "stressed": stressed,
            "signatures": [list(one) for one in signatures],
            "digest": digest,
        },
    )
