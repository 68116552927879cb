"""Reading a telephone system's log: whatever encoding, delimiter and column names it came with.

Nothing is kept here. `read` says of every line what it holds or what is wrong with it, so that a page can show both
before anything is written.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from frontdesk.kernel.exports import tables
from frontdesk.kernel.people.refusal import Refused

MOST_BYTES, MOST_LINES = 2 * 1024 * 1024, 20_000
# What the columns are called by the systems we have seen; compared without spaces, in lower case.
NAMES = {
    "started_at": (
        "started_at", "time", "starttime", "calltime", "datetime", "date", "呼叫时间", "来电时间", "开始时间", "时间", "通话时间",
    ),
    "number": (
        "number", "caller", "callerid", "from", "phone", "主叫号码", "来电号码", "主叫", "号码", "电话",
    ),
    "waited": (
        "wait", "waited", "waitseconds", "ringseconds", "ring", "ringing", "振铃时长", "等待时长", "响铃时长", "振铃秒数",
        "等待秒数", "振铃", "等待",
    ),
    "answered": (
        "answered", "status", "state", "result", "disposition", "接听状态", "状态", "是否接听", "接听", "结果", "通话状态",
    ),
}  # fmt: skip
YES = {"1", "yes", "true", "answered", "connected", "是", "已接", "接通", "已接听", "接听", "已接通", "呼入接听"}
NO = {
    "0", "no", "false", "missed", "unanswered", "noanswer", "no answer", "abandoned", "busy", "否", "未接", "未接听",
    "漏接", "未接通", "放弃", "无应答",
}  # fmt: skip
MOMENTS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y%m%d%H%M%S",
)
NUMBER = re.compile(r"[+0-9][0-9\- ]{2,18}")
CLOCKED = re.compile(r"(?:(\d+):)?(\d+):(\d+)")


@dataclass(frozen=True)
class Call:
    started_at: datetime
    number: str
    waited_seconds: int
    answered: bool


@dataclass
class Reading:
    """calls: what can be taken over; wrong: [(line number, sentence)]; twice: how many lines repeat another one."""

    calls: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    twice: int = 0


def read(data, *, zone, now):
    """Read the bytes of a CSV file. zone: the project's time zone; now: aware, nothing may lie after it.

    Raises Refused when the file as a whole cannot be read: too large, not text, or without the columns it needs.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 2 MB. Export a shorter span."))
    rows = _rows(data)
    if len(rows) < 2:
        raise Refused(_("The file holds no calls. Export it again, with a line of headings and a line for each call."))
    if len(rows) - 1 > MOST_LINES:
        raise Refused(_("The file has more than 20,000 lines. Export a shorter span."))
    columns = _columns(rows[0][1])
    found, seen = Reading(), set()
    for number, row in rows[1:]:
        try:
            call = _call(row, columns, ZoneInfo(zone), now)
        except ValueError as wrong:
            found.wrong.append((number, str(wrong)))
            continue
        if (call.started_at, call.number) in seen:
            found.twice += 1
            continue
        seen.add((call.started_at, call.number))
        found.calls.append(call)
    return found


def digest(calls):
    """SHA-256 of calls in the order of their lines, whether they were just read or are kept: what an import seals."""
    lines = sorted(
        f"{call.started_at.timestamp():.0f} {call.number} {call.waited_seconds} {int(call.answered)}" for call in calls
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _rows(data):
    """[(line number, cells)] of the lines that hold anything."""
    try:
        return tables.read_csv(tables.decoded(data))
    except tables.UnreadableFile:
        raise Refused(_("This is not a text file. Export the calls as CSV, in UTF-8 or GBK.")) from None


def _columns(headings):
    """{what: place} of the four columns. Raises Refused naming those that are missing."""
    plain = [re.sub(r"[\s_()（）]", "", heading).lower() for heading in headings]
    columns = {}
    for what, names in NAMES.items():
        for name in names:
            if name.replace("_", "") in plain:
                columns[what] = plain.index(name.replace("_", ""))
                break
    said = {
        "started_at": _("the time of the call"), "number": _("the number"), "waited": _("the seconds of waiting"),
        "answered": _("whether it was answered"),
    }  # fmt: skip
    if missing := [said[what] for what in NAMES if what not in columns]:
        raise Refused(_("No column says %(what)s. Check the headings.") % {"what": ", ".join(missing)})
    return columns


def _call(row, columns, zone, now):
    """The Call of a row; ValueError with a sentence for one that is broken."""
    if len(row) <= max(columns.values()):
        raise ValueError(_("it has fewer cells than the headings"))
    started_at = _moment(row[columns["started_at"]], zone)
    if started_at > now:
        raise ValueError(_("the call lies in the future"))
    number = row[columns["number"]]
    if not NUMBER.fullmatch(number):
        raise ValueError(_("%(text)s is not a telephone number") % {"text": number[:20] or "—"})
    said = row[columns["answered"]].lower()
    if said not in YES | NO:
        raise ValueError(_("%(text)s does not say whether it was answered") % {"text": said[:20] or "—"})
    return Call(started_at, number.replace(" ", ""), _seconds(row[columns["waited"]]), said in YES)


def _moment(text, zone):
    for form in MOMENTS:
        try:
            moment = datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
        if 2000 <= moment.year <= 2100:
            return moment
    raise ValueError(_("%(text)s is not a time such as 2026-11-23 10:05:00") % {"text": text[:25] or "—"})


def _seconds(text):
    """'14', '14s', '14秒' or '0:14' as seconds."""
    if clocked := CLOCKED.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clocked.groups())
        seconds += 60 * minutes + 3600 * hours
    else:
        plain = text.rstrip("sS秒 ")
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 5):
            raise ValueError(_("%(text)s is not a number of seconds") % {"text": text[:20] or "—"})
        seconds = int(plain)
    if seconds > 86_400:
        raise ValueError(_("%(text)s is not a number of seconds") % {"text": text[:20]})
    return seconds
