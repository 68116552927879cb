from .calendar import DayKind, DayPlan, ServiceHours
from .shifts import ShiftType

__all__ = ["DayKind", "DayPlan", "ServiceHours", "ShiftType"]
