"""Tables as files that other programs open: CSV and XLSX out, XLSX in.

Whatever somebody typed stays text there: a name that begins with "=" is never a formula.
"""
