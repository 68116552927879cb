"""What was kept as "key.said" is kept in two columns, so that a form that was sent is found by its key alone.

In batches, each a transaction of its own: others go on sending forms meanwhile.
"""

from django.db import migrations
from django.db.models import Max

BATCH = 10_000
SPLIT = """
    UPDATE records_submission SET said = substr(key, 24), key = substr(key, 1, 22)
    WHERE substr(key, 23, 1) = '.' AND said = ''
"""
JOIN = "UPDATE records_submission SET key = key || '.' || said, said = '' WHERE said <> ''"


def in_batches(statement):
    def run(apps, schema_editor):
        last = apps.get_model("records", "Submission").objects.aggregate(last=Max("id"))["last"] or 0
        with schema_editor.connection.cursor() as cursor:
            for first in range(1, last + 1, BATCH):
                cursor.execute(f"{statement} AND id BETWEEN %s AND %s", [first, first + BATCH - 1])

    return run


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("records", "0005_what_a_form_said")]

    operations = [migrations.RunPython(in_batches(SPLIT), in_batches(JOIN))]
