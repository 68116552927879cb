"""What a test measured, for bin/prove: `figure("kill", rounds=3, lost=0)`; and how large it is: `size(3, 200)`.

bin/test runs every test at its small size. bin/prove runs those that its rows name, with `--proof full` at full size;
those marked `prove` run there only. Numbers of one row are put together: whole ones are added, of seconds the worst counts.
"""

import json
from collections import defaultdict
from pathlib import Path

import pytest


def pytest_addoption(parser):
    group = parser.getgroup("front desk")
    group.addoption(
        "--proof", choices=["small", "full"], help="run what is marked `prove` too; full: in the sizes of bin/prove"
    )
    group.addoption("--figures", type=Path, help="where outcomes and figures are kept, as JSON")
    group.addoption("--durable", action="store_true", help="PostgreSQL syncs its files, as in production (slower)")


def pytest_configure(config):
    if config.option.proof == "full":
        config.option.thorough = True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    if not config.option.proof:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("prove")])
        items[:] = [item for item in items if not item.get_closest_marker("prove")]


@pytest.fixture
def size(request):
    """size(small, full): whichever this run is to have."""
    return lambda small, full: full if request.config.option.proof == "full" else small


@pytest.fixture
def figure(request):
    """figure(row, **numbers) keeps them for the row of bin/prove of that name."""

    def figure(row, **numbers):
        request.node.user_properties.append(("figure", [row, numbers]))

    return figure


def put_together(kept, numbers):
    for name, number in numbers.items():
        kept[name] = max(kept.get(name, number), number) if isinstance(number, float) else kept.get(name, 0) + number


def pytest_terminal_summary(terminalreporter, config):
    if not config.option.figures:
        return
    outcomes, figures = {}, defaultdict(dict)
    for report in [
        one for group in terminalreporter.stats.values() for one in group if isinstance(one, pytest.TestReport)
    ]:
        if report.failed or report.when == "call":
            outcomes[report.nodeid] = outcomes.get(report.nodeid, True) and not report.failed
        if report.when == "teardown":
            for name, said in report.user_properties:
                if name == "figure":
                    put_together(figures[said[0]], said[1])
    config.option.figures.write_text(json.dumps({"outcomes": outcomes, "figures": figures}))
