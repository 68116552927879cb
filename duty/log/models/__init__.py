from .book import LogBook
from .entries import Channel, Correction, Department, Entry, Note, Rings
from .households import Household, Resident
from .matters import Matter, State

__all__ = [
    "Channel", "Correction", "Department", "Entry", "Household", "LogBook", "Matter", "Note", "Resident", "Rings", "State",
]  # fmt: skip
