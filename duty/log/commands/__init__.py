"""Every change to the duty book, one function per verb. They lock the desk's chain, check, write, and seal."""

from .entries import Intake, correct_entry, open_desk, record_entry
from .households import register_household
from .matters import add_note, call_back, close_matter, give_to, reopen_matter

__all__ = [
    "Intake", "add_note", "call_back", "close_matter", "correct_entry", "give_to", "open_desk", "record_entry",
    "register_household", "reopen_matter",
]  # fmt: skip
