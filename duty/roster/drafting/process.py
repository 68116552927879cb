"""Solving in a process of its own: the solver's memory and its seconds are nobody else's, and it can be stopped.

The child (__main__.py) reads {"month", "seconds", "workers"} and writes a line of JSON for every better roster and one
with the whole draft at the end. Whoever asked keeps the best that was said, whatever becomes of the child.
"""

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.utils.translation import gettext as _

GRACE = 10  # seconds beyond its limit after which a child is ended
POLL = 1.0
ROOT = Path(__file__).resolve().parents[3]


class Failed(RuntimeError):
    """The child gave no draft; a sentence that says why."""


def draft(data, *, seconds, progress, stop, workers=None):
    """Solve a month given as reading.read takes it; returns {"roster", "cost", "bound", "seconds", "proven", …}.

    progress(seconds, cost, bound) is called for every better roster, stop() about once a second; True ends the child, and
    the best roster so far is the answer. Raises Failed.
    """
    said: list[str] = []
    with _start() as child:
        lines: queue.Queue = queue.Queue()
        readers = [
            threading.Thread(target=_read, args=(child.stdout, lines), daemon=True),
            threading.Thread(target=lambda: said.append(child.stderr.read()), daemon=True),
        ]
        for reader in readers:
            reader.start()
        try:
            _ask(child, {"month": data, "seconds": seconds, "workers": workers})
            best = _listen(lines, time.monotonic() + seconds + GRACE, progress, stop)
            was_ended_by_us = child.poll() is None
        finally:
            child.kill()  # harmless when it has ended
            for reader in readers:
                reader.join()
    if best is None:
        raise Failed(
            _("Stopped before a roster was found.") if was_ended_by_us else _why(child.returncode, "".join(said))
        )
    return best


def _start():
    return subprocess.Popen(
        [sys.executable, "-m", "duty.roster.drafting"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _ask(child, asked):
    """Say what is wanted; a child that has ended meanwhile is found out by its silence."""
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(json.dumps(asked))
        child.stdin.close()


def _read(stream, lines):
    for line in stream:
        lines.put(line)
    lines.put(None)


def _listen(lines, until, progress, stop):
    """The draft, or the best roster that was said before a stop, the limit or the child's end."""
    best = None
    while time.monotonic() < until and not stop():
        try:
            line = lines.get(timeout=POLL)
        except queue.Empty:
            continue
        if line is None:
            break
        best = json.loads(line)
        if "error" in best:
            raise Failed(best["error"])
        if best["done"]:
            break
        progress(seconds=best["seconds"], cost=best["cost"], bound=best["bound"])
    return best


def _why(code, said):
    if code and code < 0:
        ended = _("The draft was ended by signal {number}; the machine may be short of memory.")
        return ended.format(number=-code)
    return said.strip().splitlines()[-1][:200] if said.strip() else _("The draft ended without an answer.")
