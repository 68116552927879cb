"""Two browsers on the same handover. R56."""

import pytest

from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records.models import Signature
from frontdesk.kernel.records.tests.crowds import at_once
from handover import commands
from handover.models import Handover, Sheet
from tests.cast import AT, gather

from .conftest import DAYS, Hands, moment, plan


@pytest.mark.clause("R56")
def test_two_browsers_signing_at_once_make_one_sheet(fresh_database):
    cast = gather(AT)
    commands.set_up(desk=cast.desk)
    plan(cast, {("clerk", day): "E" for day in DAYS} | {("butler", day): "L" for day in DAYS})
    hands = Hands(cast)
    handover = hands.begin(cast.butler, moment(13, 40))
    digest = hands.fill(handover, moment(13, 50)).digest

    def sign(number):
        try:
            return hands.sign(
                handover, cast.clerk, cast.butler, at=moment(13, 58), digest=digest, key=f"browser-{number}"
            )
        except Refused:
            return None

    done, errors = at_once(4, sign)
    assert ([sheet is not None for sheet in done].count(True), errors) == (1, [])
    assert (Sheet.objects.count(), Signature.objects.filter(about_kind=Sheet.seal_kind).count()) == (1, 2)
    assert Handover.objects.get().state == "signed"
