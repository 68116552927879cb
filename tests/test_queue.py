"""The clockwork for real: a task is published to the queue, and a worker process sweeps.

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


def test_a_worker_sweeps_what_was_published(fresh_database):
    assert app.conf.broker_url.startswith("redis" if settings.REDIS_URL else "filesystem")
    began = timezone.now()
    sweep.delay()
    options = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    worker = subprocess.Popen(WORKER + options, cwd=settings.BASE_DIR)
    try:
        deadline = time.monotonic() + 60
        while not Sweep.objects.exists():
            assert worker.poll() is None, "the worker ended"
            assert time.monotonic() < deadline, "nobody swept within a minute"
            time.sleep(0.2)
    finally:
        worker.kill()  # it has done what it was for, and a warm shutdown takes seconds
        worker.wait()
    assert Sweep.objects.get().at >= began
