"""Changing a row whose history keeps who did it and when: the actor and the moment of the command, not of the request."""


def save(row, *, by, at):
    """Save a row of a model with history."""
    _sign(row, by, at)
    row.save()


def delete(row, *, by, at):
    """Delete one; its history stays."""
    _sign(row, by, at)
    row.delete()


def _sign(row, by, at):
    row._history_user, row._history_date = by, at
