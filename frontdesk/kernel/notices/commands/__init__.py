"""Telling people, inside and outside the system: `tell` and `sweep` write rows, `deliver` sends them, in the worker only."""

from .delivering import deliver, sweep_and_deliver
from .keeping import add_channel, end_quiet_hours, send_test, set_quiet_hours, switch_channel
from .sweeping import mark_read, open_notice, sweep, sweep_if_nobody_did, tell, tell_owed

__all__ = [
    "add_channel", "deliver", "end_quiet_hours", "mark_read", "open_notice", "send_test", "set_quiet_hours", "sweep",
    "sweep_and_deliver", "sweep_if_nobody_did", "switch_channel", "tell", "tell_owed",
]  # fmt: skip
