"""To whom a matter goes at once, and how long each level has to answer: the matrix (A11, A12; R24, R25)."""

from datetime import timedelta

SUPERVISOR, LEAD = 1, 2
ANSWER_WITHIN = {SUPERVISOR: timedelta(minutes=30), LEAD: timedelta(minutes=10)}
REPORT_WITHIN = timedelta(minutes=10)
# How long after an acknowledgement without a decision it comes back.
COMES_BACK_AFTER = timedelta(minutes=30)
STARTS_AT = {"P1": LEAD}


def level_at_start(category, priority):
    """The level at which an entry begins its life, or None: the desk handles it."""
    return STARTS_AT.get(priority)


def answer_by(level, at):
    """By when a level has to decide."""
    return at + ANSWER_WITHIN[level]
