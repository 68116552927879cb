"""A record's columns as the database holds them, to the byte.

Verification must not read through converters: SQLite keeps a moment as text, and Python would read
'2026-11-23x10:05:00' as the same moment. So every column is fetched as text by SQL and turned into the
plain value of the canonical form here, strictly.
"""

import re

from django.db import connection, models

SQLITE_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{6}))?")


class Malformed(ValueError):
    """A column holds what this software never writes."""


def reader(model, attnames):
    """(column SQL, function from a fetched row to a list of plain values) for some columns of a model."""
    by_attname = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_attname[name] for name in attnames]
    quoted = [f'"{model._meta.db_table}"."{field.column}"' for field in fields]
    casts, readers = zip(*(_by_type(field, name) for field, name in zip(fields, quoted, strict=True)), strict=True)
    return ", ".join(casts), lambda row: [read(value) for read, value in zip(readers, row, strict=True)]


def _by_type(field, name):
    target = field.target_field if field.remote_field else field
    postgres = connection.vendor == "postgresql"
    if isinstance(target, models.DateTimeField):
        if postgres:
            return f"""to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""", _text
        return f"CAST({name} AS TEXT)", _sqlite_moment
    if isinstance(target, models.DateField):
        return (f"to_char({name}, 'YYYY-MM-DD')" if postgres else f"CAST({name} AS TEXT)"), _text
    if isinstance(target, models.BooleanField):
        return (f"({name})::int::text" if postgres else f"CAST({name} AS TEXT)"), _whole
    if isinstance(target, (models.IntegerField, models.AutoField)):
        return f"CAST({name} AS TEXT)", _whole
    return f"CAST({name} AS TEXT)", _text


def _text(value):
    return value or None


def _whole(value):
    if value is None:
        return None
    number = int(value)
    if str(number) != value:
        raise Malformed(f"{value!r} is not a whole number")
    return number


def _sqlite_moment(value):
    if value is None:
        return None
    found = SQLITE_MOMENT.fullmatch(value)
    if not found:
        raise Malformed(f"{value!r} is not a moment")
    day, clock, fraction = found.groups()
    return f"{day}T{clock}.{fraction or '000000'}Z"
