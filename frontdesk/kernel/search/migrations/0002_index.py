"""The index itself: FTS5 on SQLite, GIN on PostgreSQL."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE search_fts USING fts5(terms, content='', tokenize=\"unicode61 remove_diacritics 0\")"
POSTGRES = "CREATE INDEX search_document_terms ON search_document USING gin (string_to_array(terms, ' '))"


def create(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def drop(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute("DROP TABLE search_fts" if sqlite else "DROP INDEX search_document_terms")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
