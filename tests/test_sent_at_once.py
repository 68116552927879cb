"""The same form sent by many at once, as an impatient finger or a broken network does: one entry (R37)."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from duty.log.models import Entry
from frontdesk.kernel.records import access, verify
from frontdesk.kernel.records.tests.crowds import at_once
from tests import cast as casting

FIELDS = {"channel": "call", "rings": "2", "category": "ENQ", "description": "问停车费", "key": "the-form"}


@pytest.mark.clause("R37")
def test_the_same_post_sent_many_times_at_once_is_one_entry(fresh_database, size, figure):
    people, posts = casting.gather(casting.AT), size(10, 50)
    access.promise(by=people.clerk, at=timezone.now())  # it lasts a year, and the pages go by the real clock
    browser = Client()
    browser.post("/sign-in/", {"username": "clerk", "password": casting.PASSWORD})

    def send(number):
        tab = Client()
        tab.cookies = browser.cookies
        answer = tab.post("/log/new/", FIELDS)
        return answer.status_code, answer.headers.get("Location", "")

    answers, errors = at_once(posts, send)
    entries = Entry.objects.count()
    figure("idempotency", posts=posts, entries=entries, errors=len(errors))
    assert (errors, entries, verify.verify()[1]) == ([], 1, [])
    assert {status for status, _ in answers} == {302}
    assert len({re.sub(r"[?#].*", "", location) for _, location in answers}) == 1
