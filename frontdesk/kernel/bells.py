"""The queue as a bell: it wakes a worker, and nobody waits for it. What is to be done stands in rows; a beat finds it anyway."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(task):
    """Wake a worker for a task by its name, after a commit. When the queue is down the next beat does it."""
    try:
        current_app.send_task(task, retry=False)
    except (OperationalError, OSError):
        log.warning("The queue could not be reached; %s waits for the next beat.", task)
