from .book import LogBook
from .entries import Channel, Correction, Department, Entry, Rings
from .escalation import EscalationRule
from .households import Household, Resident
from .matters import Matter, State
from .notes import Note
from .strands import CallOut, Escalation, Instruction, Measure
from .targets import Grade, Target, TargetPlan
from .telephone import CallReturned, PhoneCall, PhoneImport, TelephoneSettings

__all__ = [
    "CallOut", "CallReturned", "Channel", "Correction", "Department", "Entry", "Escalation", "EscalationRule",
    "Grade", "Household", "Instruction", "LogBook", "Matter", "Measure", "Note", "PhoneCall", "PhoneImport",
    "Resident", "Rings", "State", "Target", "TargetPlan", "TelephoneSettings",
]  # fmt: skip
