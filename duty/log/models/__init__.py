from .book import LogBook
from .entries import Channel, Correction, Department, Entry, Rings
from .erasures import ErasureAnswer, ErasureRequest
from .escalation import EscalationRule
from .households import Household, Resident
from .matters import Matter, State
from .notes import Note
from .on_call import ContactAttempt, Drill, DrillAnswer, OnCallPost
from .phrases import Phrase
from .sheets import Complaint, ServiceOrder, WorkOrder
from .strands import CallOut, Escalation, Instruction, Measure
from .targets import Grade, Target, TargetPlan
from .telephone import CallReturned, Line, PhoneCall, PhoneImport, TelephoneSettings
from .volumes import ArchiveSettings, DisposalCertificate, VolumeClosed, VolumeExport, VolumeExported, VolumeStep

__all__ = [
    "ArchiveSettings",
    "CallOut",
    "CallReturned",
    "Channel",
    "Complaint",
    "ContactAttempt",
    "Correction",
    "Department",
    "DisposalCertificate",
    "Drill",
    "DrillAnswer",
    "Entry",
    "ErasureAnswer",
    "ErasureRequest",
    "Escalation",
    "EscalationRule",
    "Grade",
    "Household",
    "Instruction",
    "Line",
    "LogBook",
    "Matter",
    "Measure",
    "Note",
    "OnCallPost",
    "PhoneCall",
    "PhoneImport",
    "Phrase",
    "Resident",
    "Rings",
    "ServiceOrder",
    "State",
    "Target",
    "TargetPlan",
    "TelephoneSettings",
    "VolumeClosed",
    "VolumeExport",
    "VolumeExported",
    "VolumeStep",
    "WorkOrder",
]  # fmt: skip
