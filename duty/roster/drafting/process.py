"""Where the worker asks for a draft."""


def draft(data, *, seconds, progress, stop):
    """Not there yet: says so on the page, and drafting by hand goes on."""
    raise RuntimeError("The automatic draft is not installed yet.")
