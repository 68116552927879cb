"""The test database, and `fresh_database` for tests that really commit.

Sealed tables refuse to be emptied, so `django_db(transaction=True)` cannot clean up after itself. A test
that needs several connections, threads or processes gets a copy of the database instead.
"""

import contextlib
import os
import sqlite3
from uuid import uuid4

import psycopg
import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """As pytest-django's own, but always: also when only tests on copies were chosen."""
    if connections["default"].vendor == "postgresql":  # SQLite's stands in the memory of each process anyway
        request.getfixturevalue("django_db_modify_db_settings")
    with django_db_blocker.unblock():
        before = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(before, verbosity=0)


@pytest.fixture
def fresh_database(django_db_setup, django_db_blocker, tmp_path, monkeypatch):
    """A copy of the empty test database, in which commits are real; gives its DATABASE_URL.

    This process uses it through Django as usual, in any thread, and so do processes that it starts. What a
    thread opened it must close itself (`connections.close_all()`). Not together with `db` or `django_db`.
    """
    with django_db_blocker.unblock():
        original = connections["default"]
        assert not original.in_atomic_block, "fresh_database does not go together with django_db"
        copied = _postgres_copy(original) if original.vendor == "postgresql" else _sqlite_copy(original, tmp_path)
        with copied as (name, url), monkeypatch.context() as patch:
            patch.setitem(connections.settings["default"], "NAME", name)
            patch.setenv("DATABASE_URL", url)
            connections["default"] = connections.create_connection("default")
            try:
                yield url
            finally:
                connections["default"].close()
                connections["default"] = original


@contextlib.contextmanager
def _postgres_copy(original):
    server = os.environ["DATABASE_URL"]
    template, name = original.settings_dict["NAME"], f"copy_{uuid4().hex}"
    original.close()  # nobody may be connected to a template
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield name, f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def _sqlite_copy(original, folder):
    path = str(folder / "copy.sqlite3")
    original.ensure_connection()
    with contextlib.closing(sqlite3.connect(path)) as copy:
        original.connection.backup(copy)
    yield path, f"sqlite:///{path}"
