"""The production set of deploy/ on this machine, with real servers from wheels; see bin/production-check.

PostgreSQL with the two roles, Valkey, two web processes, a worker for each queue, two clocks of which one acts, and nginx with
the configuration of deploy/. Measurements and faults use the same set without nginx (`Browser` with several ports): a client
then does what the proxy does, asks the other process when one refuses the connection, and sends nothing twice.
"""

import contextlib
import functools
import http.client
import itertools
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import redis

from frontdesk.kernel.records import form_keys
from frontdesk.pages.management import children
from tests import production, proxy, servers

HOST = production.ENVIRONMENT["DJANGO_ALLOWED_HOSTS"]
SECRETS = {"owner_password": "owner's", "app_password": "app's"}
FOUND = "from benchmarks import generate; generate.found('check'); print(generate.PASSWORD)"
GRANIAN = ["granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--workers", "1", "--blocking-threads", "4",
           "--workers-kill-timeout", "30", "--log-level", "warning", "frontdesk.wsgi:application"]  # fmt: skip
QUEUE = ["celery", "--quiet", "-A", "frontdesk"]
CALM = ["--without-gossip", "--without-mingle", "--concurrency", "1", "--loglevel", "ERROR"]
STORY = [sys.executable, "-m", "pytest", "--browser", "only",
         "tests/e2e/test_one_day.py", "tests/e2e/test_nothing_typed_is_lost.py"]  # fmt: skip
ANY = ssl.create_default_context()  # the proxy's certificate is signed by nobody
ANY.check_hostname, ANY.verify_mode = False, ssl.CERT_NONE
BEAT = ["beat", "--scheduler", "redbeat.RedBeatScheduler", "--pidfile=", "--loglevel", "ERROR"]


class Production:
    def __init__(self, stack, **settings):
        self.stack, self.web, self.others, self.settings = stack, {}, [], settings
        server = stack.enter_context(servers.postgres(durable=True))
        self.make_roles(server)
        self.broker = f"{stack.enter_context(servers.valkey())}"
        self.home = stack.enter_context(tempfile.TemporaryDirectory(prefix="fd-production-"))
        where = server.partition("@")[2].rpartition("/")[0]
        self.owner = f"postgresql://frontdesk_owner:{quote(SECRETS['owner_password'])}@{where}/frontdesk"
        self.app = f"postgresql://frontdesk_app:{quote(SECRETS['app_password'])}@{where}/frontdesk"
        stack.callback(self.end)

    def make_roles(self, server):
        """As an administrator does, with the file of deploy/."""
        words = [word for name, secret in SECRETS.items() for word in ("-v", f"{name}={secret}")]
        psql = Path(servers.postgres_programs(), "psql")
        roles = Path(__file__).parents[1] / "deploy" / "postgres-roles.sql"
        subprocess.run([psql, "-q", server, *words, "-f", roles], check=True)

    def environment(self, **changes):
        ours = {
            "FRONTDESK_HOME": self.home, "DATABASE_URL": self.app, "REDIS_URL": self.broker, "TRUSTED_PROXIES": "127.0.0.1",
            "PG_BIN": servers.postgres_programs(), "BACKUP_FOLDER": f"{self.home}/backups", "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        return production.environment(**ours | self.settings | changes)

    def manage(self, *words, **changes):
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, env=self.environment(**changes), capture_output=True, text=True, check=False)

    def set_up(self):
        for command in (
            "compile_texts",
            "migrate --no-input",
            "records rotate-key --first",
            "collectstatic --no-input",
        ):
            words = command.split()
            done = self.manage(*words, DATABASE_URL=self.owner)
            demand(f"manage.py {words[0]}, as the owner", done.returncode == 0, done.stderr[-500:])

    def start_workers(self):
        """One for each queue; returns them."""
        started = [self.start(*QUEUE, "worker", "-Q", name, "-n", name, *CALM) for name in ("clock", "slow")]
        self.others += started
        return started

    def start(self, *words, **changes):
        return children.start([sys.executable, "-m", *words], env=self.environment(**changes))

    def start_web(self, port):
        folder = Path(self.home, f"metrics-{port}")
        self.web[port] = self.start(*GRANIAN, "--port", str(port), PROMETHEUS_MULTIPROC_DIR=str(folder))
        self.wait(f"web {port} is ready", lambda: self.ready(port)["ok"])

    def ready(self, port):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return json.loads(ask(port, "GET", "/readyz", through_proxy=False)[2])
        return {"ok": False}

    def wait(self, what, happened, seconds=90):
        began = time.monotonic()
        while not happened():
            if time.monotonic() - began > seconds:
                sys.exit(f"FAILED: {what}, not within {seconds} s: {[self.ready(port) for port in self.web]}")
            time.sleep(0.2)
        say(f"{what} ({time.monotonic() - began:.1f} s)")

    def end(self):
        children.stop([*self.web.values(), *self.others], 20)


def say(what):
    print(f"ok: {what}", flush=True)


def demand(what, true, found=""):
    if not true:
        sys.exit(f"FAILED: {what} {found}".rstrip())
    say(what)


def ask(port, method, path, body=None, cookies=None, *, through_proxy=True, tls=False):
    """(status, headers, body) from one web process, as its proxy asks: a connection of its own, over TLS as far as it says.

    With `tls` from the proxy itself.
    """
    kind = functools.partial(http.client.HTTPSConnection, context=ANY) if tls else http.client.HTTPConnection
    connection = kind("127.0.0.1", port, timeout=30)
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/",
               "Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items()), "Connection": "close",
               "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
    if through_proxy and not tls:
        headers["X-Forwarded-For"] = "10.0.0.7"
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


class Browser:
    """One person, behind a proxy that goes round the web processes and asks the next one when one refuses.

    With several ports it is that proxy itself; with `tls` the one port is the proxy's.
    """

    def __init__(self, ports, *, tls=False):
        self.turn, self.cookies, self.token, self.tls = itertools.cycle(ports), {}, "", tls

    def ask(self, method, path, fields=None):
        body = None if fields is None else urlencode({**fields, "csrfmiddlewaretoken": self.token})
        for _attempt in range(200):
            try:
                status, headers, text = ask(next(self.turn), method, path, body, self.cookies, tls=self.tls)
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        for name, value in headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        if found := re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self.token = found[1].decode()
        return status, text

    def sign_in(self, username, password):
        self.ask("GET", "/sign-in/")
        status, _ = self.ask("POST", "/sign-in/", {"username": username, "password": password, "next": "/log/new/"})
        self.ask("GET", "/log/new/")
        return status

    def log(self):
        """(key, status) of one call that is logged."""
        key = str(uuid.uuid4())
        fields = {"channel": "call", "rings": "2", "where": "8-1-1203", "category": "REP", "description": "水管漏水"}
        return key, self.ask("POST", "/log/new/", {**fields, "key": key})[0]


def under_load(browsers, work):
    """Keys acknowledged and what else was answered, while `work()` runs."""
    over, acknowledged, wrong = threading.Event(), [], []

    def live(browser):
        while not over.is_set():
            try:
                key, status = browser.log()
                (acknowledged if status == 302 else wrong).append(key if status == 302 else status)
                if (status := browser.ask("GET", "/log/")[0]) != 200:
                    wrong.append(status)
            except (OSError, http.client.HTTPException) as error:
                wrong.append(repr(error))

    threads = [threading.Thread(target=live, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    try:
        time.sleep(1)
        work()
        time.sleep(1)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    return acknowledged, wrong


def main():
    with contextlib.ExitStack() as stack:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
        check(Production(stack))
    print("The production set works.")


def check(house):
    refused = house.manage("shell", "-c", "import frontdesk.wsgi", DATABASE_URL=house.owner)
    demand("an empty database is not served", "GuardsMissing" in refused.stderr, refused.stderr[-300:])
    house.set_up()
    refused = house.manage("shell", "-c", "import frontdesk.wsgi", DATABASE_URL=house.owner)
    demand(
        "the owner's role is not served with", "may do what only its owner may" in refused.stderr, refused.stderr[-300:]
    )
    made = house.manage("demo", "--days", "3", FRONTDESK_DEMO="1")
    demand("the demo is made with the app's role", made.returncode == 0, made.stderr[-500:])
    made = house.manage("shell", "-v", "0", "-c", FOUND)
    password = made.stdout.strip()
    demand("a project is founded with the app's role", made.returncode == 0, made.stderr[-500:])
    with psycopg.connect(house.app) as connection, contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM records_seal")
        sys.exit("FAILED: the app's role may delete seals")
    say("the app's role may not even try to delete a seal")

    *ports, plain, https = free_ports(4)
    for port in ports:
        house.start_web(port)
    house.stack.enter_context(proxy.nginx(ports, http=plain, https=https))
    house.start_workers()
    beats = [house.start(*QUEUE, *BEAT) for _number in range(2)]
    house.others += beats

    moved = ask(plain, "GET", "/sign-in/")
    demand(
        "without TLS one is sent to where it is",
        moved[0] == 301 and dict(moved[1])["Location"] == f"https://{HOST}/sign-in/",
    )
    demand("the figures are not shown outside", ask(https, "GET", "/metrics", tls=True)[0] == 404)
    browser = Browser([https], tls=True)
    demand("a clerk signs in", browser.sign_in("clerk-check", password) == 302)
    demand("and logs a call", browser.log()[1] == 302)
    style = re.search(rb'href="(/static/css/desk\.\w{8,}\.css)"', browser.ask("GET", "/log/")[1])
    demand("static files have far-future names", style is not None)
    kept = dict(ask(https, "GET", style[1].decode(), tls=True)[1])
    demand("and may be kept for ever", "immutable" in kept.get("cache-control", kept.get("Cache-Control", "")), kept)
    house.wait("the worker sweeps when it starts", lambda: house.ready(ports[0]).get("sweep_age_seconds") is not None)
    demand("a backup is made with the app's role", backs_up(house))

    broker = redis.from_url(house.broker)
    house.wait("one clock holds the lock", lambda: broker.exists("redbeat::lock"))
    swept = swept_at(house)
    house.wait("the clock asks every minute", lambda: swept_at(house) > swept, 100)

    passed = subprocess.run([*STORY, f"--at=127.0.0.1:{https}"], capture_output=True, text=True, check=False)
    demand(f"a real browser: {passed.stdout.splitlines()[-1]}", passed.returncode == 0, passed.stdout[-5000:])

    browsers = [Browser([https], tls=True) for _number in range(3)]
    for one in browsers:
        one.sign_in("clerk-check", password)

    def rolling_restart():
        for port in ports:
            began = time.monotonic()
            children.stop([house.web[port]], 35)
            say(f"web {port} answered what it had taken and ended ({time.monotonic() - began:.1f} s)")
            house.start_web(port)

    acknowledged, wrong = under_load(browsers, rolling_restart)
    lost = not_in_the_book(house, acknowledged)
    figures = f"{len(acknowledged)} calls acknowledged, {len(lost)} lost, {len(wrong)} errors {wrong[:3] or ''}"
    demand(f"rolling restart under load: {figures}", acknowledged and not lost and not wrong, figures)

    held = beats[0] if beats[0].poll() is None else beats[1]
    os.kill(held.pid, signal.SIGKILL)
    swept = swept_at(house)
    house.wait("with one clock killed the other takes over", lambda: swept_at(house) > swept, 200)
    done = house.manage("records", "verify", "--json")
    demand("every record is as it was written", json.loads(done.stdout)["ok"], done.stdout)


def free_ports(count):
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _number in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def backs_up(house):
    done = house.manage("backup", house.home + "/by-hand.tar.gz")
    return done.returncode == 0 and Path(house.home, "by-hand.tar.gz").exists()


def swept_at(house):
    with psycopg.connect(house.app) as connection:
        row = connection.execute("SELECT at FROM notices_sweep").fetchone()
    return row[0] if row else None


def not_in_the_book(house, acknowledged):
    """Of the keys of forms that were acknowledged those that made no record."""
    with psycopg.connect(house.app) as connection:
        kept = {key for (key,) in connection.execute("SELECT key FROM records_submission")}
    return {key for key in acknowledged if form_keys.of_form(key) not in kept}


if __name__ == "__main__":
    main()
