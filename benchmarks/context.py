"""What a measurement may use: a filled desk, and a server on it."""

import contextlib

from . import generate, server


class Context:
    def __init__(self, desk, clerk, entries, make_client, quick):
        self.desk, self.clerk, self.entries, self.quick = desk, clerk, entries, quick
        self._make_client = make_client

    @classmethod
    @contextlib.contextmanager
    def of(cls, entries, *, quick):
        """A desk of its own with a book of `entries`."""
        desk, clerk = generate.found(f"b{entries}")
        generate.fill(desk, clerk, entries)
        with server.running() as make_client:
            yield cls(desk, clerk, entries, make_client, quick)

    def client(self, person=None):
        """A browser in which the clerk of the desk is signed in, or somebody else."""
        return self._make_client().sign_in((person or self.clerk).username)

    def times(self, number):
        return max(5, number // 10) if self.quick else number
