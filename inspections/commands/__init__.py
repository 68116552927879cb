"""Every change of those who supervise, one function per verb."""

from .findings import correct, decide_measure, find_cause, guide, report_done, verify
from .inspections import inspect
from .reading import instruct, note_off_duty, read_day
from .settings import set_frequency, set_items
from .spot import draw, inspect_chosen, inspect_drawn, reveal
from .words import coach, give_notice, tick_notice

__all__ = [
    "coach", "correct", "decide_measure", "draw", "find_cause", "give_notice", "guide", "inspect", "inspect_chosen",
    "inspect_drawn", "instruct", "note_off_duty", "read_day", "report_done", "reveal", "set_frequency", "set_items",
    "tick_notice", "verify",
]  # fmt: skip
