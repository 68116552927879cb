"""The usual target times, which hold until a project sets its own.

The regulation names principles only: prompt, contained, reported (及时 is taken as 30 minutes and 即时 as 10, A12). The
figures are the trade's. Columns: category, grade, priority, clock, then the minutes until accepted, on site or first reply,
contained and solved, the hours until the call-back and how many of a hundred are called back. A day of service has
14 hours.
"""

DAY, SERVICE_DAY = 24 * 60, 14 * 60
ALWAYS, DESK, WORKDAYS = "24h", "desk", "wd"
ROWS = (
    ("INC", "", "P1", ALWAYS, 10, 15, 15, DAY, 24, 100),
    ("INC", "", "P2", ALWAYS, 10, 15, 30, DAY, 24, 100),
    ("REP", "", "P1", ALWAYS, 3, 15, 60, DAY, 24, 100),
    ("REP", "", "P2", ALWAYS, 15, 30, 120, DAY, 24, 100),
    ("REP", "", "P3", DESK, 120, SERVICE_DAY, None, 3 * SERVICE_DAY, 48, 30),
    ("REP", "", "P4", WORKDAYS, DAY, None, None, 7 * DAY, 48, 10),
    ("CMP", "major", "P1", ALWAYS, 10, 120, None, 7 * DAY, 24, 100),
    ("CMP", "major", "P2", ALWAYS, 10, 120, None, 7 * DAY, 24, 100),
    ("CMP", "serious", "P2", DESK, 20, 240, None, 3 * SERVICE_DAY, 24, 100),
    ("CMP", "", "P1", ALWAYS, 10, 120, None, DAY, 24, 100),
    ("CMP", "", "P2", DESK, 20, 240, None, 3 * SERVICE_DAY, 24, 100),
    ("CMP", "", "P3", DESK, 20, SERVICE_DAY, None, 3 * SERVICE_DAY, 48, 100),
    ("CMP", "", "P4", DESK, 20, SERVICE_DAY, None, 7 * SERVICE_DAY, 48, 100),
    ("HLP", "", "P1", ALWAYS, 10, 15, None, 2 * 60, 48, 30),
    ("HLP", "", "P2", ALWAYS, 10, 15, None, 8 * 60, 48, 30),
    ("SEC", "", "P1", ALWAYS, 10, 5, 15, 2 * 60, 24, 100),
    ("SEC", "", "P2", ALWAYS, 10, 5, 15, 8 * 60, 24, 100),
    ("ENQ", "", "P4", DESK, 10, 240, None, 2 * SERVICE_DAY, None, 0),
    ("SUG", "", "P4", WORKDAYS, DAY, 3 * DAY, None, 7 * DAY, 48, 100),
    ("PRA", "", "P4", WORKDAYS, DAY, DAY, None, DAY, None, 0),
    ("SVC", "", "P4", DESK, 120, SERVICE_DAY, None, 3 * SERVICE_DAY, 48, 100),
    ("REG", "", "P4", DESK, 10, None, None, 8 * 60, None, 0),
    ("INT", "", "P3", DESK, 8 * 60, None, None, SERVICE_DAY, None, 0),
    ("", "", "P1", ALWAYS, 10, 15, None, DAY, None, 0),
    ("", "", "P2", ALWAYS, 15, 30, None, DAY, None, 0),
    ("", "", "P3", DESK, 120, None, None, 3 * SERVICE_DAY, None, 0),
    ("", "", "P4", DESK, SERVICE_DAY, None, None, 7 * SERVICE_DAY, None, 0),
)
