"""What crosses the apps; each app's own tests stand beside it.

../conftest.py   chooses the database and the order, before Django reads its settings
servers.py       real PostgreSQL and Valkey from wheels
databases.py     the test database, and `fresh_database` for tests that really commit
clauses.py       `@pytest.mark.clause`, and the table at the end of a run
figures.py       what tests measured, and their sizes in bin/prove
month.py         a month at one desk, in a process of its own
texts.py         finds the sentences to translate
e2e/             a real browser on a real server
"""
