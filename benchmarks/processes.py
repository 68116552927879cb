"""Processor time that processes took, as Linux counts it."""

import contextlib
import os
from pathlib import Path


def processor_seconds(pid):
    """User and system time of a process and its children, threads included (Linux)."""
    total = 0.0
    for number in family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def family(pid):
    """A process and its children."""
    with contextlib.suppress(OSError):
        return [pid, *(int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    return [pid]


def busy_seconds():
    """Processor seconds of the whole machine that were not idle."""
    fields = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")
