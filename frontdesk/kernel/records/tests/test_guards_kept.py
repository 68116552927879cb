"""Guards stay where they are through migrations; where one is missing, that is known and nothing is served."""

import subprocess
import sys

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from duty.log.models import Entry
from frontdesk.kernel.records import catalogue, guards

OURS = ("frontdesk.", "duty.", "handover", "inspections")
pytestmark = pytest.mark.clause("R40")


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def our_apps():
    ours = [app.label for app in apps.get_app_configs() if app.name.startswith(OURS)]
    return [label for label in ours if label in MigrationLoader(connection).migrated_apps]


def our_steps(thorough):
    """(app, migration) of ours in the order in which they run; the newest of each app when it need not be thorough."""
    loader = MigrationLoader(connection)
    plan = []
    for leaf in loader.graph.leaf_nodes():
        plan += [node for node in loader.graph.forwards_plan(leaf) if node not in plan]
    newest = plan if thorough else loader.graph.leaf_nodes()
    return [node for node in plan if node[0] in our_apps() and node in newest]


def missing_now():
    """Guards that are missing on tables that exist."""
    have = set(connection.introspection.table_names())
    return [
        name
        for name in guards.missing()
        if any(name.startswith(f"guard_{table}_") for table in guards.tables() if table in have)
    ]


def names_of(model):
    known = guards.sqlite_guards(model) if connection.vendor == "sqlite" else guards.postgres_guards(model)
    return sorted(known)


def drop_one_guard():
    name = names_of(Entry)[0]
    execute(f'DROP TRIGGER "{name}"' + ("" if connection.vendor == "sqlite" else ' ON "log_entry"'))
    return name


@pytest.mark.prove
def test_guards_stand_after_every_step_of_every_migration(fresh_database, request, figure):
    thorough = request.config.option.thorough
    if connection.vendor == "postgresql" and not thorough:
        pytest.skip(
            "PostgreSQL keeps triggers when a table changes; SQLite makes the table anew. bin/test --thorough walks both."
        )
    steps = our_steps(thorough)
    for label in reversed(our_apps()):
        call_command("migrate", label, "zero", verbosity=0)
    assert {model._meta.db_table for model in catalogue.guarded_models()}.isdisjoint(
        connection.introspection.table_names()
    )
    for app, name in steps:
        call_command("migrate", app, name, verbosity=0)
        assert missing_now() == [], f"after {app} {name}"
    figure("guards", steps=len(steps))
    assert guards.missing() == []


def test_a_migration_that_rebuilds_a_table_loses_its_guards_and_is_noticed(fresh_database):
    field = models.CharField(max_length=5, default="x")
    field.set_attributes_from_name("extra")
    with connection.schema_editor() as editor:
        editor.add_field(Entry, field)
    assert guards.missing() == (names_of(Entry) if connection.vendor == "sqlite" else [])
    guards.install()
    assert guards.missing() == []


def test_migrate_puts_a_missing_guard_back(fresh_database):
    assert guards.missing() == []
    dropped = drop_one_guard()
    assert guards.missing() == [dropped]
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


ALWAYS = "ALTER TABLE log_entry ENABLE ALWAYS TRIGGER guard_log_entry_row"
CALLS = "FOR EACH ROW EXECUTE FUNCTION frontdesk_refuse()"
RAISES = "BEGIN SELECT RAISE(ABORT, 'no'); END"
WEAKENED = {
    "sqlite": {
        "under a condition": ["DROP TRIGGER guard_log_entry_update",
                              f"CREATE TRIGGER guard_log_entry_update BEFORE UPDATE ON log_entry WHEN 0 {RAISES}"],
        "of one column only": ["DROP TRIGGER guard_log_entry_update",
                               f"CREATE TRIGGER guard_log_entry_update BEFORE UPDATE OF place ON log_entry {RAISES}"],
        "with its door ajar": ["DROP TRIGGER guard_log_entry_update",
                               (f"CREATE TRIGGER guard_log_entry_update BEFORE UPDATE ON log_entry"
                               f" WHEN NEW.phone IS NOT NULL {RAISES}")],
        "on another table": ["DROP TRIGGER guard_log_entry_update",
                             f"CREATE TRIGGER guard_log_entry_update BEFORE UPDATE ON log_note {RAISES}"],
    },
    "postgresql": {
        "disabled": ["ALTER TABLE log_entry DISABLE TRIGGER guard_log_entry_row"],
        "not always": ["ALTER TABLE log_entry ENABLE TRIGGER guard_log_entry_row"],
        "under a condition": [(f"CREATE OR REPLACE TRIGGER guard_log_entry_row BEFORE UPDATE OR DELETE ON log_entry"
                              f" FOR EACH ROW WHEN (false) {CALLS.removeprefix('FOR EACH ROW ')}"), ALWAYS],
        "of one column only": [("CREATE OR REPLACE TRIGGER guard_log_entry_row BEFORE UPDATE OF place OR DELETE"
                               f" ON log_entry {CALLS}"), ALWAYS],
        "for one verb only": [f"CREATE OR REPLACE TRIGGER guard_log_entry_row BEFORE UPDATE ON log_entry {CALLS}", ALWAYS],
        "on another table": ["DROP TRIGGER guard_log_entry_row ON log_entry",
                             f"CREATE TRIGGER guard_log_entry_row BEFORE UPDATE OR DELETE ON log_note {CALLS}",
                             ALWAYS.replace("log_entry ", "log_note ")],
    },
}  # fmt: skip


@pytest.mark.parametrize("way", sorted({way for ways in WEAKENED.values() for way in ways}))
def test_a_guard_that_was_weakened_counts_as_missing(fresh_database, way):
    if way not in WEAKENED[connection.vendor]:
        pytest.skip("this database knows no such thing")
    for statement in WEAKENED[connection.vendor][way]:
        execute(statement)
    assert guards.missing() == ["guard_log_entry_update" if connection.vendor == "sqlite" else "guard_log_entry_row"]
    with pytest.raises(guards.GuardsMissing, match="python manage.py migrate"):
        guards.require()
    guards.install()
    assert guards.missing() == []


@pytest.mark.parametrize(
    "harm",
    [
        "CREATE OR REPLACE FUNCTION frontdesk_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER FUNCTION frontdesk_refuse() RESET search_path",
        "ALTER FUNCTION frontdesk_refuse() SET search_path = pg_temp, public",
    ],
    ids=["emptied", "untied", "tied to what anybody may make"],
)
def test_a_guard_whose_function_was_changed_counts_as_missing(fresh_database, harm):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's triggers have no functions")
    execute(harm)
    assert guards.missing() == ["frontdesk_refuse"]
    guards.install()
    assert guards.missing() == []


def test_while_a_migration_runs_on_sqlite_the_door_is_walled_up_and_change_is_still_refused(fresh_database):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's triggers stay as they are")
    guards.before_migrate(apps.get_app_config("records"), "default", plan=["anything"])
    found = set(dict(guards._sqlite_found(connection.cursor())))
    assert {f"guard_{table}_{verb}" for table in guards.tables() for verb in ("update", "delete", "insert")} <= found
    assert "guard_log_entry_update" in guards.missing()
    guards.after_migrate(apps.get_app_config("records"), "default")
    assert guards.missing() == []


def start_web():
    return subprocess.run(
        [sys.executable, "-c", "import frontdesk.wsgi"], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_web_process_starts_when_every_guard_stands(fresh_database):
    web = start_web()
    assert (web.returncode, web.stderr) == (0, "")


def test_the_web_process_refuses_to_start_without_a_guard(fresh_database):
    drop_one_guard()
    web = start_web()
    assert web.returncode == 1
    assert web.stderr.splitlines()[-1].startswith(
        "frontdesk.kernel.records.guards.GuardsMissing: The database does not guard"
    )
