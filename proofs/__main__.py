"""Runs the rows: one JSON object a line, then a table. See bin/prove."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .rows import ROWS

DATABASES = ("sqlite", "postgresql")


def main():
    parser = argparse.ArgumentParser(prog="bin/prove")
    parser.add_argument("--quick", action="store_true", help="small sizes, some of the tests: shows that it runs")
    parser.add_argument("--database", choices=DATABASES, action="append", help="both when left out")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(row.name for row in ROWS))
    options = parser.parse_args()
    known = {row.name: row for row in ROWS}
    if unknown := set(options.names) - set(known):
        sys.exit(f"No row is called {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    rows = [known[name] for name in options.names] or list(ROWS)
    # At full size each row has the machine to itself; small ones share one start of the servers.
    groups = [rows] if options.quick else [[row] for row in rows]
    found = []
    for group in groups:
        for database in options.database or DATABASES:
            for line in run(group, database, quick=options.quick):
                found.append(line)
                print(json.dumps(line, ensure_ascii=False), flush=True)
    print()
    for line in found:
        print(f"{line['database']:<11}{line['name']:<14}{'' if line['ok'] else 'MISSED  '}{line['figure']}")
    sys.exit(0 if all(line["ok"] for line in found) else 1)


def run(rows, database, *, quick):
    """The tests of some rows in one pytest; yields a result line for each row."""
    tests = [test for row in rows for test in row.chosen(quick=quick)]
    with tempfile.TemporaryDirectory(prefix="fd-prove-") as folder:
        kept = Path(folder, "figures.json")
        command = [sys.executable, "-m", "pytest", "-q", "--browser", "without", "--database", database]
        command += ["--proof", "small" if quick else "full", "--figures", str(kept), "-p", "no:cacheprovider"]
        command += ["-n", "2"] if quick else ["--durable"]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        began = time.monotonic()
        done = subprocess.run([*command, *tests], env=environment, stdout=subprocess.PIPE, text=True, check=False)
        seconds = round(time.monotonic() - began, 1)
        if not kept.exists():
            sys.exit(done.stdout)
        said = json.loads(kept.read_text())
    for row in rows:
        yield result(row, said, database, seconds, quick=quick)
    if done.returncode:
        print(done.stdout, file=sys.stderr)


def result(row, said, database, seconds, *, quick):
    outcomes = [passed for test, passed in said["outcomes"].items() if test.startswith(row.chosen(quick=quick))]
    numbers = said["figures"].get(row.name, {})
    figure, reached = row.judge(numbers, quick=quick)
    failed = outcomes.count(False)
    return {
        "name": row.name, "figure": figure if not failed else f"{failed} tests failed; {figure}", "goal": row.goal,
        "ok": reached and bool(outcomes) and not failed, "database": database, "size": "small" if quick else "full",
        "tests": len(outcomes), "seconds": seconds, **{f"n_{name}": number for name, number in numbers.items()},
    }  # fmt: skip


if __name__ == "__main__":
    main()
