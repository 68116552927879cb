"""Every way we know to falsify a book, as somebody can who owns the database or its file.

`tear_down_defences` first. Then each `Tampering` is put into the database, verified and taken back:

    for tampering in columns_of(Entry, [pk]):
        assert tampering.is_named_by(first_fault(tampering))

On SQLite texts are changed byte by byte, into wrong types and into what is not UTF-8; on PostgreSQL, which
keeps its types, by value. Used by the tests on a small book and on a large one.
"""

import contextlib
from dataclasses import dataclass
from functools import partial

from django.db import connection, models, transaction

from frontdesk.kernel.records import catalogue, guards, verify
from frontdesk.kernel.records.models import Chain, Seal, Waiting

NEW_ID = 9_000_000
ANOTHER_DAY = "'2099-12-31'"
NUDGE = 20_000  # fits the smallest column that counts


@dataclass(frozen=True)
class Tampering:
    """SQL statements, and the places of which the first fault must name one: ("log.entry", 5), (desk, seq)."""

    what: str
    steps: tuple[tuple[str, tuple], ...]
    places: frozenset

    def is_named_by(self, fault):
        return fault is not None and bool(self.places & {(fault.kind, fault.record_id), (fault.desk, fault.seq)})

    def apply(self):
        with connection.cursor() as cursor:
            for sql, params in self.steps:
                cursor.execute(sql, params)
                assert cursor.rowcount != 0, f"{self.what}: no row was touched by {sql}"


def first_fault(tampering, checkpoints=()):
    """What verify says first about a tampered database, or None; the database is as before afterwards."""
    with transaction.atomic():
        tampering.apply()
        _, faults = verify.verify(checkpoints=checkpoints, limit=1)
        transaction.set_rollback(True)
    return faults[0] if faults else None


def undetected(tamperings, checkpoints=()):
    """[(what, first fault)] of those that verify does not see, or names wrongly; [] is what we want."""
    seen = ((tampering, first_fault(tampering, checkpoints)) for tampering in tamperings)
    return [(tampering.what, str(fault)) for tampering, fault in seen if not tampering.is_named_by(fault)]


@contextlib.contextmanager
def without_defences():
    """They are down, and the connection minds its checks again afterwards: what a transaction takes back does not hold that."""
    tear_down_defences()
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def tear_down_defences():
    """Guards, unique and check constraints go, as only the owner of the database or the file can do it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for model in catalogue.guarded_models():
                for name in guards.sqlite_guards(model):
                    cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("CREATE TABLE bare AS SELECT * FROM records_seal")
            cursor.execute("DROP TABLE records_seal")
            cursor.execute("ALTER TABLE bare RENAME TO records_seal")
            cursor.execute("CREATE INDEX bare_by_number ON records_seal (chain_id, seq)")
            cursor.execute("CREATE INDEX bare_by_record ON records_seal (kind, record_id)")
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in [*catalogue.guarded_models(), Chain, Waiting]:
            table = model._meta.db_table
            for name in guards.postgres_guards(model) if model in catalogue.guarded_models() else ():
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
            cursor.execute(
                "SELECT conrelid::regclass, conname FROM pg_constraint"
                " WHERE contype IN ('c', 'u', 'f') AND %s::regclass IN (conrelid, confrelid)",
                [table],
            )
            for owner, name in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {owner} DROP CONSTRAINT "{name}" CASCADE')
            for field in model._meta.concrete_fields:
                if not field.null and field.column not in {None, *_keys(model)}:
                    cursor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{field.column}" DROP NOT NULL')


def columns_of(model, keys, *, every_byte=False):
    """Each column of each row, changed in each way. keys: primary keys; (chain, seq) for seals."""
    for key in keys:
        for field in model._meta.concrete_fields:
            if field.column:
                yield from _one_column(model, key, field, every_byte)


def _one_column(model, key, field, every_byte):
    table, column = model._meta.db_table, field.column
    where, place = _where(model, key)
    with connection.cursor() as cursor:
        exact = (
            f'CAST("{column}" AS BLOB), typeof("{column}")' if connection.vendor == "sqlite" else f'"{column}", NULL'
        )
        if _is(field, models.DateField) and connection.vendor == "postgresql":
            exact = f'"{column}"::text, NULL'
        cursor.execute(f'SELECT {exact} FROM "{table}" WHERE {where[0]}', where[1])
        value, kind = cursor.fetchone()
    places = _places(model, key, place, column)
    if column in _keys(model):
        changes = [("another number", str(NEW_ID), ())]
    elif connection.vendor == "sqlite":
        changes = _bytewise(value, kind, field, every_byte)
    else:
        changes = _by_value(value, field)
    for what, expression, params in changes:
        yield Tampering(
            what=f"{table}.{column} of {key}: {what}",
            steps=((f'UPDATE "{table}" SET "{column}" = {expression} WHERE {where[0]}', (*params, *where[1])),),
            places=places,
        )


def _keys(model):
    return {field.column for field in getattr(model._meta, "pk_fields", [model._meta.pk])}


def _where(model, key):
    if model is Seal:
        return ("chain_id = %s AND seq = %s", tuple(key)), tuple(key)
    if model is Chain:
        return ("desk_id = %s", (key,)), ("chain", key)
    return ("id = %s", (key,)), (model.seal_kind, key)


def _places(model, key, place, column):
    """Where the change may be named: at the row; a chain under another key is wrong from its first seal on."""
    if (model, column) == (Chain, "key"):
        return frozenset({place, (key, 1)})
    if (model, column) == (Chain, "last_seq"):
        return frozenset({place, (key, Chain.objects.get(pk=key).last_seq + 1)})
    if (model, column) == (Chain, "desk_id"):
        return frozenset({("chain", NEW_ID), (NEW_ID, 1)})
    return frozenset({place})


def _is(field, kind):
    while field.remote_field:
        field = field.target_field
    return isinstance(field, kind)


def _bytewise(value, kind, field, every_byte):
    """(what, SQL expression, parameters) for a value in SQLite, given as its bytes."""
    as_text = "CAST(%s AS TEXT)"
    if kind == "null":
        yield "something put where nothing was", "'x'", ()
        yield "an empty text put where nothing was", "''", ()
        return
    if kind == "text":
        yield "an invalid byte at the end", as_text, (value + b"\xff",)
        yield "a NUL at the end", as_text, (value + b"\0",)
        if value:
            yield "a blob of the same bytes", "CAST(%s AS BLOB)", (value,)
            yield "emptied", "''", ()
            yield "an invalid byte", as_text, (b"\xc3" + value[1:],)
            for place in range(len(value)) if every_byte else {0, len(value) // 2, len(value) - 1}:
                changed = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
                yield f"byte {place} of {len(value)}", as_text, (changed,)
        if _is(field, models.DateTimeField):
            yield "another separator", as_text, (value.replace(b" ", b"T"),)
            yield (
                "a fraction where none was" if b"." not in value else "one digit more",
                as_text,
                (value + (b"0" if b"." in value else b".000000"),),
            )
            yield "no such day", "'2026-13-45 10:00:00'", ()
            yield "full-width digits", "'２０２６-11-23 10:00:00'", ()
    else:
        number = int(value)
        yield "another number", "%s", (number + NEW_ID,)
        yield "negative", "%s", (-number - 1,)
        yield "a half more", "%s", (number + 0.5,)
        yield "a word", "'zwölf'", ()
        yield "a blob of its digits", "CAST(%s AS BLOB)", (value,)
        yield "far too large", "9e99", ()
    if field.null:
        yield "taken away", "NULL", ()


def _by_value(value, field):
    """The same for PostgreSQL, whose columns hold nothing but their type."""
    column = f'"{field.column}"'
    if _is(field, models.DateTimeField):
        if value is None:
            yield "something put where nothing was", "now()", ()
            yield "infinity put where nothing was", "'infinity'", ()
            return
        yield "a microsecond later", f"{column} + interval '1 microsecond'", ()
        yield (
            "the same day before Christ",
            f"(to_char({column}, 'YYYY-MM-DD HH24:MI:SS.USTZH') || ' BC')::timestamptz",
            (),
        )
        yield "infinity", "'infinity'", ()
        yield "minus infinity", "'-infinity'", ()
    elif _is(field, models.DateField):
        if value is None:
            yield "something put where nothing was", "current_date", ()
            return
        yield "a day later", f"{column} + 1", ()
        yield "the same day before Christ", f"(to_char({column}, 'YYYY-MM-DD') || ' BC')::date", ()
        yield "infinity", "'infinity'", ()
    elif _is(field, models.BooleanField):
        yield "the opposite", f"NOT {column}", ()
    elif _is(field, models.IntegerField):
        yield "one more", f"coalesce({column}, 0) + 1", ()
        yield "negative", f"-coalesce({column}, 0) - 1", ()
    elif value:
        for place in sorted({0, len(value) // 2, len(value) - 1}):
            yield (
                f"character {place} of {len(value)}",
                "%s",
                (value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :],),
            )
        yield "emptied", "''", ()
        yield "one character less", "%s", (value[:-1],)
    else:
        yield "something put where nothing was", "'x'", ()
        if value is None:
            yield "an empty text put where nothing was", "''", ()
    if value is not None:
        yield "taken away", "NULL", ()


def rows_of(model, key):
    """One record taken out, with and without its seal; its seal taken out; a copy of it put in."""
    table, kind = model._meta.db_table, model.seal_kind
    seal = Seal.objects.get(kind=kind, record_id=key)
    place, at_seal = (kind, key), (seal.chain_id, seal.seq)
    record_goes = (f'DELETE FROM "{table}" WHERE id = %s', (key,))
    seal_goes = ("DELETE FROM records_seal WHERE kind = %s AND record_id = %s", place)
    copy = partial(_copy, model, key)
    wait = (
        "INSERT INTO records_waiting (chain_id, kind, record_id) VALUES (%s, %s, %s)",
        (seal.chain_id, kind, NEW_ID),
    )
    yield Tampering(f"{place} deleted", (record_goes,), frozenset({place}))
    yield Tampering(f"the seal of {place} deleted", (seal_goes,), frozenset({at_seal}))
    yield Tampering(f"{place} and its seal deleted", (record_goes, seal_goes), frozenset({at_seal}))
    yield Tampering(f"a copy of {place} put in", (copy(),), frozenset({(kind, NEW_ID)}))
    yield Tampering(f"a copy of {place} put in, as if it waited", (copy(), wait), frozenset({(kind, NEW_ID)}))


def _copy(model, key):
    """A second row of the same content under a new id; what must be unique (a serial) moves on with it."""
    unique = {
        name for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint) for name in rule.fields
    } | {field.name for field in model._meta.concrete_fields if field.unique and not field.primary_key}
    names = [field.column for field in model._meta.concrete_fields]
    nudged = {model._meta.get_field(name).column for name in unique if _is_plain_number(model, name)}
    if unique and all(model._meta.get_field(name).remote_field for name in unique):
        nudged = {model._meta.get_field(min(unique)).column}  # a row that hangs on one which is not there
    plain = {name for name in unique if not nudged and not model._meta.get_field(name).remote_field}
    days = {name for name in plain if isinstance(model._meta.get_field(name), models.DateField)}
    other = dict.fromkeys(plain, f"'{NEW_ID}'") if not days else dict.fromkeys(days, ANOTHER_DAY)
    taken = [str(NEW_ID) if n == "id" else f'"{n}" + {NUDGE}' if n in nudged else other.get(n, f'"{n}"') for n in names]
    listed = ", ".join(f'"{name}"' for name in names)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({listed}) SELECT {", ".join(taken)} FROM "{model._meta.db_table}" WHERE id = %s',
        (key,),
    )


def _is_plain_number(model, name):
    field = model._meta.get_field(name)
    return isinstance(field, models.IntegerField) and not field.remote_field


def swapped(model, one, other):
    """Two records of a kind exchange everything but their ids."""
    table, kind = model._meta.db_table, model.seal_kind
    steps = (
        (f'UPDATE "{table}" SET id = %s WHERE id = %s', (NEW_ID, one)),
        (f'UPDATE "{table}" SET id = %s WHERE id = %s', (one, other)),
        (f'UPDATE "{table}" SET id = %s WHERE id = %s', (other, NEW_ID)),
    )
    return Tampering(f"{kind} {one} and {other} swapped", steps, frozenset({(kind, one), (kind, other)}))


def seals_swapped(one, other):
    """Two seals of a chain exchange their numbers. one, other: (chain, seq)."""
    sql = "UPDATE records_seal SET seq = %s WHERE chain_id = %s AND seq = %s"
    steps = ((sql, (NEW_ID, *one)), (sql, (one[1], *other)), (sql, (other[1], one[0], NEW_ID)))
    return Tampering(f"seals {one} and {other} swapped", steps, frozenset({one, other}))
