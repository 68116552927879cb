"""On PostgreSQL the newest lines of a project are looked through first: an index that gives them in that order."""

from django.db import migrations

NEWEST = "CREATE INDEX CONCURRENTLY IF NOT EXISTS search_document_newest ON search_document (project_id, id)"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NEWEST)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_document_newest")


class Migration(migrations.Migration):
    atomic = False  # writing goes on meanwhile
    dependencies = [("search", "0002_index")]
    operations = [migrations.RunPython(create, drop)]
