"""What the log owes to whom: pure questions of state and clock, which a sweep turns into notices (R01, R06, R08, R25)."""

from .matters import left_lying, missed_stages, time_running, unowned
from .on_call import drills, unreachable
from .strands import call_outs, escalations, instructions, measures
from .volumes import disposals, erasures, volumes_due, volumes_open

ALL = [
    time_running, missed_stages, unowned, left_lying, escalations, instructions, call_outs, measures, drills, unreachable,
    volumes_open, volumes_due, disposals, erasures,
]  # fmt: skip

__all__ = ["ALL"]
