"""The test database, and `fresh_database` for tests that really commit.

Sealed tables refuse to be emptied, so `django_db(transaction=True)` cannot clean up after itself. A test
that needs several connections, threads or processes gets a copy of the database instead.
"""

import contextlib
import gc
import os
import sqlite3
from uuid import uuid4

import psycopg
import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from tests import ground


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """As pytest-django's own, but always: also when only tests on copies were chosen."""
    if connections["default"].vendor == "postgresql":  # SQLite's stands in the memory of each process anyway
        request.getfixturevalue("django_db_modify_db_settings")
    gc.disable()  # migrations leave so much of it that a third of their time would go into looking for garbage
    with django_db_blocker.unblock():
        before = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    gc.enable()
    yield
    with django_db_blocker.unblock():
        ground.clear()
        teardown_databases(before, verbosity=0)


@pytest.fixture
def fresh_database(django_db_setup, django_db_blocker, tmp_path):
    """A copy of the empty test database, in which commits are real; gives its DATABASE_URL.

    This process uses it through Django as usual, in any thread, and so do processes that it starts. What a
    thread opened it must close itself (`connections.close_all()`). Not together with `db` or `django_db`.
    """
    with django_db_blocker.unblock(), copied(tmp_path) as url:
        yield url


def next_id(model):
    """The number that the next row of a model gets; on PostgreSQL those of rows that were taken back are not given again."""
    if connections["default"].vendor == "sqlite":
        return model.objects.latest("id").pk + 1
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) + 1", [model._meta.db_table])
        return cursor.fetchone()[0]


@contextlib.contextmanager
def copied(folder):
    """Work on a copy of the database of this process, which nobody may be using; gives its DATABASE_URL."""
    ground.clear()
    original = connections["default"]
    assert not original.in_atomic_block, "a copy does not go together with django_db"
    made = _postgres(original, template=True) if original.vendor == "postgresql" else _sqlite_copy(folder)
    with made as (name, url), _using(name, url):
        yield url


@contextlib.contextmanager
def empty(folder):
    """Work on a database without a table; gives its DATABASE_URL."""
    ground.clear()
    original = connections["default"]
    path = str(folder / f"empty-{uuid4().hex}.sqlite3")
    sqlite = contextlib.nullcontext((path, f"sqlite:///{path}"))
    with _postgres(original) if original.vendor == "postgresql" else sqlite as (name, url), _using(name, url):
        yield url


@contextlib.contextmanager
def _using(name, url):
    """This process, and those that it starts, work on another database meanwhile."""
    original, there = connections["default"], connections.settings["default"]
    before = there["NAME"], os.environ.get("DATABASE_URL", "")
    there["NAME"], os.environ["DATABASE_URL"] = name, url
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        ground.clear()
        connections["default"].close()
        connections["default"] = original
        there["NAME"], os.environ["DATABASE_URL"] = before


@contextlib.contextmanager
def _postgres(original, *, template=False):
    server = os.environ["DATABASE_URL"]
    name = f"copy_{uuid4().hex}"
    source = original.settings_dict["NAME"] if template else "template0"
    original.close()  # nobody may be connected to a template
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        try:
            yield name, f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def _sqlite_copy(folder):
    path = str(folder / "copy.sqlite3")
    save(path)
    yield path, f"sqlite:///{path}"


def save(path):
    """Write the bare SQLite database of this process, which nobody may be using, into a file."""
    ground.clear()
    original = connections["default"]
    original.ensure_connection()
    with contextlib.closing(sqlite3.connect(path)) as copy:
        original.connection.backup(copy)
