"""The secret calendar address of somebody's own shifts."""

import hashlib
import secrets

from ..models import ShiftFeed


def make_feed(*, by, at):
    """Make the address of one's shifts, and end the one before; returns the secret, which is not kept and shown once."""
    token = secrets.token_urlsafe(24)
    ShiftFeed.objects.update_or_create(person=by, defaults={"token_hash": hashed(token), "made_at": at})
    return token


def end_feed(*, by):
    """End it: the address answers nobody any more."""
    ShiftFeed.objects.filter(person=by).delete()


def hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()
