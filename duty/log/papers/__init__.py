"""The duty log on paper. Each function reads what its form says and returns it as a `pdf.Part`.

What belongs on the same paper but lives above the log (handovers, daily notices, who read the day, the register of a closed
volume) comes in as arguments.
"""

from .cover import Register, cover
from .day import day
from .single import incident, sheet, sheet_name

__all__ = ["Register", "cover", "day", "incident", "sheet", "sheet_name"]
