"""How the tests begin. See tests/__init__.py for what they are and which file holds what.

The database must be chosen before Django reads its settings, and a folder's own conftest.py may import
models. So it is done while this file's options are declared, which comes before both.
"""

import atexit
import contextlib
import gc
import os
import signal
import sys
import tempfile
import zlib

import pytest

pytest_plugins = [
    "tests.ground", "tests.databases", "tests.clauses", "tests.figures", "tests.cast", "tests.web", "tests.desk_work",
    "tests.nonsense",
]  # fmt: skip


def pytest_addoption(parser, pluginmanager):
    group = parser.getgroup("front desk")
    group.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="what the tests run on")
    group.addoption(
        "--thorough", action="store_true", help="every value and every step, not a share of them (takes longer)"
    )
    group.addoption(
        "--where-it-matters", action="store_true", help="only tests that may say something else on another database"
    )
    group.addoption(
        "--in-turns",
        action="store_true",
        help="a share of what takes long, by the seed that is printed: another one each run",
    )
    group.addoption("--browser", choices=["with", "without", "only"], default="with", help="tests in a real browser")
    group.addoption(
        "--at",
        help="HOST:PORT of a proxy: the browser's tests on production with the demo, not on a server of their own",
    )
    if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker inherits all of this from the process that started it
        arguments = pluginmanager.get_plugin("pytestconfig").invocation_params.args
        known = parser.parse_known_args([str(argument) for argument in arguments])
        begin(known.database, durable="--durable" in map(str, arguments))
    import django

    django.setup()


def begin(database, *, durable=False):
    """Choose the settings and start what they name, until this process ends."""
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        sys.exit("Unset DJANGO_SETTINGS_MODULE: the tests choose their settings themselves.")
    from tests import servers

    until_the_end = contextlib.ExitStack()
    # `timeout` and CI end us by SIGTERM; leave no server behind then either.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    home = until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="fd-tests-"))
    for name in ("REDIS_URL", "DJANGO_SECRET_KEY", "DJANGO_DEBUG", "DJANGO_ALLOWED_HOSTS", "FRONTDESK_DEMO"):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "frontdesk.settings",
        "FRONTDESK_MODE": "test",
        "FRONTDESK_HOME": home,
        "DATABASE_URL": "sqlite://",
    }
    if database == "postgresql":
        os.environ["DATABASE_URL"] = until_the_end.enter_context(servers.postgres(durable=durable))
        os.environ["PG_BIN"] = servers.postgres_programs()
        os.environ["REDIS_URL"] = until_the_end.enter_context(servers.valkey())
    atexit.register(until_the_end.close)


def pytest_sessionstart(session):
    if "PYTEST_XDIST_WORKER" not in os.environ:
        from frontdesk.kernel.ui.texts import compile_texts

        compile_texts()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session):
    """What is loaded by now stays: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def depends_on_the_database(item):
    """Whether a test touches the database, in a way that another database might answer otherwise.

    A page asks only what the commands and questions behind it ask, which have tests of their own.
    """
    about_pages = "pages" in item.path.parts or item.path.stem.startswith(("test_pages", "test_bad_input"))
    if about_pages or item.path.stem.endswith(("_pages", "_nonsense")):
        return False
    touches = {"db", "fresh_database", "django_db_setup"} & set(item.fixturenames) or item.get_closest_marker(
        "django_db"
    )
    return bool(touches) and not item.get_closest_marker("same_everywhere")


IN_EVERY_RUN = {"test_one_day", "test_followed"}  # of the browser's files


def has_its_turn(item, items, config):
    """Whether a run that takes what is long in turns (--in-turns) takes this test.

    What shows a clause, always; of the rest a third of what depends on the database and a sixth of what does not; of a test
    marked `turns(n)` one case in n; of the browser's files a sixth. What depends on the database runs on the first one, an
    eighth of it on the second too (--where-it-matters); what does not, on either of them by turns. The seed decides, so
    --randomly-seed=N repeats a run.
    """
    depends, second = depends_on_the_database(item), config.option.where_it_matters
    marker = item.get_closest_marker("turns")
    if item.get_closest_marker("browser"):
        if marker:
            return _is_the_case(item, items, marker.args[0], config)
        return item.path.stem in IN_EVERY_RUN or _is_next(item.path.stem, 6, config)
    if depends and second:
        return _is_next(item.nodeid, 8, config)
    if not depends and _is_next(item.nodeid, 2, config) != second:
        return False
    if marker:
        return _is_the_case(item, items, marker.args[0], config)
    return bool(item.get_closest_marker("clause")) or _is_next(item.nodeid, 3 if depends else 6, config)


def _is_the_case(item, items, share, config):
    cases = sorted(one.nodeid for one in items if one.function is item.function)
    return (cases.index(item.nodeid) + _turn(config)) % share == 0


def _is_next(name, share, config):
    return (zlib.crc32(name.encode()) + _turn(config)) % share == 0


def _turn(config):
    seed = getattr(config.option, "randomly_seed", 0)
    return seed if isinstance(seed, int) else 0


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Browser tests come last: from the first of them on, an event loop runs, and Django refuses to query in one."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("browser")
    result = yield  # others shuffle and choose
    browser = [item for item in items if item.get_closest_marker("browser")]
    rest = [item for item in items if item not in browser]
    in_turns = config.option.in_turns and not config.option.thorough
    if config.option.where_it_matters and not (in_turns or config.option.thorough):
        rest = [item for item in rest if depends_on_the_database(item)]
    from tests import ground

    rest = ground.together(rest)
    kept = {"with": rest + browser, "without": rest, "only": browser}[config.option.browser]
    if in_turns:
        kept = [item for item in kept if has_its_turn(item, items, config)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
    return result
