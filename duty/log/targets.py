"""By when a matter should be done: a default for each category and priority, counted from its recording.

The regulation says only 及时 (promptly); these are the trade's usual figures (R01, R19).
"""

from datetime import timedelta

HOURS = {
    ("INC", "P1"): 24, ("INC", "P2"): 24,
    ("REP", "P1"): 24, ("REP", "P2"): 24, ("REP", "P3"): 72, ("REP", "P4"): 168,
    ("CMP", "P1"): 24, ("CMP", "P2"): 72, ("CMP", "P3"): 72, ("CMP", "P4"): 168,
    ("HLP", "P1"): 2, ("HLP", "P2"): 8, ("SEC", "P1"): 2, ("SEC", "P2"): 8,
    ("ENQ", "P4"): 48, ("SUG", "P4"): 168, ("PRA", "P4"): 24, ("SVC", "P4"): 72, ("REG", "P4"): 8, ("INT", "P3"): 24,
}  # fmt: skip
BY_PRIORITY = {"P1": 24, "P2": 24, "P3": 72, "P4": 168}
CALL_BACK = frozenset({("REP", "P1"), ("REP", "P2"), ("CMP", "P1"), ("CMP", "P2"), ("CMP", "P3"), ("INC", "P1")})


def due_at(category, priority, recorded_at):
    """The moment by which a matter should be solved."""
    return recorded_at + timedelta(hours=HOURS.get((category, priority), BY_PRIORITY[priority]))


def wants_call_back(category, priority):
    """Whether every matter of this sort is called back before it counts as done."""
    return (category, priority) in CALL_BACK
