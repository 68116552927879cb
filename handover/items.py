"""What is handed on: everything at the desk that is not done, of every kind, found by itself (R53).

Nothing can be dropped from the list by hand: an item leaves it when it is done, where it lives. An item holds codes and
what people wrote, no words of ours: the signed sheet reads the same in every language.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duty.log import book, categories
from duty.log.models import Correction, Instruction, Matter, Measure, Note, PhoneCall, State
from duty.log.models.notes import MeasureKind

from .models import Loan

KINDS = {
    "matter": gettext_lazy("open matter"),
    "call_back": gettext_lazy("promised call-back"),
    "instruction": gettext_lazy("instruction"),
    "measure": gettext_lazy("measure in force"),
    "loan": gettext_lazy("lent"),
    "phone": gettext_lazy("missed calls"),
}
MEASURES = dict(MeasureKind.choices)
SHOWN = 200  # characters of what somebody wrote


@dataclass
class Item:
    """One thing handed on.

    source: the id of what it is, by kind (of missed calls, how many); entry, serial: its line in the book, None for missed
    calls; code: category or measure; state: of a matter; said, said_kind: the last words written about it, and in which
    step; noted_at: when, None where nothing has to be said; times: how many takings-over it has been through, this one counted.
    """

    kind: str
    source: int
    entry: int | None = None
    serial: int | None = None
    code: str = ""
    priority: str = ""
    place: str = ""
    text: str = ""
    state: str = ""
    said_kind: str = ""
    said: str = ""
    owner: int | None = None
    owner_name: str = ""
    due_at: datetime | None = None
    noted_at: datetime | None = None
    times: int = 0
    understood: bool = False
    needs_note: bool = False

    @property
    def key(self):
        return f"{self.kind}:{self.source}"

    @property
    def label(self):
        return KINDS[self.kind]

    @property
    def title(self):
        """What it is, in the language of the screen."""
        if self.kind == "phone":
            return _("%(n)s missed calls wait for somebody to ring back.") % {"n": self.source}
        name = str(MEASURES.get(self.code, self.code)) if self.kind == "measure" else ""
        if self.kind in {"matter", "call_back"}:
            name = categories.label(self.code)
        return " ".join(filter(None, [self.priority, name, self.place, self.text]))

    @property
    def standing(self):
        """How it stands, in the language of the screen."""
        called = book.words()
        state = called["state"].get(self.state, self.state)
        said = " ".join(filter(None, [called["kind"].get(self.said_kind, ""), self.said]))
        return " · ".join(filter(None, [state, said]))

    def content(self):
        """As the sheet freezes it; moments in UTC."""
        held = asdict(self)
        for name in ("noted_at", "needs_note"):
            del held[name]
        return held | {"due_at": self.due_at and self.due_at.isoformat(timespec="minutes")}


def thaw(held):
    """The Item that a sheet froze."""
    return Item(**held | {"due_at": held["due_at"] and datetime.fromisoformat(held["due_at"])})


def at_desk(desk, at):
    """[Item] of everything that is not done at a desk at a moment: matters first, the soonest due first.

    A fixed number of queries, however many there are.
    """
    found = list(_matters(desk, at))
    found += [_strand("instruction", row) for row in _strands(Instruction, desk, F("due_at"))]
    found += [_strand("measure", row) for row in _strands(Measure, desk, F("review_by"))]
    found += [_loan(loan) for loan in Loan.objects.filter(desk=desk).open().select_related("entry").order_by("id")]
    if missed := PhoneCall.objects.filter(desk=desk).waiting().count():
        found.append(Item("phone", missed))
    return found


def _matters(desk, at):
    rows = list(
        Matter.objects.filter(desk=desk).open().order_by("due_at", "entry_id").values(
            "entry_id", "state", "owner_id", "owner__name", "priority", "due_at", "entry__serial", "entry__category",
            "entry__description", "unit_no", "entry__place", "entry__recorded_at", "paused_until",
        )
    )  # fmt: skip
    ids = [row["entry_id"] for row in rows]
    last, fixed = {}, {}
    notes = Note.objects.filter(entry__in=ids, text__isnull=False).order_by("id")
    for entry_id, kind, text, moment in notes.values_list("entry_id", "kind", "text", "recorded_at"):
        last[entry_id] = kind, text, moment
    fixes = Correction.objects.filter(entry__in=ids, field__in=["description", "category", "place"]).order_by("id")
    for entry_id, field, new in fixes.values_list("entry_id", "field", "new"):
        fixed[entry_id, field] = new or ""
    for row in rows:
        pk = row["entry_id"]
        now = {
            name: fixed.get((pk, name), row[f"entry__{name}"]) or "" for name in ("category", "place", "description")
        }
        said_kind, said, noted_at = last.get(pk, ("", "", row["entry__recorded_at"]))
        if row["state"] == State.CALL_BACK or (row["paused_until"] and row["paused_until"] > at):
            noted_at = None
        yield Item(
            kind="call_back" if row["state"] == State.CALL_BACK else "matter", source=pk, entry=pk,
            serial=row["entry__serial"], code=now["category"], priority=row["priority"],
            place=row["unit_no"] or now["place"], text=now["description"][:SHOWN], state=row["state"],
            said_kind=said_kind, said=said[:SHOWN], owner=row["owner_id"], owner_name=row["owner__name"],
            due_at=row["due_at"], noted_at=noted_at,
        )  # fmt: skip


def _strands(model, desk, due):
    rows = model.objects.open().filter(desk=desk).order_by("opened_at", "note_id").annotate(by=due)
    return rows.select_related("note", "entry")


def _strand(kind, row):
    return Item(
        kind=kind, source=row.pk, entry=row.entry_id, serial=row.entry.serial, code=getattr(row, "code", ""),
        place=getattr(row, "place", ""), text=(row.note.text or "")[:SHOWN], due_at=row.by, noted_at=row.opened_at,
    )  # fmt: skip


def _loan(loan):
    said = " ".join(filter(None, [str(loan), loan.borrower, loan.department]))
    return Item(
        kind="loan", source=loan.pk, entry=loan.entry_id, serial=loan.entry.serial, text=said, due_at=loan.due_at,
        noted_at=loan.recorded_at,
    )  # fmt: skip
