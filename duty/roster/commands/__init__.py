"""Every change to shifts, days, hours, rosters, requests and attendance, one function per verb."""

from .attendance import (
    add_outcome,
    come_back,
    decide_case,
    sign_in,
    sign_out,
    step_away,
    use_outcome,
    watch,
)  # fmt: skip
from .calendar import forget_day, plan_days, read_days, set_hours
from .drafts import ask_draft, run_draft, stop_draft, take_draft
from .feeds import end_feed, make_feed
from .months import approve, begin_month, complete, put, put_all, review, send_back, submit, substitute
from .requests import ask_leave, ask_swap, cancel, consent, decide, withdraw
from .shifts import (
    add_busy_window,
    change_shift,
    remove_busy_window,
    set_up_desk,
)  # fmt: skip
from .support import call_support, end_support, send_support
from .wishes import lift_limit, limit_shift, make_wish, take_back_wish

__all__ = [
    "add_busy_window", "add_outcome", "approve", "ask_draft", "ask_leave", "ask_swap", "begin_month", "call_support",
    "cancel", "change_shift", "come_back", "complete", "consent", "decide", "decide_case", "end_feed", "end_support",
    "forget_day", "lift_limit", "limit_shift", "make_feed", "make_wish", "plan_days", "put", "put_all", "read_days",
    "remove_busy_window", "review", "run_draft", "send_back", "send_support", "set_hours", "set_up_desk", "sign_in",
    "sign_out", "step_away", "stop_draft", "submit", "substitute", "take_back_wish", "take_draft", "use_outcome", "watch",
    "withdraw",
]  # fmt: skip
