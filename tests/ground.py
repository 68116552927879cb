"""What many tests begin with is made once, and each of them works on it in a savepoint of its own.

Most tests stand on the cast; to gather it anew was half of the time of a short one. So it is made inside a transaction that
stays open from test to test, and is taken back as soon as a test wants other ground: a bare database, or a copy of it.
`STANDS_ON` names the fixtures that can be shared so, the richest last, and who makes them.
"""

import contextlib

import pytest
from django.db import transaction

STANDS_ON = {}
_open = contextlib.ExitStack()
_now = {}  # {fixture: what was made}, of one at most
_stood = []  # the fixtures stood on since it was made
OFTEN = 150  # what tests took back stays in PostgreSQL's tables until the transaction ends, and is read past


def made(fixture):
    """What was made for this fixture, or None where the test has to make it itself. Not to be changed: copy it."""
    return _now.get(fixture)


def stand_on(fixture):
    """Make what a fixture begins with, unless it stands already; None for a bare database."""
    if fixture not in _now or len(_stood) >= OFTEN:
        clear()
    _stood.append(fixture)
    if fixture and not _now:
        _open.enter_context(_taken_back())
        _now[fixture] = STANDS_ON[fixture]()


def together(items):
    """The tests in the same order, but those that stand on the same beside each other, so that it is made seldom."""
    files = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    return sorted(items, key=lambda item: (_place(item), files[item.path]))


def _place(item):
    """Where a test comes; what wants a copy of the bare database, for which the ground is cleared, comes last."""
    richest_last = [*STANDS_ON, "fresh_database"]
    return max((place for place, name in enumerate(richest_last) if name in item.fixturenames), default=-1)


def clear():
    """Nothing is held open any more, and the database is bare."""
    _now.clear()
    _stood.clear()
    _open.close()


def _read_settings_anew():
    """A project that was taken back has the settings key of before: under it stands what a test put past the commands."""
    from frontdesk.kernel.people import settings_cache

    settings_cache._values.clear()


@contextlib.contextmanager
def _taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """pytest-django's fixture that begins the transaction of a test comes before all of ours; what is shared comes before it."""
    if fixturedef.argname == "_django_db_helper":
        _read_settings_anew()
        wanted = [name for name in STANDS_ON if name in request.node.fixturenames]
        with request.getfixturevalue("django_db_blocker").unblock():
            stand_on(wanted[-1] if wanted else None)
