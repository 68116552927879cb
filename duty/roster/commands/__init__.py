"""Every change to shifts, days and hours, one function per verb."""

from .calendar import forget_day, plan_days, read_days, set_hours
from .shifts import set_up_hours, set_up_shifts

__all__ = ["forget_day", "plan_days", "read_days", "set_hours", "set_up_hours", "set_up_shifts"]
