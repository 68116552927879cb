"""SQLite for a book that may lose nothing.

Three things are added to Django's backend. Every connection syncs fully, in the journal mode that is
safe in the SQLite at hand; writers queue on a file lock, because SQLite's own waiting is a
random poll that starves somebody when the desk is busy; and a connection that is kept from one request
to the next is given up when another file has been put in the place of the one it opened.
"""

import contextlib
import fcntl
import os
import sqlite3

from django.db.backends.sqlite3 import base


def wal_is_safe(version=sqlite3.sqlite_version_info):
    """Before 3.51.3 (3.50.7 and 3.44.6 carry the mend) a checkpoint race could lose a WAL commit."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def take(path):
    """Wait for an exclusive lock on a file; closing what is returned gives it up."""
    held = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
    except BaseException:
        os.close(held)
        raise
    return held


def identity(path):
    """What tells a file from another put in its place, as long as the first is open somewhere; None when there is none."""
    with contextlib.suppress(FileNotFoundError):
        found = os.stat(path)
        return found.st_dev, found.st_ino
    return None


class DatabaseWrapper(base.DatabaseWrapper):
    _turn = None
    _opened = None

    def get_new_connection(self, conn_params):
        self._opened = identity(self.settings_dict["NAME"])
        connection = super().get_new_connection(conn_params)
        if wal_is_safe():
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        else:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, not merely let go
        return connection

    def is_usable(self):
        """Asked with the first question of a request: once a backup is put in place, nobody may write into the file of before."""
        return self.is_in_memory_db() or self._opened == identity(self.settings_dict["NAME"])

    def _wait_turn(self):
        """Only whoever stands first in the queue waits for the turn, so nobody takes two while others wait."""
        if self._turn is None and not self.is_in_memory_db():
            first = take(f"{self.settings_dict['NAME']}.queue")
            try:
                self._turn = take(f"{self.settings_dict['NAME']}.turn")
            finally:
                os.close(first)

    def _end_turn(self):
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None

    @contextlib.contextmanager
    def writers_waiting(self):
        """Everybody else who would write waits in the queue, as behind any other writer; reading goes on."""
        self.ensure_connection()
        self._wait_turn()
        try:
            yield
        finally:
            self._end_turn()

    def _start_transaction_under_autocommit(self):
        self._wait_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self):
        try:
            return super()._commit()
        finally:
            self._end_turn()

    def _rollback(self):
        try:
            return super()._rollback()
        finally:
            self._end_turn()

    def _close(self):
        try:
            return super()._close()
        finally:
            self._end_turn()
