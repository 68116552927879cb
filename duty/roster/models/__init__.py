from .attendance import AttendanceMark, CaseDecision, DutyCase, Outcome, SupportCall
from .calendar import DayKind, DayPlan, ServiceHours
from .drafts import DraftRun
from .feeds import ShiftFeed
from .months import Assignment, Leave, PlannedShift, Roster, RosterStep, RosterVersion
from .requests import RequestAnswer, ShiftRequest
from .shifts import BusyWindow, ShiftType
from .wishes import ShiftLimit, Wish

__all__ = [
    "Assignment", "AttendanceMark", "BusyWindow", "CaseDecision", "DayKind", "DayPlan", "DraftRun", "DutyCase", "Leave",
    "Outcome", "PlannedShift", "RequestAnswer", "Roster", "RosterStep", "RosterVersion", "ServiceHours", "ShiftFeed",
    "ShiftLimit", "ShiftRequest", "ShiftType", "SupportCall", "Wish",
]  # fmt: skip
