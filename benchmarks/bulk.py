"""Rows into a table as quickly as the database takes them: COPY on PostgreSQL, one prepared statement on SQLite."""

import contextlib
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Max

MANY = 5_000  # from so many rows on, an index of words is made afterwards


def columns(model):
    """{attname: default} of a table, in the order of its columns."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields if field.column}


def next_id(model):
    return (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def insert(model, rows):
    """rows: dicts of attname → value, as `columns` gives them, each with its id."""
    names = list(columns(model))
    quoted = ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row([row[name] for name in names])
            return
        marks = ", ".join(["%s"] * len(names))
        values = [[_plain(row[name]) for name in names] for row in rows]
        cursor.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', values)


def _plain(value):
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value


def count_on(model):
    """PostgreSQL's sequence goes on behind the ids that `insert` was given."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, next_id(model) - 1])


@contextlib.contextmanager
def filling(count):
    """PostgreSQL's index of words is made anew after many rows, which is quicker than keeping it; then statistics."""
    many = connection.vendor == "postgresql" and count >= MANY
    with connection.cursor() as cursor:
        made = []
        if many:
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'")
            made = cursor.fetchall()
            for name, _definition in made:
                cursor.execute(f'DROP INDEX "{name}"')
            cursor.execute(
                "SET synchronous_commit = off; SET statement_timeout = 0; SET maintenance_work_mem = '256MB'"
            )
        yield
        for _name, definition in made:
            cursor.execute(definition)
        if many:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
            cursor.execute("RESET synchronous_commit; RESET statement_timeout; RESET maintenance_work_mem")
