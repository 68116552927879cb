"""A record's columns as the database holds them, to the byte.

Verification must not read through converters: SQLite keeps a moment as text, and Python would read
'2026-11-23x10:05:00' as the same moment. So every column is fetched as it is stored and turned into the
plain value of the canonical form here, strictly: one plain value, one way to store it.
"""

import re

from django.db import DatabaseError, connection, models

SQLITE_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{6}))?", re.ASCII)
# What PostgreSQL would leave out, the era and infinity, is spelled out.
POSTGRES_MOMENT = """coalesce(to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"AD'), {0}::text)"""
POSTGRES_DATE = "coalesce(to_char({0}, 'YYYY-MM-DDAD'), {0}::text)"


class Malformed(ValueError):
    """A column holds what this software never writes."""


def reader(model, attnames):
    """(column SQL, function from a fetched row to a list of plain values) for some columns of a model."""
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    table = model._meta.db_table
    pairs = [_column(by_attname[name], f'"{table}"."{by_attname[name].column}"') for name in attnames]
    columns, readers = zip(*pairs, strict=True)
    return ", ".join(columns), lambda row: [read(value) for read, value in zip(readers, row, strict=True)]


def fetch(sql, params=()):
    """All rows of a query. Text in SQLite that is not UTF-8 comes with its bytes escaped instead of an error."""
    try:
        return _rows(sql, params)
    except DatabaseError:
        if connection.vendor != "sqlite":
            raise
    raw = connection.connection
    usual, raw.text_factory = raw.text_factory, lambda data: data.decode(errors="surrogateescape")
    try:
        return _rows(sql, params)
    finally:
        raw.text_factory = usual


def _rows(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _column(field, name):
    """(SQL, function from what is fetched to the plain value) of one column."""
    target = field
    while target.remote_field:
        target = target.target_field
    postgres = connection.vendor == "postgresql"
    # A plus sign changes no value, but keeps Django's converters away: they go by a column's declared type.
    name = name if postgres else f"+{name}"
    if isinstance(target, models.DateTimeField):
        sql, read = (POSTGRES_MOMENT.format(name), _our_era) if postgres else (name, _sqlite_moment)
    elif isinstance(target, models.DateField):
        sql, read = (POSTGRES_DATE.format(name), _our_era) if postgres else (name, _text)
    elif isinstance(target, (models.BooleanField, models.IntegerField)):
        sql, read = (f"{name}::int" if postgres and isinstance(target, models.BooleanField) else name), _whole
    else:
        # An empty text is written where nothing may be NULL, and only there.
        return name, (_text if field.null else _text_or_empty)
    return sql, (_or_nothing(read) if field.null else read)


def _or_nothing(read):
    return lambda value: None if value is None else read(value)


def _text(value):
    if value is None or (type(value) is str and value):
        return value
    raise Malformed(f"{value!r:.80} is not a text")


def _text_or_empty(value):
    if type(value) is str:
        return value or None
    raise Malformed(f"{value!r:.80} is not a text")


def _whole(value):
    if type(value) is int:
        return value
    raise Malformed(f"{value!r:.80} is not a whole number")


def _our_era(value):
    if type(value) is str and value.endswith("AD"):
        return value[:-2]
    raise Malformed(f"{value!r:.80} is not a moment")


def _sqlite_moment(value):
    found = SQLITE_MOMENT.fullmatch(value) if type(value) is str else None
    if not found or found[3] == "000000":
        raise Malformed(f"{value!r:.80} is not a moment")
    day, clock, fraction = found.groups()
    return f"{day}T{clock}.{fraction or '000000'}Z"
