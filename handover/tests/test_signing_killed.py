"""The server is killed while two people sign: the sheet is there with both signatures, or nothing is. R56."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from frontdesk.kernel.records import verify
from frontdesk.kernel.records.models import Signature
from handover import commands
from handover.models import Handover, Sheet
from tests.cast import AT, gather

from .conftest import DAYS, Hands, moment, plan


def signer(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "handover.tests.signer", *map(str, arguments)],
        cwd=settings.BASE_DIR, env=os.environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def sign_and_be_killed(after, *arguments):
    """Whether the signing was acknowledged before it was killed, so many seconds after it began."""
    with signer(*arguments) as process:
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(after)
        process.kill()
        return process.stdout.read() == "signed\n"


@pytest.mark.clause("R56")
def test_a_server_killed_while_two_sign_leaves_both_signatures_or_none_and_keeps_the_first(
    fresh_database, size, figure
):
    cast, rng = gather(AT), random.Random(os.environ.get("KILL_SEED"))
    commands.set_up(desk=cast.desk)
    plan(cast, {("clerk", day): "E" for day in DAYS} | {("butler", day): "L" for day in DAYS})
    hands = Hands(cast)
    handover = hands.begin(cast.butler, moment(13, 40))
    digest = hands.fill(handover, moment(13, 50)).digest
    hands.sign(handover, cast.clerk, at=moment(13, 51), digest=digest)
    for _ in range(size(1, 50)):
        acknowledged = sign_and_be_killed(rng.uniform(0, 0.08), handover.pk, digest, 52, cast.butler.pk)
        connection.close()
        sheets, signatures = Sheet.objects.count(), Signature.objects.filter(about_kind=Sheet.seal_kind).count()
        figure("signing", tried=1, partial=int((sheets, signatures) not in {(0, 0), (1, 2)}))
        assert (sheets, signatures) in {(0, 0), (1, 2)}
        assert sheets or not acknowledged
        after = Handover.objects.get(pk=handover.pk)
        assert (after.state, after.half_by) == (("signed", None) if sheets else ("open", cast.clerk))
        assert verify.verify()[1] == []
        if sheets:
            return
    assert hands.sign(handover, cast.butler, at=moment(13, 55), digest=digest, by=cast.butler) is not None
