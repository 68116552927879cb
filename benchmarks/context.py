"""What a measurement may use: a filled desk, and a server on it."""

import contextlib
import statistics

from duty.log.models import Entry

from . import generate, server

TURNS = 6  # in which a page and its floor are asked
OPEN = 300  # matters of a book that are not done, however long it is


class Context:
    def __init__(self, desk, clerk, entries, make_client, quick, elog):
        self.desk, self.clerk, self.entries = desk, clerk, entries
        self.quick, self.elog = quick, elog  # elog: path of the peer's server, or None
        self._make_client = make_client

    @classmethod
    @contextlib.contextmanager
    def of(cls, entries, *, quick, elog=None):
        """A desk of its own with a book of `entries`; the one that is there already, in a database that was kept."""
        desk, clerk = generate.found(f"b{entries}")
        if missing := entries - Entry.objects.filter(desk=desk).count():
            generate.fill(desk, clerk, missing, open_share=min(0.5, OPEN / entries))
        with server.running() as make_client:
            yield cls(desk, clerk, entries, make_client, quick, elog)

    def client(self, person=None):
        """A browser in which the clerk of the desk is signed in, or somebody else."""
        return self._make_client().sign_in((person or self.clerk).username)

    def hello(self, times):
        """Processor milliseconds of the floor of every page: a view that says 'hello' to somebody who is not signed in."""
        return self._make_client().cost("/hello/", times * 5)[0]

    def beside_hello(self, client, path, times):
        """(processor milliseconds of a page, of 'hello', sorted seconds of the page).

        Asked by turns, because the machine's own pace changes from one second to the next.
        """
        page, hello, seconds = [], [], []
        for _turn in range(TURNS):
            hello.append(self.hello(max(5, times // 2)))
            cost, took = client.cost(path, max(1, times // TURNS))
            page.append(cost)
            seconds += took
        return statistics.mean(page), statistics.mean(hello), sorted(seconds)

    def times(self, number):
        return max(5, number // 10) if self.quick else number
