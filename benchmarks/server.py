"""Starting that server, asking it, and reading the processor time it took."""

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from . import generate
from .processes import processor_seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_seconds():
    """The same of PostgreSQL's processes, which work for whoever asks; 0 with SQLite, which works inside of them."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    postmaster = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1]
    return processor_seconds(int(postmaster))


@contextlib.contextmanager
def running():
    """A server on the database of this process; yields a Client maker."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "1", "--blocking-threads", "8", "--log-level", "error", "benchmarks.serve:application"]
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                with contextlib.closing(Client(process.pid, port)) as client:
                    if client.get("/healthz")[0] == 200:
                        break
            time.sleep(0.1)
        yield lambda: Client(process.pid, port)
    finally:
        process.terminate()
        process.wait(20)


class Client:
    """One browser: a kept connection, its cookies, its CSRF token."""

    def __init__(self, pid, port):
        self.pid, self.cookies = pid, {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def close(self):
        self.connection.close()

    def ask(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Host": "127.0.0.1"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, text

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields):
        return self.ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self.token}))

    def sign_in(self, username):
        self.token = _token(self.get("/sign-in/")[1])
        status, _ = self.post("/sign-in/", {"username": username, "password": generate.PASSWORD, "next": "/"})
        assert status == 302, status
        self.token = _token(self.get("/log/new/")[1])
        return self

    def cost(self, path, times, status=200):
        """(processor milliseconds of server and database a request, sorted seconds of each) for a page asked so often."""
        for _ in range(5):
            assert self.get(path)[0] == status, path
        seconds, before = [], self.spent()
        for _ in range(times):
            began = time.perf_counter()
            self.get(path)
            seconds.append(time.perf_counter() - began)
        return (self.spent() - before) * 1000 / times, sorted(seconds)

    def spent(self):
        """Processor seconds of the server and its database up to now."""
        return processor_seconds(self.pid) + database_seconds()


def _token(page):
    return page.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
