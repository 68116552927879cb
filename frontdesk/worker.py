"""What a worker does before it takes its first task. It writes into the book too, so it refuses what the web refuses."""

import sys

from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured

from frontdesk import telemetry
from frontdesk.kernel.records import checkpoints, guards, safety


@worker_init.connect
def refuse_an_unsafe_database(sender, **kwargs):
    """A signal's own exceptions are only logged, so this ends the process itself."""
    try:
        guards.require()
        safety.require()
        checkpoints.require_key()
    except (guards.GuardsMissing, safety.Unsafe, ImproperlyConfigured) as no:
        sys.exit(str(no))
    telemetry.start()
