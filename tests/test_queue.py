"""The clockwork for real: a worker process sweeps when it starts, and whenever a task is published to the queue.

The SQLite run goes through the folder that needs no other server, the PostgreSQL run through Valkey.
"""

import subprocess
import sys
import time

from django.conf import settings
from django.utils import timezone

from frontdesk.celery import app
from frontdesk.kernel.notices.models import Sweep
from frontdesk.kernel.notices.tasks import sweep

WORKER = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "frontdesk", "worker", "--pool", "solo"]


def wait_for_a_sweep(worker, after):
    """Until somebody has swept after a moment; gives when."""
    deadline = time.monotonic() + 60
    while not (done := Sweep.objects.filter(at__gt=after, delivered_at__gt=after).first()):
        assert worker.poll() is None, "the worker ended"
        assert time.monotonic() < deadline, "nobody swept within a minute"
        time.sleep(0.2)
    return done.at


def test_a_worker_sweeps_when_it_starts_and_when_a_task_is_published(fresh_database):
    assert app.conf.broker_url.startswith("redis" if settings.REDIS_URL else "filesystem")
    began = timezone.now()
    options = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    worker = subprocess.Popen(WORKER + options, cwd=settings.BASE_DIR)
    try:
        first = wait_for_a_sweep(worker, began)
        sweep.delay()
        assert wait_for_a_sweep(worker, first) > first
    finally:
        worker.kill()  # it has done what it was for, and a warm shutdown takes seconds
        worker.wait()
