from .findings import Finding, FindingStep, Rectification
from .inspections import Inspection
from .reading import DailyReading, OffDuty
from .spot import DrawNonce, SpotDraw, SpotReveal
from .templates import InspectionSettings, InspectionTemplate, TemplateItem
from .words import CoachingNote, DailyNotice, NoticeAck

__all__ = [
    "CoachingNote", "DailyNotice", "DailyReading", "DrawNonce", "Finding", "FindingStep", "Inspection", "InspectionSettings",
    "InspectionTemplate", "NoticeAck", "OffDuty", "Rectification", "SpotDraw", "SpotReveal", "TemplateItem",
]  # fmt: skip
