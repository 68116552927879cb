"""Duty work: the roster (who stands duty when) and the log (what the desk took in and what became of it)."""
