"""A telephone log that was taken over stays as it was: what is changed in the file of the database is found. R40."""

import hashlib

import pytest
from django.db import connection

from duty.log import commands
from frontdesk.kernel.records import verify
from frontdesk.kernel.records.tests import tampering
from tests.cast import AT, gather

from .test_telephone import MISSED


@pytest.mark.clause("R40")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_phonecall SET answered = NOT answered WHERE number = '13700003333'",
        "UPDATE log_phonecall SET waited_seconds = 3 WHERE number = '13900002222'",
        "DELETE FROM log_phonecall WHERE number = '13900002222'",
    ],
)
def test_a_changed_or_missing_call_is_found(fresh_database, change):
    cast, data = gather(AT), MISSED.encode()
    commands.import_calls(
        desk=cast.desk,
        name="x.csv",
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        leave_out=False,
        by=cast.clerk,
        at=AT,
    )
    assert verify.verify()[1] == []
    tampering.tear_down_defences()
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert [fault.kind for fault in verify.verify()[1]] == ["log.phone_import"]
