"""Child processes that never outlive the one that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1


def start(command, **options):
    """Start a command in a process group of its own, so that Ctrl-C reaches only us and we can end all of it.

    On Linux the kernel sends it SIGTERM when we are gone, even by kill -9.
    """
    tied = _end_with_parent()  # runs in the fork: nothing but two system calls, and we start before any thread
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=tied, **options)  # noqa: PLW1509


def stop(children, seconds):
    """Ask each child to end, and after so many seconds end what is left of it and of its own children."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + seconds
    for child in children:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # nobody left; macOS says so in its own way
            pass
        child.wait()


def _end_with_parent():
    """What a child runs between fork and exec, or None where the kernel offers no such thing."""
    if not sys.platform.startswith("linux"):
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def end_with_parent():
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it went in the moment before
            os.kill(os.getpid(), signal.SIGTERM)

    return end_with_parent
