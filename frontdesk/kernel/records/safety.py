"""Whether this database may hold a book: it loses nothing that it acknowledged, and this role cannot rewrite it.

Asked before anything is served, by a system check, and by /readyz. The guards are a matter of their own (guards.py).
"""

from django.conf import settings
from django.core.checks import Error
from django.db import DEFAULT_DB_ALIAS, connections

from frontdesk.kernel.sqlite.base import wal_is_safe

from . import guards
from .catalogue import guarded_models
from .triggers import erasable

POSTGRES = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_write", "remote_apply"}}
FORBIDDEN = ("UPDATE", "DELETE", "TRUNCATE")


class Unsafe(Exception):
    """Nothing may be served from this database, and why."""

    def __init__(self, sentences):
        super().__init__(" ".join(sentences))


def durability_faults(using=DEFAULT_DB_ALIAS):
    """Sentences, one for each setting under which an acknowledged record could be lost; asked of the live connection."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = (
                {"journal_mode": "wal", "synchronous": 2}
                if wal_is_safe()
                else {"journal_mode": "delete", "synchronous": 3}
            )
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
            return [
                f"SQLite's {name} is {found[name]} and must be {value}: a power failure could take records with it."
                for name, value in wanted.items()
                if found[name] not in {value, "memory"}
            ]
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(POSTGRES)])
        return [
            f"PostgreSQL's {name} is {value} and must be on: a power failure could take records with it."
            for name, value in sorted(cursor.fetchall())
            if value not in POSTGRES[name]
        ]


def rights_faults(using=DEFAULT_DB_ALIAS):
    """Sentences, one at most: PostgreSQL's role of this process may change or remove what is sealed."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, right_ || ' on ' || table_ FROM unnest(%s::text[]) AS table_, unnest(%s::text[]) AS right_"
            " WHERE has_table_privilege(table_, right_)",
            [guards.tables(), list(FORBIDDEN)],
        )
        rights = cursor.fetchall()
    if not rights:
        return []
    role, first = rights[0]
    said = f"The database role {role} may do what only its owner may ({first}, {len(rights)} in all)."
    return [f"{said} Give the web and the workers the role of deploy/postgres-roles.sql."]


def faults(using=DEFAULT_DB_ALIAS):
    """Every reason not to serve. Tests run on a server that does not sync; rights are asked for in production."""
    found = durability_faults(using) if settings.MODE != "test" else []
    return found + (rights_faults(using) if settings.MODE == "production" else [])


def require(using=DEFAULT_DB_ALIAS):
    """Raise Unsafe unless this database may hold a book. Called before anything is served, after `guards.require`."""
    if found := faults(using):
        raise Unsafe(found)


def restrict(using=DEFAULT_DB_ALIAS):
    """Take from every role but the owner the right to change or remove what is sealed; part of every migration.

    Whoever writes records keeps the right to empty their personal columns, and the guards want an erasure for each (A18).
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT g.table_name, g.grantee FROM information_schema.role_table_grants g"
            " JOIN pg_tables t ON t.tablename = g.table_name AND t.schemaname = g.table_schema"
            " WHERE g.table_name = ANY(%s) AND g.privilege_type = ANY(%s) AND g.grantee <> t.tableowner",
            [guards.tables(), list(FORBIDDEN)],
        )
        for table, role in cursor.fetchall():
            role = "PUBLIC" if role == "PUBLIC" else connection.ops.quote_name(role)
            cursor.execute(f'REVOKE {", ".join(FORBIDDEN)} ON "{table}" FROM {role}')
        for model in guarded_models():
            if columns := erasable(model):
                _let_erase(cursor, model._meta.db_table, [*columns, "salts"], connection.ops.quote_name)


def _let_erase(cursor, table, columns, quoted):
    cursor.execute(
        "SELECT g.grantee FROM information_schema.role_table_grants g JOIN pg_tables t"
        " ON t.tablename = g.table_name AND t.schemaname = g.table_schema"
        " WHERE g.table_name = %s AND g.privilege_type = 'INSERT' AND g.grantee NOT IN (t.tableowner, 'PUBLIC')",
        [table],
    )
    for (role,) in cursor.fetchall():
        cursor.execute(f'GRANT UPDATE ({", ".join(map(quoted, columns))}) ON "{table}" TO {quoted(role)}')


def check(app_configs=None, databases=None, **kwargs):
    """The system check: `manage.py check --database default`, and before every migration."""
    if settings.MODE == "test":
        return []
    return [Error(sentence, id="records.E001") for using in databases or () for sentence in durability_faults(using)]


def before_migrate(app_config, using, **kwargs):
    if app_config.label == "records":
        _statements_may_take(using, "SET statement_timeout = 0")


def after_migrate(app_config, using, **kwargs):
    if app_config.label == "records":
        restrict(using)
        _statements_may_take(using, "RESET statement_timeout")


def _statements_may_take(using, how_long):
    """Nobody waits for a page of a migration, and an index on a long table takes longer than a page may."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(how_long)
