"""Many writers at once: threads of this process, or processes of their own."""

import os
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.db import connections


def at_once(writers, work):
    """Call work(number) in so many threads, all released at one moment. Returns (results, errors), any order."""
    ready = threading.Barrier(writers)
    results, errors = [], []

    def run(number):
        try:
            ready.wait(60)
            results.append(work(number))
        except Exception as error:  # noqa: BLE001 — a test wants to see every one
            errors.append(f"{type(error).__name__}: {error}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(writers)]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)  # so many threads would wait for Python's own lock more than for the book
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    return results, errors


def timed(work):
    """(seconds, result) of a call."""
    began = time.monotonic()
    result = work()
    return time.monotonic() - began, result


def percentile(values, share):
    """The value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def recorder(desk, person, *count):
    """A writing process (recorder.py); its acknowledgements come line by line from stdout."""
    command = [
        sys.executable,
        "-m",
        "frontdesk.kernel.records.tests.recorder",
        str(desk),
        str(person),
        *map(str, count),
    ]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=os.environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def acknowledged(lines):
    """[(serial, id)] of a recorder's complete lines; what was cut off by a kill was never acknowledged to anybody."""
    return [tuple(map(int, line.split())) for line in lines if line.endswith("\n")]
