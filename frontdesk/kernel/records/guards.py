"""Guards in the database: what is written once cannot be changed or removed, by anyone, through any door.

SQLite and PostgreSQL get triggers against UPDATE, DELETE and TRUNCATE, and one that lets a seal in only
as the next of its chain. On SQLite a BEFORE INSERT guard repeats each unique rule, because REPLACE INTO
removes the old row without asking the DELETE trigger. On PostgreSQL every guard is ENABLE ALWAYS, because
`session_replication_role = replica` switches ordinary triggers off.
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import UniqueConstraint

from .canonical import GENESIS
from .catalogue import guarded_models
from .models import Chain, Seal


class GuardsMissing(Exception):
    """The database does not guard its records: nothing may be served from it."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names

    def __str__(self):
        return f"The database does not guard its records ({', '.join(self.names[:5])}). Run: python manage.py migrate"


def unique_rules(model):
    """Column lists that are unique in a table, the primary key among them."""
    meta = model._meta
    rules = [[meta.pk.column]] if meta.pk.column else [[field.column for field in meta.pk_fields]]
    rules += [[field.column] for field in meta.local_concrete_fields if field.unique and not field.primary_key]
    for rule in meta.constraints:
        if isinstance(rule, UniqueConstraint):
            rules.append([meta.get_field(name).column for name in rule.fields])
    return rules


def sqlite_guards(model):
    """{trigger name: CREATE TRIGGER statement} for one table."""
    table = model._meta.db_table
    said = f"{table}: a written row is never changed or removed"
    # The row's own number is a rule too: REPLACE INTO t(rowid, ...) removes whatever has that number.
    taken = " OR ".join(
        f'EXISTS (SELECT 1 FROM "{table}" WHERE ' + " AND ".join(f'"{c}" = NEW."{c}"' for c in columns) + ")"
        for columns in [*unique_rules(model), ["rowid"]]
    )
    guards = {
        f"guard_{table}_{verb.lower()}": (
            f'CREATE TRIGGER "guard_{table}_{verb.lower()}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        for verb in ("UPDATE", "DELETE")
    }
    guards[f"guard_{table}_insert"] = (
        f'CREATE TRIGGER "guard_{table}_insert" BEFORE INSERT ON "{table}" WHEN {taken} '
        f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
    )
    if model is Seal:
        guards[f"guard_{table}_next"] = (
            f'CREATE TRIGGER "guard_{table}_next" BEFORE INSERT ON "{table}" WHEN '
            f'NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM "{table}" WHERE chain_id = NEW.chain_id) OR '
            f'NEW.prev IS NOT COALESCE((SELECT hash FROM "{table}" WHERE chain_id = NEW.chain_id '
            f"ORDER BY seq DESC LIMIT 1), '{GENESIS}') "
            f"BEGIN SELECT RAISE(ABORT, '{table}: a seal follows the last one of its chain'); END"
        )
    return guards


POSTGRES_FUNCTIONS = {
    "frontdesk_refuse": """
BEGIN
  RAISE EXCEPTION '%: a written row is never changed or removed', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END
""",
    "frontdesk_next_seal": f"""
DECLARE last record;
BEGIN
  SELECT seq, hash INTO last FROM records_seal WHERE chain_id = NEW.chain_id ORDER BY seq DESC LIMIT 1;
  IF NEW.seq IS DISTINCT FROM COALESCE(last.seq, 0) + 1
     OR NEW.prev IS DISTINCT FROM COALESCE(last.hash, '{GENESIS}') THEN
    RAISE EXCEPTION 'records_seal: a seal follows the last one of its chain'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
""",
}


def postgres_guards(model):
    """{trigger name: what follows CREATE TRIGGER name} for one table."""
    table = model._meta.db_table
    guards = {
        f"guard_{table}_row": f'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION frontdesk_refuse()',
        f"guard_{table}_table": f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION frontdesk_refuse()',
    }
    if model is Seal:
        guards[f"guard_{table}_next"] = (
            f'BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION frontdesk_next_seal()'
        )
    return guards


def install(using=DEFAULT_DB_ALIAS):
    """Put every guard in place, for the tables that exist; what is right already is left alone."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        models = [model for model in guarded_models() if model._meta.db_table in tables]
        if connection.vendor == "sqlite":
            found = _sqlite_found(cursor)
            for model in models:
                if not _columns_exist(connection, cursor, model):
                    continue
                for name, statement in sqlite_guards(model).items():
                    if found.get(name) != statement:
                        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                        cursor.execute(statement)
            return
        for name, source in POSTGRES_FUNCTIONS.items():
            cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $fd${source}$fd$")
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
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname = ANY(%s)", [list(POSTGRES_FUNCTIONS)])
        sources = dict(cursor.fetchall())
        cursor.execute(
            "SELECT t.tgname, c.relname, p.proname, t.tgtype::int FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND t.tgqual IS NULL"
            " AND t.tgattr::text = ''"
        )
        found = set(cursor.fetchall())
        wrong = [name for name, source in POSTGRES_FUNCTIONS.items() if sources.get(name) != source]
        for model in guarded_models():
            for name, rest in postgres_guards(model).items():
                function = rest.split("FUNCTION ")[1].removesuffix("()")
                if (name, model._meta.db_table, function, _trigger_type(rest)) not in found:
                    wrong.append(name)
        return sorted(wrong)


def require(using=DEFAULT_DB_ALIAS):
    """Raise GuardsMissing unless every guard is in place. Called before anything is served."""
    if wrong := missing(using):
        raise GuardsMissing(wrong)


def tables():
    """The guarded tables, by name."""
    return sorted(model._meta.db_table for model in guarded_models())


def after_migrate(app_config, using, **kwargs):
    """post_migrate: sent for every app once all migrations of a run are through, so one of them is enough."""
    if app_config.label == Chain._meta.app_label:
        install(using)


def _sqlite_found(cursor):
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def _columns_exist(connection, cursor, model):
    """Whether a half-migrated table already has what the guard speaks of."""
    have = {column.name for column in connection.introspection.get_table_description(cursor, model._meta.db_table)}
    return all(column in have for columns in unique_rules(model) for column in columns)


def _trigger_type(rest):
    """pg_trigger.tgtype: row 1, before 2, insert 4, delete 8, update 16, truncate 32."""
    head = rest.split(" ON ")[0]
    bits = 2 + (1 if "FOR EACH ROW" in rest else 0)
    return bits + sum(
        bit for verb, bit in {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}.items() if verb in head
    )
