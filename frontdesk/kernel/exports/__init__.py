"""What leaves the system: official forms as PDF, tables as CSV and XLSX; and XLSX that comes in.

Whatever somebody typed stays text there: it is never markup in a form, and never a formula in a table.
"""
