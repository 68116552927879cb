"""Thirty days at one desk, from opening to closing, through pages and sweeps: no error, and memory stays where it was."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from frontdesk.kernel.records import verify


@pytest.mark.prove
def test_a_month_of_days_leaves_no_error_and_takes_no_more_memory(fresh_database, size, figure):
    days, warm = size(2, 30), size(1, 3)
    command = [sys.executable, "-m", "tests.month", str(days), str(warm)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
    month = json.loads(done.stdout.splitlines()[-1])
    records, wrong = verify.verify()
    growth = month["after"] / month["before"] - 1
    figure("soak", days=days, requests=month["requests"], records=records, megabytes=month["after"], growth=growth,
           errors=len(month["wrong"]) + month["faults"] + len(wrong))  # fmt: skip
    assert (month["wrong"], month["faults"], wrong) == ([], 0, [])
    assert month["sheets"] == 3 * days
    assert growth < size(1, 0.10)
