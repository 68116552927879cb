"""A sheet in words: the frozen content as it reads, on the screen before it is signed and on paper afterwards (F2, R64).

Both are made from the same canonical text, so that nobody signs anything else than what is shown.
"""

from dataclasses import dataclass
from datetime import date, datetime

import orjson
from django.utils.translation import gettext as _

from duty.log.sheets import label_of
from duty.roster import shifts

from . import items, turns
from .models import CheckItem, Handover
from .models.articles import said

Kind, Group = Handover.Kind, CheckItem.Group


@dataclass(frozen=True)
class Counted:
    """One row of the article table, as texts. difference: 0 for none."""

    name: str
    expected: str
    lent: str
    counted: str
    first: str
    difference: int
    condition: str
    explanation: str


@dataclass(frozen=True)
class Paper:
    """What a sheet says. from_shift, to_shift: '11-23 E 早班'; totals: [(label, number)]; incomplete: [(serial, lacks)]."""

    digest: str
    kind: str
    title: str
    outgoing: str
    incoming: str
    from_shift: str
    to_shift: str
    arrived_at: datetime | None
    minutes_late: int | None
    started_at: datetime | None
    witness: str
    totals: list
    read_count: int
    notices: list
    items: list
    questions: list
    checks: list
    counts: list
    incomplete: list
    nothing_omitted: bool
    no_matters: bool
    remark: str

    @property
    def faults(self):
        return [one for one in self.checks if not one["ok"]]

    @property
    def differences(self):
        return [one for one in self.counts if one.difference]


def of_frame(frame):
    """The Paper of a handover that is not signed yet."""
    return _of(frame.content, frame.digest, frame.handover.desk)


def of_sheet(sheet):
    """The Paper of a signed sheet; None when the law asked for its content to be erased."""
    return _of(sheet.content, sheet.digest, sheet.desk) if sheet.content else None


def _of(content, digest, desk):
    held = orjson.loads(content)
    names = shifts.names(desk)
    early = held["minutes_early"]
    return Paper(
        digest=digest,
        kind=held["kind"],
        title=Kind(held["kind"]).label,
        outgoing=held["outgoing"]["name"] if held["outgoing"] else "",
        incoming=held["incoming"]["name"] if held["incoming"] else "",
        from_shift=_shift(held["from"], names),
        to_shift=_shift(held["to"], names),
        arrived_at=_moment(held["arrived_at"]),
        minutes_late=None if early is None else turns.minutes_late(early),
        started_at=_moment(held["started_at"]),
        witness=held["witness"],
        totals=_totals(held["totals"]),
        read_count=held["read"]["count"],
        notices=held["notices"],
        items=[items.thaw(one) for one in held["items"]],
        questions=held["questions"],
        checks=[{**one, "group": Group(one["group"]).label} for one in held["checks"]],
        counts=[_counted(one) for one in held["counts"]],
        incomplete=[(one["serial"], ", ".join(map(label_of, one["lacks"]))) for one in held["incomplete"]],
        nothing_omitted=held["nothing_omitted"],
        no_matters=held["no_matters"],
        remark=held["remark"],
    )


def _shift(held, names):
    if held is None:
        return ""
    day = date.fromisoformat(held["date"])
    return f"{day:%m-%d} {held['code']} {names.get(held['code'], '')}".strip()


def _moment(text):
    return datetime.fromisoformat(text) if text else None


def _totals(held):
    labels = {
        "entries": _("Lines"), "call": _("Calls"), "visit": _("Visits"), "REP": _("Repairs"), "CMP": _("Complaints"),
        "INC": _("Incidents"),
    }  # fmt: skip
    return [(labels[name], held[name]) for name in labels]


def _counted(held):
    here = held["expected"] - held["lent"]
    again = held["first"] is not None and held["first"] != held["counted"]
    numbers = {
        "expected": held["expected"], "lent": held["lent"] or None, "counted": held["counted"],
        "first": held["first"] if again else None,
    }  # fmt: skip
    return Counted(
        name=held["name"],
        difference=0 if held["counted"] is None else held["counted"] - here,
        condition=held["condition"],
        explanation=held["explanation"],
        **{name: said(number, held["unit"], held["is_money"]) for name, number in numbers.items()},
    )
