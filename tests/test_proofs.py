"""bin/prove says that a figure is reached only when it was measured, and every row names tests that are there."""

from pathlib import Path

import pytest
from django.conf import settings

from proofs.__main__ import result
from proofs.rows import ROWS

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@each_row
def test_every_test_that_a_row_names_is_there(row):
    for name in {*row.tests, *row.quick}:
        path, _, test = name.partition("::")
        text = Path(settings.BASE_DIR, path).read_text()
        assert not test or f"def {test.partition('[')[0]}(" in text, name


@each_row
@pytest.mark.parametrize("quick", [False, True])
def test_nothing_measured_is_nothing_reached(row, quick):
    assert not row.judge({}, quick=quick)[1]


def test_a_failed_test_is_a_missed_row_whatever_its_figures_say():
    row = next(row for row in ROWS if row.name == "idempotency")
    said = {"outcomes": {f"{row.tests[0]}::x": True}, "figures": {row.name: {"posts": 50, "entries": 1, "errors": 0}}}
    assert result(row, said, "sqlite", 1, quick=False)["ok"]
    said["outcomes"][f"{row.tests[0]}::y"] = False
    assert not result(row, said, "sqlite", 1, quick=False)["ok"]
    assert not result(row, {**said, "outcomes": {}}, "sqlite", 1, quick=False)["ok"]
