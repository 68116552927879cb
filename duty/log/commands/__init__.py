"""Every change to the duty book, one function per verb. They lock the desk's chain, check, write, and seal."""

from .entries import Intake, correct_entry, open_desk, record_entry
from .escalations import (
    acknowledge,
    carry_out,
    decide,
    end_escalation_rule,
    escalate,
    instruct,
    set_escalation_rule,
)
from .households import register_household
from .incidents import (
    answer_call_out,
    call_out,
    contain,
    declare_incident,
    leave_site,
    lift_measure,
    reach_site,
    refuse_call_out,
    review,
    take_measure,
)
from .matters import (
    accept,
    add_note,
    arrive,
    call_back,
    close_matter,
    dispatch,
    finish,
    give_to,
    pause,
    reopen_matter,
    resume,
    set_priority,
)
from .on_call import answer_drill, attempt_contact, fill_post, start_drill
from .sheets import save_sheet
from .targets import set_targets
from .telephone import import_calls, return_call, set_three_rings

__all__ = [
    "Intake", "accept", "acknowledge", "add_note", "answer_call_out", "answer_drill", "arrive", "attempt_contact",
    "call_back", "call_out", "carry_out", "close_matter", "contain", "correct_entry", "decide", "declare_incident",
    "dispatch", "end_escalation_rule", "escalate", "fill_post", "finish", "give_to", "import_calls", "instruct",
    "leave_site", "lift_measure", "open_desk", "pause", "reach_site", "record_entry", "refuse_call_out",
    "register_household", "reopen_matter", "resume", "return_call", "review", "save_sheet", "set_escalation_rule",
    "set_priority", "set_targets", "set_three_rings", "start_drill", "take_measure",
]  # fmt: skip
