"""Guards in the database: what is written once cannot be changed or removed, by anyone, through any door.

SQLite and PostgreSQL get triggers against UPDATE, DELETE and TRUNCATE, and one that lets a seal in only
as the next of its chain. On SQLite a BEFORE INSERT guard repeats each unique rule, because REPLACE INTO
removes the old row without asking the DELETE trigger. On PostgreSQL every guard is ENABLE ALWAYS, because
`session_replication_role = replica` switches ordinary triggers off.
"""

import re

from django.db import DEFAULT_DB_ALIAS, connections

from .catalogue import guarded_models
from .models import Chain
from .triggers import postgres_functions, postgres_guards, postgres_path, sqlite_guards, unique_rules

CALL = re.compile(r"FUNCTION (\w+)\((.*)\)$")


class GuardsMissing(Exception):
    """The database does not guard its records: nothing may be served from it."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names

    def __str__(self):
        return f"The database does not guard its records ({', '.join(self.names[:5])}). Run: python manage.py migrate"


def install(using=DEFAULT_DB_ALIAS):
    """Put every guard in place, for the tables that exist; what is right already is left alone."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        models = [model for model in guarded_models() if model._meta.db_table in tables]
        if connection.vendor == "sqlite":
            found = _sqlite_found(cursor)
            for model in models:
                if not _columns_exist(cursor, model):
                    continue
                for name, statement in sqlite_guards(model).items():
                    if found.get(name) != statement:
                        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                        cursor.execute(statement)
            return
        path = postgres_path(cursor)
        for name, source in postgres_functions(models).items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
                f" SET search_path = {path} AS $fd${source}$fd$"
            )
        for model in models:
            for name, rest in postgres_guards(model).items():
                cursor.execute(f'CREATE OR REPLACE TRIGGER "{name}" {rest}')
                cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE ALWAYS TRIGGER "{name}"')


def missing(using=DEFAULT_DB_ALIAS):
    """Names of the guards that are not as they must be."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = _sqlite_found(cursor)
            wanted = {name: sql for model in guarded_models() for name, sql in sqlite_guards(model).items()}
            return sorted(name for name, statement in wanted.items() if found.get(name) != statement)
        wanted, path = postgres_functions(guarded_models()), f"search_path={postgres_path(cursor)}"
        cursor.execute("SELECT proname, prosrc, proconfig FROM pg_proc WHERE proname = ANY(%s)", [list(wanted)])
        have = {name: (source, config) for name, source, config in cursor.fetchall()}
        cursor.execute(
            "SELECT t.tgname, c.relname, p.proname, t.tgtype::int, t.tgargs FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND t.tgqual IS NULL AND t.tgattr::text = ''"
        )
        found = {(*row, bytes(words).decode()) for *row, words in cursor.fetchall()}
        wrong = [name for name, source in wanted.items() if have.get(name) != (source, [path])]
        for model in guarded_models():
            for name, rest in postgres_guards(model).items():
                function, words = CALL.search(rest).groups()
                words = "".join(f"{word}\0" for word in re.findall(r"'([^']+)'", words))
                if (name, model._meta.db_table, function, _trigger_type(rest), words) not in found:
                    wrong.append(name)
        return sorted(wrong)


def require(using=DEFAULT_DB_ALIAS):
    """Raise GuardsMissing unless every guard is in place. Called before anything is served."""
    if wrong := missing(using):
        raise GuardsMissing(wrong)


def tables():
    """The guarded tables, by name."""
    return sorted(model._meta.db_table for model in guarded_models())


def before_migrate(app_config, using, plan=(), **kwargs):
    """pre_migrate: SQLite renames no table while a trigger of another one speaks of it. Until the run is through, the guards
    that look into other tables are gone, and those against change and removal stand without their door."""
    connection = connections[using]
    if app_config.label != Chain._meta.app_label or not plan or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        found = _sqlite_found(cursor)
        for model in guarded_models():
            alone = sqlite_guards(model, alone=True)
            for name, statement in sqlite_guards(model).items():
                if name in found and alone.get(name) != statement:
                    cursor.execute(f'DROP TRIGGER "{name}"')
                    if name in alone:
                        cursor.execute(alone[name])


def after_migrate(app_config, using, **kwargs):
    """post_migrate: sent for every app once all migrations of a run are through, so one of them is enough."""
    if app_config.label == Chain._meta.app_label:
        install(using)


def _sqlite_found(cursor):
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def _columns_exist(cursor, model):
    """Whether a half-migrated table already has what the guard speaks of."""
    cursor.execute("SELECT name FROM pragma_table_info(%s)", [model._meta.db_table])
    have = {name for (name,) in cursor.fetchall()}
    return all(column in have for columns in unique_rules(model) for column in columns)


def _trigger_type(rest):
    """pg_trigger.tgtype: row 1, before 2, insert 4, delete 8, update 16, truncate 32."""
    head = rest.split(" ON ")[0]
    bits = 2 + (1 if "FOR EACH ROW" in rest else 0)
    return bits + sum(
        bit for verb, bit in {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}.items() if verb in head
    )
