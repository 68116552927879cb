"""What was kept as "key.said" is kept in two columns, so that a form that was sent is found by its key alone.

Apart from the step before, whose lock on the table is gone when this one begins to write.
"""

from django.db import migrations

SPLIT = """
    UPDATE records_submission SET said = substr(key, 24), key = substr(key, 1, 22)
    WHERE substr(key, 23, 1) = '.' AND said = ''
"""
JOIN = "UPDATE records_submission SET key = key || '.' || said, said = '' WHERE said <> ''"


class Migration(migrations.Migration):
    dependencies = [("records", "0005_what_a_form_said")]

    operations = [migrations.RunSQL(SPLIT, JOIN)]
