"""A busy hour of many projects, replayed against the production set on this machine: two web processes, PostgreSQL, Valkey,
workers and clocks, as bin/production-check starts them. See bin/load.

Shows the latency of each kind of page, every error, whether each acknowledged call is in the book, and who used the processor.
"""

import argparse
import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests.production_check import BEAT, QUEUE, Production, free_ports, not_in_the_book, say

from .processes import busy_seconds, processor_seconds

ENTRIES, PAGES, CLERKS = 20_000, 200_000, 400  # of a busy hour
ROOT = Path(__file__).parents[1]
FILL = """
import json
from benchmarks import generate
print("BOOKS", json.dumps(generate.many_books({projects}, {clerks}, {lines})))
"""


def main():
    parser = argparse.ArgumentParser(prog="bin/load")
    parser.add_argument("--minutes", type=float, default=60, help="of the hour that are replayed, at the hour's rate")
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--clerks", type=int, default=CLERKS)
    parser.add_argument("--lines", type=int, default=250, help="in each book before it begins")
    parser.add_argument("--share", type=float, default=1.0, help="of the hour's rate, on a machine that others use too")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
        house = Production(stack, DJANGO_ALLOWED_HOSTS="desk.example.cn,127.0.0.1", SECURE_SSL_REDIRECT="0")
        sys.exit(0 if replay(house, options) else 1)


def replay(house, options):
    house.set_up()
    began = time.monotonic()
    filled = house.manage("shell", "-v", "0", "-c", FILL.format(**vars(options)), DATABASE_URL=house.owner)
    if filled.returncode:
        sys.exit(filled.stderr[-2000:])
    books = json.loads(filled.stdout.partition("BOOKS ")[2])
    say(f"{options.projects} projects with {options.lines} lines each ({time.monotonic() - began:.0f} s)")
    ports = free_ports(2)
    for port in ports:
        house.start_web(port)
    house.start_workers()
    house.others += [house.start(*QUEUE, *BEAT) for _number in range(2)]
    folder = Path(house.home, "load")
    folder.mkdir()
    things = ENTRIES + PAGES - 2 * ENTRIES  # two of the pages come with each call, see load_users.py
    plan = {
        "ports": ports, **books, "acknowledged": str(folder / "acknowledged"),
        "pace_seconds": 3600 * options.clerks / things / options.share,
    }  # fmt: skip
    (folder / "plan.json").write_text(json.dumps(plan))
    before, used = _processes(house), {}
    locust = _locust(folder, options)
    began = time.monotonic()
    while locust.poll() is None:
        time.sleep(1)
        used = _processes(house, locust)
    took = time.monotonic() - began
    return _report(house, folder, options, {name: used[name] - before.get(name, 0) for name in used}, took)


def _locust(folder, options):
    command = [
        ROOT / ".venv/load/bin/locust",
        "-f",
        ROOT / "benchmarks/load_users.py",
        "--headless",
        "--only-summary",
        "--reset-stats",
    ]
    command += [
        "-u",
        str(options.clerks),
        "-r",
        "5",
        "--run-time",
        f"{options.minutes * 60:.0f}s",
        "--stop-timeout",
        "60",
    ]
    command += ["--csv", folder / "said", "--loglevel", "ERROR"]
    environment = {"PATH": os.environ["PATH"], "BENCH_PLAN": str(folder / "plan.json"), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=folder)


def _processes(house, locust=None):
    """{who: processor seconds up to now}."""
    with psycopg.connect(house.owner) as connection:
        backend = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
        postmaster = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    found = {f"web {number}": processor_seconds(process.pid) for number, process in enumerate(house.web.values(), 1)}
    found["PostgreSQL"] = processor_seconds(postmaster)
    found["workers and clocks"] = sum(processor_seconds(process.pid) for process in house.others)
    if locust:
        found["who asks (locust)"] = processor_seconds(locust.pid)
    found["everything on the machine"] = busy_seconds()
    return found


def _report(house, folder, options, used, took):
    rows = list(csv.DictReader(open(folder / "said_stats.csv")))
    print(f"\n{'ms':<18}{'asked':>8}{'errors':>8}{'50 %':>8}{'95 %':>8}{'99 %':>8}{'longest':>9}{'a second':>10}")
    for row in rows:
        asked, errors = int(row["Request Count"]), int(row["Failure Count"])
        figures = [float(row[name] or 0) for name in ("50%", "95%", "99%", "Max Response Time")]
        each = "".join(f"{figure:>8.0f}" for figure in figures[:3])
        print(f"{row['Name']:<18}{asked:>8}{errors:>8}{each}{figures[3]:>9.0f}{float(row['Requests/s']):>10.2f}")
    for row in csv.DictReader(open(folder / "said_failures.csv")):
        print("error:", row["Occurrences"], row["Name"], row["Error"][:200])
    cores = os.cpu_count() or 1
    print(f"\nprocessor, of {cores} cores over {took:.0f} s")
    for name, seconds in sorted(used.items(), key=lambda pair: -pair[1]):
        print(f"{name:<28}{seconds:>8.0f} s{seconds / took / cores:>8.0%}")
    acknowledged = set((folder / "acknowledged").read_text().split())
    lost, total = len(not_in_the_book(house, acknowledged)), rows[-1]
    verified = json.loads(house.manage("records", "verify", "--json").stdout)
    result = {
        "name": "load", "minutes": options.minutes, "projects": options.projects, "clerks": options.clerks,
        "share": options.share, "requests": int(total["Request Count"]), "errors": int(total["Failure Count"]),
        "acknowledged": len(acknowledged), "lost": lost, "records": verified["records"],
        "ok": verified["ok"] and not lost and not int(total["Failure Count"]),
    }  # fmt: skip
    print(json.dumps(result))
    return result["ok"]


if __name__ == "__main__":
    main()
