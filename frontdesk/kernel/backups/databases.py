"""Taking a database out into one file, and putting it back: by SQLite's own backup, or by pg_dump and pg_restore.

Both are online: SQLite's writers wait in their queue while the pages are copied, PostgreSQL's do not wait at all.
"""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from frontdesk.kernel.records import verify

from .archive import Unusable


def dump(path):
    """Write one consistent state of the database to `path`; returns what the manifest says of it."""
    if connection.vendor == "sqlite":
        with connection.writers_waiting():  # type: ignore[attr-defined]
            heads, migrations = verify.heads(), _migrations()
            with contextlib.closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
    else:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # it waits for pg_dump
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            heads, migrations = verify.heads(), _migrations()
            options = ["--format=custom", "--compress=0", f"--snapshot={snapshot}", f"--file={path}"]
            _run("pg_dump", *options, "--no-owner", "--no-privileges")
    return {"vendor": connection.vendor, "heads": heads, "migrations": migrations}


def load(path):
    """Put what `dump` wrote into the empty database of this process."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(path)) as copy, connection.writers_waiting():  # type: ignore[attr-defined]
            copy.backup(connection.connection)
    else:
        options = ["--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner", "--no-privileges"]
        _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", path)


def empty():
    """Take out again what `load` put in. Only for a database that was empty before."""
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(":memory:")) as nothing:
            nothing.backup(connection.connection)
    elif tables := connection.introspection.table_names():
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {names} CASCADE")


def is_empty():
    return not connection.introspection.table_names()


def unknown_migrations(migrations):
    """Those of a backup that this version of the software does not have."""
    return sorted(set(migrations) - {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations})


def _migrations():
    """The steps that made the tables, as 'app.name'."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def _run(program, *options):
    """pg_dump or pg_restore on the database of this process; its password goes by the environment."""
    where = {key: connection.settings_dict[key] for key in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    environment = os.environ | {names[key]: str(value) for key, value in where.items() if value}
    done = subprocess.run(
        [_program(program), *map(str, options)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unusable(f"{program} failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[0]}")


def _program(name):
    """The newest of its kind on this machine: an older pg_dump refuses a newer server."""
    folders = [settings.PG_BIN] if settings.PG_BIN else [*Path("/usr/lib/postgresql").glob("*/bin"), None]
    found = [path for folder in folders if (path := shutil.which(name, path=folder and str(folder)))]
    if not found:
        raise Unusable(
            f"{name} is not on this machine. Install PostgreSQL's client programs, or name their folder in PG_BIN."
        )
    return max(found, key=_version)


def _version(path):
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    return [int(number) for number in re.findall(r"\d+", said)[:2]]
