"""The rules of a month's roster, on plain data that knows no database (R10).

instance.py   a month: days, shifts, staff, pinned assignments
rules.py      what a roster breaks and what it costs
sentences.py  those findings in words
"""
