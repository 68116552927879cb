"""The cover of a volume 记录本 (F16): what the register says of it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from frontdesk.kernel.exports import chinese
from frontdesk.kernel.exports.chinese import in_chinese
from frontdesk.kernel.exports.pdf import Part

from ..models import Correction, Entry, Note


@dataclass(frozen=True)
class Register:
    """What stands in the register once a volume is closed; texts, dates as they are to be read.

    hash: of the volume's last seal, as the register keeps it; looked_at: [(when, who, why)] who consulted the volume.
    """

    closed_on: str = ""
    custodian: str = ""
    location: str = ""
    keep_until: str = ""
    hash: str = ""
    disposal: str = ""
    looked_at: tuple = ()


@in_chinese
def cover(book, *, contents=(), register=None):
    """F16 of a LogBook (with its desk and project). contents: names of what is bound in; register: once it is closed. R42."""
    register = register or Register()
    mine = Entry.objects.filter(book=book)
    span = mine.aggregate(first=Min("serial"), last=Max("serial"), began=Min("recorded_at"), ended=Max("recorded_at"))
    by_channel = Counter(dict(mine.order_by().values_list("channel").annotate(Count("id"))))
    counts = [
        f"记录 {by_channel.total()} 条", f"来电 {by_channel['call']}", f"来访 {by_channel['visit']}",
        f"处理步骤 {Note.objects.filter(entry__book=book).count()}",
        f"更正 {Correction.objects.filter(entry__book=book).count()}",
    ]  # fmt: skip
    return Part(
        "cover",
        {
            "number": book.number,
            "month": chinese.month(book.month),
            "serials": f"{span['first']:04d} 至 {span['last']:04d}" if span["first"] else "无记录",
            "span": f"{chinese.moment(span['began'])} 至 {chinese.moment(span['ended'])}" if span["first"] else "—",
            "counts": "，".join(counts),
            "contents": list(contents),
            "closed": register.closed_on or "未封存",
            "custodian": register.custodian,
            "location": register.location,
            "keep_until": register.keep_until or "封存之日起三年",
            "hash": register.hash,
            "disposal": register.disposal,
            "looked_at": [list(one) for one in register.looked_at],
        },
    )
