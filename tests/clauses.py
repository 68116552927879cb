"""Which requirement each test shows: `@pytest.mark.clause("R56")`, and a table at the end of the run.

bin/test runs pytest several times; `--clauses FILE` lets each run add to what the ones before it saw.
"""

import json
import textwrap
from collections import defaultdict
from pathlib import Path

import pytest

REQUIREMENTS = [f"R{number:02}" for number in range(1, 66)]
KNOWN = {*REQUIREMENTS, *(f"A{number:02}" for number in range(1, 36))}
COLUMNS = 5


def pytest_addoption(parser):
    parser.getgroup("front desk").addoption("--clauses", type=Path, help="keeps the clauses' outcomes between runs")


def pytest_collection_modifyitems(items):
    for item in items:
        refs = {ref for mark in item.iter_markers("clause") for ref in mark.args or [""]}
        if unknown := refs - KNOWN:
            raise pytest.UsageError(f"{item.nodeid}: no such clause: {', '.join(map(repr, sorted(unknown, key=str)))}")
        item.user_properties += [("clause", ref) for ref in sorted(refs)]


def outcomes(reports):
    """{clause: {test: passed?}}; a test passes when every phase of it did, and one that was skipped shows nothing."""
    found = defaultdict(dict)
    for report in reports:
        if report.skipped or (report.passed and report.when != "call"):
            continue
        for name, ref in report.user_properties:
            if name == "clause":
                found[ref][report.nodeid] = report.passed and found[ref].get(report.nodeid, True)
    return found


def pytest_terminal_summary(terminalreporter, config):
    reports = [
        report
        for group in terminalreporter.stats.values()
        for report in group
        if isinstance(report, pytest.TestReport)
    ]
    database = config.option.database
    seen = {ref: {f"{test} on {database}": ok for test, ok in tests.items()} for ref, tests in outcomes(reports).items()}
    if kept := config.option.clauses:
        if kept.exists():
            for ref, tests in json.loads(kept.read_text()).items():
                seen[ref] = tests | seen.get(ref, {})
        kept.write_text(json.dumps(seen))
    if seen:
        table(terminalreporter, seen)


def table(out, seen):
    """Clause, number of tests, and how many failed if any did; then the requirements that no test shows."""
    out.section("clauses: tests, passed or failed")
    cells = []
    for ref, tests in sorted(seen.items(), key=lambda line: (line[0][0] != "R", line[0])):
        failed = list(tests.values()).count(False)
        said = f"{failed} failed" if failed else "passed"
        cells.append(f"{ref} {len(tests):>4}  {said:<11}")
    depth = -(-len(cells) // COLUMNS)
    for row in range(depth):
        line = "  ".join(cells[row::depth])
        out.line(line.rstrip(), red="failed" in line)
    if silent := [ref for ref in REQUIREMENTS if ref not in seen]:
        out.line(textwrap.fill(" ".join(silent), 100, initial_indent="no test yet: ", subsequent_indent=" " * 13))
