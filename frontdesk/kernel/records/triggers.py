"""What the guards are, as SQL: one set of triggers for SQLite and one for PostgreSQL. `guards` puts them in place.

Two doors lead past "never changed or removed". A record's personal fields may be emptied, all that an Erasure names and
nothing else, while the pen that sealed this Erasure is held: only then is its seal beyond the head of the chain (A18).
And an Erasure itself is let in only when two different people have signed under the record that it names.
"""

from django.apps import apps
from django.db.models import UniqueConstraint

from .canonical import GENESIS
from .models import Chain, Erasure, Seal, SealedRecord, Signature

SAID = "a written row is never changed or removed"
NEXT = "a seal follows the last one of its chain"
SHUT = "nothing more is written into what was closed"
UNSIGNED = "an erasure needs the signatures of two people"
ERASURE, SIGNATURE = Erasure._meta.db_table, Signature._meta.db_table
SEAL, CHAIN = Seal._meta.db_table, Chain._meta.db_table
# An erasure of this record that has just been sealed, by the pen that is held still, into the chain that holds the record too.
# {kind}: as SQL; {id}: the record's number; {fields}: what the row loses.
AUTHORISED = f"""
    SELECT 1 FROM {ERASURE} e
    JOIN {SEAL} s ON s.kind = '{Erasure.seal_kind}' AND s.record_id = e.id
    JOIN {CHAIN} c ON c.desk_id = s.chain_id AND s.seq > c.last_seq
    JOIN {SEAL} r ON r.kind = e.about_kind AND r.record_id = e.about_id AND r.chain_id = s.chain_id AND r.seq < s.seq
    WHERE e.about_kind = {{kind}} AND e.about_id = {{id}} AND e.fields = {{fields}}
"""
SIGNERS = (
    f"SELECT count(DISTINCT recorded_by_id) FROM {SIGNATURE}"
    " WHERE about_kind = NEW.because_kind AND about_id = NEW.because_id AND desk_id = NEW.desk_id"
)


def unique_rules(model):
    """Column lists that are unique in a table, the primary key among them."""
    meta = model._meta
    rules = [[meta.pk.column]] if meta.pk.column else [[field.column for field in meta.pk_fields]]
    rules += [[field.column] for field in meta.local_concrete_fields if field.unique and not field.primary_key]
    for rule in meta.constraints:
        if isinstance(rule, UniqueConstraint):
            rules.append([meta.get_field(name).column for name in rule.fields])
    return rules


def erasable(model):
    """The personal columns of a model, in order."""
    return sorted(model.personal) if issubclass(model, SealedRecord) else []


def _shut_by(model):
    """(table, column) of what closes a model's rows, or None."""
    if model.shut_by is None:
        return None
    other, column = model.shut_by
    return apps.get_model(other)._meta.db_table, column


# -- SQLite


def sqlite_guards(model, *, alone=False):
    """{trigger name: CREATE TRIGGER statement} for one table. alone: only what speaks of no other table, the door walled up."""
    table = model._meta.db_table
    # The row's own number is a rule too: REPLACE INTO t(rowid, ...) removes whatever has that number.
    taken = " OR ".join(
        f'EXISTS (SELECT 1 FROM "{table}" WHERE ' + " AND ".join(f'"{c}" = NEW."{c}"' for c in columns) + ")"
        for columns in [*unique_rules(model), ["rowid"]]
    )
    update = f"NOT ({_sqlite_door(model)})" if erasable(model) and not alone else ""
    guards = dict(
        [
            _sqlite(table, "update", "UPDATE", update, SAID),
            _sqlite(table, "delete", "DELETE", "", SAID),
            _sqlite(table, "insert", "INSERT", taken, SAID),
        ]
    )
    if model is Seal:
        follows = (
            f'NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM "{table}" WHERE chain_id = NEW.chain_id) OR '
            f'NEW.prev IS NOT COALESCE((SELECT hash FROM "{table}" WHERE chain_id = NEW.chain_id '
            f"ORDER BY seq DESC LIMIT 1), '{GENESIS}')"
        )
        guards |= [_sqlite(table, "next", "INSERT", follows, NEXT)]
    if model is Erasure and not alone:
        guards |= [_sqlite(table, "signed", "INSERT", f"({SIGNERS}) < 2", UNSIGNED)]
    if (shut := _shut_by(model)) and not alone:
        other, column = shut
        closed = f'EXISTS (SELECT 1 FROM "{other}" WHERE "{column}" = NEW."{column}")'
        guards |= [_sqlite(table, "shut", "INSERT", closed, SHUT)]
    return guards


def _sqlite(table, name, verb, when, said):
    name = f"guard_{table}_{name}"
    when = f"WHEN {when} " if when else ""
    return (
        name,
        f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" {when}BEGIN SELECT RAISE(ABORT, \'{table}: {said}\'); END',
    )


def _sqlite_door(model):
    """The condition under which a row may be updated: see the head of this file."""
    personal = erasable(model)
    gone = {name: f'(NEW."{name}" IS NULL AND OLD."{name}" IS NOT NULL)' for name in personal}
    same = [
        f'NEW."{field.column}" IS OLD."{field.column}"'
        for field in model._meta.concrete_fields
        if field.column not in {*personal, "salts"}
    ]
    same += [f'({lost} OR NEW."{name}" IS OLD."{name}")' for name, lost in gone.items()]
    emptied = ", ".join(f"CASE WHEN {lost} THEN '$.{name}' ELSE '$.-' END, ''" for name, lost in gone.items())
    listed = " || ".join(f"CASE WHEN {lost} THEN ',{name}' ELSE '' END" for name, lost in gone.items())
    authorised = AUTHORISED.format(kind=f"'{model.seal_kind}'", id="OLD.id", fields=f"substr({listed}, 2)")
    something = " OR ".join(gone.values())
    return " AND ".join(
        [*same, f"NEW.salts IS json_replace(OLD.salts, {emptied})", f"({something})", f"EXISTS ({authorised})"]
    )


# -- PostgreSQL

REFUSES = "frontdesk_refuse"
ERASES = "frontdesk_refuse_but_erase"
POSTGRES = {
    REFUSES: f"""
BEGIN
  RAISE EXCEPTION '%: {SAID}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
""",
    # Arguments: the kind of record, then its personal columns in order.
    ERASES: f"""
DECLARE
  was jsonb := to_jsonb(OLD);
  gone text[] := ARRAY[]::text[];
  change jsonb;
  salts text := was->>'salts';
  name text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    FOREACH name IN ARRAY TG_ARGV[1:] LOOP
      IF was->>name IS NOT NULL AND to_jsonb(NEW)->>name IS NULL THEN
        gone := gone || name;
        salts := regexp_replace(salts, '"' || name || '":"[0-9a-f]{{32}}"', '"' || name || '":""');
        change := COALESCE(change, '{{}}') || jsonb_build_object(name, NULL, 'salts', salts);
      END IF;
    END LOOP;
    IF change IS NOT NULL AND NEW *= jsonb_populate_record(OLD, change) AND EXISTS (
      {AUTHORISED.format(kind="TG_ARGV[0]", id="OLD.id", fields="array_to_string(gone, ',')")}
    ) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '%: {SAID}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
""",
    "frontdesk_next_seal": f"""
DECLARE last record;
BEGIN
  SELECT seq, hash INTO last FROM {SEAL} WHERE chain_id = NEW.chain_id ORDER BY seq DESC LIMIT 1;
  IF NEW.seq IS DISTINCT FROM COALESCE(last.seq, 0) + 1
     OR NEW.prev IS DISTINCT FROM COALESCE(last.hash, '{GENESIS}') THEN
    RAISE EXCEPTION '{SEAL}: {NEXT}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
""",
    "frontdesk_two_signatures": f"""
BEGIN
  IF ({SIGNERS}) < 2 THEN
    RAISE EXCEPTION '{ERASURE}: {UNSIGNED}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
""",
}


def postgres_functions(models):
    """{name: source} of every function that the guards of some models call."""
    functions = dict(POSTGRES)
    for model in models:
        if shut := _shut_by(model):
            other, column = shut
            functions[_shutting(model)] = f"""
BEGIN
  IF EXISTS (SELECT 1 FROM "{other}" WHERE "{column}" = NEW."{column}") THEN
    RAISE EXCEPTION '{model._meta.db_table}: {SHUT}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
"""
    return functions


def postgres_path(cursor):
    """The search path that the functions are tied to, so that nobody's temporary table is taken for one of ours."""
    cursor.execute("SELECT quote_ident(current_schema())")
    return f"pg_catalog, {cursor.fetchone()[0]}, pg_temp"


def postgres_guards(model):
    """{trigger name: what follows CREATE TRIGGER name} for one table."""
    table = model._meta.db_table
    words = ", ".join(f"'{word}'" for word in [model.seal_kind, *erasable(model)]) if erasable(model) else ""
    row = f"{ERASES}({words})" if words else f"{REFUSES}()"
    guards = {
        f"guard_{table}_row": f'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {row}',
        f"guard_{table}_table": f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {REFUSES}()',
    }
    inserts = {"next": "frontdesk_next_seal"} if model is Seal else {}
    if model is Erasure:
        inserts["signed"] = "frontdesk_two_signatures"
    if model.shut_by:
        inserts["shut"] = _shutting(model)
    for name, function in inserts.items():
        guards[f"guard_{table}_{name}"] = f'BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION {function}()'
    return guards


def _shutting(model):
    return f"frontdesk_shut_{model._meta.db_table}"
