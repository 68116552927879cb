"""Nothing is served from a database that could lose a record, or by a role that could change one."""

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_migrate

from frontdesk.kernel.records import guards, safety

pytestmark = pytest.mark.clause("R40")


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class TestSQLite:
    @pytest.fixture(autouse=True)
    def _only_there(self):
        if connection.vendor != "sqlite":
            pytest.skip("this is about SQLite")

    @pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "synchronous=OFF", "journal_mode=TRUNCATE"])
    def test_a_connection_that_syncs_less_is_refused(self, fresh_database, settings, pragma):
        settings.MODE = "embedded"
        safety.require()
        execute(f"PRAGMA {pragma}")
        with pytest.raises(safety.Unsafe, match=f"SQLite's {pragma.partition('=')[0]} is .* and must be"):
            safety.require()


class TestPostgres:
    @pytest.fixture(autouse=True)
    def _only_there(self):
        if connection.vendor != "postgresql":
            pytest.skip("this is about PostgreSQL")

    def test_a_migration_may_take_longer_than_a_page(self, fresh_database):
        """An index on a long table is not cut off; afterwards a page is again."""

        def limit(**kwargs):
            with connection.cursor() as cursor:
                cursor.execute("SHOW statement_timeout")
                seen.append(cursor.fetchone()[0])

        seen = []
        pre_migrate.connect(limit, dispatch_uid="test")
        try:
            call_command("migrate", verbosity=0)
        finally:
            pre_migrate.disconnect(dispatch_uid="test")
        limit()
        assert seen[-2:] == ["0", "15s"]

    @pytest.mark.parametrize("name", ["synchronous_commit", "fsync", "full_page_writes"])
    def test_a_server_that_syncs_less_is_refused(self, db, settings, monkeypatch, name):
        settings.MODE = "embedded"
        monkeypatch.setattr(safety, "POSTGRES", {name: {"on"}})
        execute("SET synchronous_commit = off")  # the other two are off already, for the speed of tests
        with pytest.raises(safety.Unsafe, match=f"PostgreSQL's {name} is off and must be on"):
            safety.require()
        assert [error.id for error in safety.check(databases=["default"])] == ["records.E001"]

    @pytest.fixture
    def app_role(self, fresh_database):
        """A role that may do everything with rows, as it has been before any migration said otherwise."""
        execute(
            "DO $$ BEGIN CREATE ROLE fd_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO fd_app",
            "GRANT UPDATE ON log_note TO PUBLIC",
        )
        yield fresh_database.replace("postgres@", "fd_app@")
        execute("DROP OWNED BY fd_app", "DROP ROLE fd_app")

    def test_the_owner_is_no_role_to_serve_with(self, db, settings):
        settings.MODE = "production"
        assert "may do what only its owner may" in safety.rights_faults()[0]
        with pytest.raises(safety.Unsafe, match="deploy/postgres-roles.sql"):
            safety.require()

    def test_every_migration_takes_the_rights_to_change_what_is_sealed_from_everybody_else(self, app_role):
        with psycopg.connect(app_role, autocommit=True) as app:
            app.execute("SET ROLE fd_app")
            assert app.execute("SELECT has_table_privilege('log_entry', 'UPDATE')").fetchone() == (True,)
            call_command("migrate", verbosity=0)
            for table in guards.tables():
                for right in safety.FORBIDDEN:
                    asked = app.execute("SELECT has_table_privilege(%s, %s)", [table, right])
                    assert asked.fetchone() == (False,), (table, right)
            assert app.execute("SELECT has_table_privilege('log_matter', 'UPDATE')").fetchone() == (True,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("UPDATE log_entry SET priority = 'x'")

    @pytest.mark.clause("A18")
    def test_it_may_ask_for_an_erasure_and_the_guards_want_one(self, app_role):
        call_command("migrate", verbosity=0)
        with psycopg.connect(app_role, autocommit=True) as app:
            app.execute("SET ROLE fd_app")
            asked = app.execute("SELECT has_column_privilege('log_entry', 'phone', 'UPDATE')")
            assert asked.fetchone() == (True,)
            app.execute("UPDATE log_entry SET phone = NULL, salts = '{}' WHERE false")

    def test_with_such_a_role_production_serves(self, app_role, settings):
        call_command("migrate", verbosity=0)
        execute("SET ROLE fd_app")
        assert safety.rights_faults() == []
        execute("RESET ROLE")
