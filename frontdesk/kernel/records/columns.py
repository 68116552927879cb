"""A record's columns as the database holds them, to the byte.

Verification must not read through converters: SQLite keeps a moment as text, and Python would read
'2026-11-23x10:05:00' as the same moment. So every column is fetched as it is stored and turned into the
plain value of the canonical form here, strictly: one plain value, one way to store it.

There are two readers. One takes a row and says what is wrong with it; the other takes many rows, column by column, and
only says that something is wrong: nearly always nothing is, and then it is several times as quick.
"""

import re

from django.db import DatabaseError, connection, models

SQLITE_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{6}))?", re.ASCII)
SQLITE_MOMENTS = re.compile(r"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{6})?\n)*", re.ASCII)
WITH_FRACTION = len("2026-11-23 02:05:00.000001")
# What PostgreSQL would leave out, the era and infinity, is spelled out.
POSTGRES_MOMENT = """coalesce(to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"AD'), {0}::text)"""
POSTGRES_DATE = "coalesce(to_char({0}, 'YYYY-MM-DDAD'), {0}::text)"


class Malformed(ValueError):
    """A column holds what this software never writes."""


def reader(model, attnames):
    """(column SQL, function from a fetched row to a list of plain values) for some columns of a model."""
    columns, readers, _ = _columns(model, attnames)
    return columns, lambda row: [read(value) for read, value in zip(readers, row, strict=True)]


def batch_reader(model, attnames):
    """(column SQL, function from many fetched rows to a list of columns of plain values).

    Raises Malformed when `reader` would for one of the rows, which then has to find out for which.
    """
    columns, _, readers = _columns(model, attnames)
    return columns, lambda rows: [read(values) for read, values in zip(readers, zip(*rows, strict=True), strict=True)]


def _columns(model, attnames):
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    table = model._meta.db_table
    found = [_column(by_attname[name], f'"{table}"."{by_attname[name].column}"') for name in attnames]
    columns, one, many = zip(*found, strict=True)
    return ", ".join(columns), one, many


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
    """(SQL, function from what is fetched to the plain value, the same for all values of the column) of one column."""
    target = field
    while target.remote_field:
        target = target.target_field
    postgres = connection.vendor == "postgresql"
    # A plus sign changes no value, but keeps Django's converters away: they go by a column's declared type.
    sql = name if postgres else f"+{name}"
    if isinstance(target, models.DateTimeField):
        sql = POSTGRES_MOMENT.format(name) if postgres else sql
        one, many = (_our_era, _our_eras) if postgres else (_sqlite_moment, _sqlite_moments)
    elif isinstance(target, models.DateField):
        sql = POSTGRES_DATE.format(name) if postgres else sql
        one, many = (_our_era, _our_eras) if postgres else (_text, _texts)
    elif isinstance(target, (models.BooleanField, models.IntegerField)):
        sql = f"{name}::int" if postgres and isinstance(target, models.BooleanField) else sql
        one, many = _whole, _wholes
    elif field.null:
        return sql, _text, _texts
    else:
        # An empty text is written where nothing may be NULL, and only there.
        return sql, _text_or_empty, _texts_or_empty
    return (sql, _or_nothing(one), _or_nothings(many)) if field.null else (sql, one, many)


def _or_nothing(read):
    return lambda value: None if value is None else read(value)


def _or_nothings(read):
    def read_those_given(values):
        if None not in values:
            return read(values)
        given = iter(read([value for value in values if value is not None]))
        return [None if value is None else next(given) for value in values]

    return read_those_given


def _text(value):
    if value is None or (type(value) is str and value):
        return value
    raise Malformed(f"{value!r:.80} is not a text")


def _texts(values):
    if {*map(type, values)} <= {str, type(None)} and "" not in values:
        return values
    raise Malformed("one of these is not a text")


def _text_or_empty(value):
    if type(value) is str:
        return value or None
    raise Malformed(f"{value!r:.80} is not a text")


def _texts_or_empty(values):
    if {*map(type, values)} <= {str}:
        return [value or None for value in values] if "" in values else values
    raise Malformed("one of these is not a text")


def _whole(value):
    if type(value) is int:
        return value
    raise Malformed(f"{value!r:.80} is not a whole number")


def _wholes(values):
    if {*map(type, values)} <= {int}:
        return values
    raise Malformed("one of these is not a whole number")


def _our_era(value):
    if type(value) is str and value.endswith("AD"):
        return value[:-2]
    raise Malformed(f"{value!r:.80} is not a moment")


def _our_eras(values):
    if not {*map(type, values)} <= {str}:
        raise Malformed("one of these is not a moment")
    lines = "\n".join([*values, ""])
    if not lines.count("AD\n") == lines.count("\n") == len(values):
        raise Malformed("one of these is not a moment")
    return lines.replace("AD\n", "\n").split("\n")[:-1]


def _sqlite_moment(value):
    found = SQLITE_MOMENT.fullmatch(value) if type(value) is str else None
    if not found or found[3] == "000000":
        raise Malformed(f"{value!r:.80} is not a moment")
    day, clock, fraction = found.groups()
    return f"{day}T{clock}.{fraction or '000000'}Z"


def _sqlite_moments(values):
    """All of them checked by one pattern over their lines, and rewritten at once."""
    if not {*map(type, values)} <= {str}:
        raise Malformed("one of these is not a moment")
    lines = "\n".join([*values, ""])
    if lines.count("\n") != len(values) or not SQLITE_MOMENTS.fullmatch(lines) or ".000000\n" in lines:
        raise Malformed("one of these is not a moment")
    found = lines.replace(" ", "T").replace("\n", "Z\n").split("\n")[:-1]
    if {*map(len, values)} != {WITH_FRACTION}:
        found = [one if len(one) > WITH_FRACTION else f"{one[:-1]}.000000Z" for one in found]
    return found
