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


def refs(item):
    return {ref for mark in item.iter_markers("clause") for ref in mark.args or [""]}


def pytest_collection_modifyitems(items):
    for item in items:
        item.user_properties += [("clause", ref) for ref in sorted(refs(item) & KNOWN)]


def pytest_runtest_setup(item):
    """An unknown clause fails its test, because an error while collecting is swallowed by xdist."""
    if unknown := refs(item) - KNOWN:
        pytest.fail(f"no such clause: {', '.join(map(repr, unknown))}", pytrace=False)


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
        report for group in terminalreporter.stats.values() for report in group if isinstance(report, pytest.TestReport)
    ]
    database = config.option.database
    seen = {
        ref: {f"{test} on {database}": ok for test, ok in tests.items()} for ref, tests in outcomes(reports).items()
    }
    if kept := config.option.clauses:
        if kept.exists():
            for ref, tests in json.loads(kept.read_text()).items():
                seen[ref] = tests | seen.get(ref, {})
        kept.write_text(json.dumps(seen))
    if seen:
        everything = config.args_source == config.ArgsSource.TESTPATHS and not config.option.keyword
        table(terminalreporter, seen, everything and config.option.browser != "without")


def table(out, seen, everything):
    """Clause, number of tests, and how many failed if any did; after a whole run, the requirements no test shows."""
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
    silent = [ref for ref in REQUIREMENTS if ref not in seen]
    if everything and silent:
        out.line(textwrap.fill(" ".join(silent), 100, initial_indent="no test yet: ", subsequent_indent=" " * 13))
