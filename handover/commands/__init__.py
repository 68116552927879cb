"""Every change at a change of hands, one function per verb."""

from .begin import choose_outgoing, drop, prepare, take_over
from .leaving import call_relief, release
from .loans import give_back, lend
from .settings import set_article, set_check_item, set_up
from .signing import HALF_LASTS, awaits_countersignature, countersign, read_sheet, refuse, sign, signatures_of
from .work import answer, ask, check, count, explain, mark_read

__all__ = [
    "HALF_LASTS", "answer", "ask", "awaits_countersignature", "call_relief", "check", "choose_outgoing", "count",
    "countersign", "drop", "explain", "give_back", "lend", "mark_read", "prepare", "read_sheet", "refuse", "release",
    "set_article", "set_check_item", "set_up", "sign", "signatures_of", "take_over",
]  # fmt: skip
