"""A number for each request: in its answer, and in every line that is logged meanwhile. Imported before any app is ready."""

import logging
import re
import uuid
from contextlib import contextmanager
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request_id", default="-")
OURS = re.compile(r"[A-Za-z0-9_-]{8,64}")


@contextmanager
def numbered(given):
    """The number that the proxy gave, when it is one, or a new one; in force meanwhile."""
    number = given if OURS.fullmatch(given) else uuid.uuid4().hex
    token = current.set(number)
    try:
        yield number
    finally:
        current.reset(token)


class RequestNumber(logging.Filter):
    """Puts the number onto every line."""

    def filter(self, record):
        record.request_id = current.get()
        return True
