"""`manage.py serve`: the whole of Front Desk on one machine, as bin/run starts it.

Brings translations, database and static files up to date, fills an empty database with the demo, then
keeps two children: the web server, and a worker with the clock in it. SIGINT or SIGTERM ends everything;
when either child ends by itself so does the other, and the exit status is 1.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from frontdesk.kernel.ui.sessions import house_is_empty
from frontdesk.kernel.ui.texts import compile_texts
from frontdesk.pages.management import children
from frontdesk.pages.setup.code import setup_code

READY_SECONDS = 60
STOP_SECONDS = 3  # then the worker is cut off: each task is one sweep over state, and the next one makes good


class Stopped(Exception):
    """Somebody asked us to end."""


class Command(BaseCommand):
    help = "Serves Front Desk on this machine: web, worker and clock (PORT, HOST)."

    def handle(self, **options):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stopped)
        running = []
        try:
            host, port = os.environ.get("HOST") or "127.0.0.1", port_number()
            refuse_taken(host, port)
            self.prepare()
            running.append(web := children.start(web_command(host, port)))
            running.append(children.start(worker_command(), stdout=subprocess.DEVNULL, env=calm_environment()))
            wait_until_ready(web, host, port)
            self.greet(host, port)
            connections.close_all()
            watch(running)
        except Stopped:
            self.stdout.write("Stopped.")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
            children.stop(running, STOP_SECONDS)

    def prepare(self):
        compile_texts()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO and house_is_empty():
            self.stdout.write("Filling the empty database with the demo ...")
            call_command("demo", verbosity=0)
        connections.close_all()

    def greet(self, host, port):
        self.stdout.write(f"Front Desk is ready at http://{host}:{port} (Ctrl-C stops it).")
        if house_is_empty():
            self.stdout.write(f"Nothing is set up yet: open that address and enter the code {setup_code()}")
        elif settings.DEMO:
            from frontdesk.pages.demo import ACCOUNTS, PASSWORD

            self.stdout.write(f"Demo accounts, all with the password {PASSWORD}")
            for username, title in ACCOUNTS:
                self.stdout.write(f"  {username:<12}{title}")
        self.stdout.flush()


def stopped(number, frame):
    raise Stopped


def port_number():
    given = os.environ.get("PORT") or "8000"
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {given!r}.")
    return int(given)


def refuse_taken(host, port):
    """Say so at once when the address is taken, before a minute of preparation."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise CommandError(f"Cannot listen on {host}:{port} ({error.strerror}). Set PORT to another.") from error


def web_command(host, port):
    options = ["--host", host, "--port", str(port), "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    options += ["--workers", "1", "--blocking-threads", "8", "--workers-kill-timeout", str(STOP_SECONDS)]
    return [sys.executable, "-m", "granian", *options, "frontdesk.wsgi:application"]


def worker_command():
    options = ["-B", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    return [sys.executable, "-m", "celery", "--quiet", "-A", "frontdesk", "worker", *options]


def calm_environment():
    """Without Celery's page of warnings to a root user, who on one's own machine or in a container is meant."""
    return {**os.environ, "PYTHONWARNINGS": "ignore"}


def wait_until_ready(web, host, port):
    """Until /healthz answers with anything but an error of ours. HOST may be `0.0.0.0`: ask this machine then."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise CommandError("The web server ended before it was ready.")
        try:
            connection = http.client.HTTPConnection(asked, port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status < 500:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise CommandError(f"The web server did not answer within {READY_SECONDS} seconds.")


def watch(running):
    """Return never: raise when a child has ended by itself."""
    while all(child.poll() is None for child in running):
        time.sleep(0.3)
    ended = next(child for child in running if child.poll() is not None)
    raise CommandError(f"{ended.args[2]} ended by itself (status {ended.returncode}); everything is stopped.")
