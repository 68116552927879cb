"""The rules of a month's roster and the draft that keeps them, on plain data that knows no database (R10).

instance.py   a month: days, shifts, staff, pinned assignments
reading.py    a month from JSON, or a sentence that says what is wrong with it
rules.py      what a roster breaks and what it costs
model.py      the same rules as constraints for the solver; only what solves imports it
solve.py      the draft: best coverage first, then the least cost of all
process.py    solving in a process of its own, with progress, a stop and a limit
explain.py    why nobody could fill a gap, and who could
sentences.py  findings and reasons in words
"""
