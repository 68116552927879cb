"""Thirty days at one desk, from opening to closing, through pages and sweeps: no error, and memory stays where it was."""

import gc
import itertools
import os
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from duty.log.models import Entry
from frontdesk.kernel.appointments.commands import appoint
from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.notices.models import Sweep
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records import access, verify
from handover import commands as handover
from handover.models import Sheet
from handover.tests.conftest import Hands, moment, plan
from tests import cast as casting
from tests.e2e.test_looks import PAGES

STAFF = 3  # of each sort, so that everybody has two days off after each day
BEFORE = moment(10, day=1) - timedelta(days=7)
EVERY = timedelta(minutes=5)
CALLS = [
    {"channel": "call", "rings": "2", "where": "8-1-1203", "category": "REP", "description": "厨房水管漏水"},
    {"channel": "visit", "category": "ENQ", "description": "问停车费", "immediate_result": "已答复"},
    {"channel": "call", "rings": "1", "where": "3-2-0501", "category": "CMP", "description": "楼上深夜装修"},
]


def megabytes():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


class Month:
    def __init__(self, days):
        self.cast = casting.gather(BEFORE)
        clerks, butlers = self.hire(Role.DESK_CLERK, self.cast.clerk), self.hire(Role.BUTLER, self.cast.butler)
        handover.set_up(desk=self.cast.desk)
        self.days = [
            replace(self.cast, clerk=clerks[day % STAFF], butler=butlers[day % STAFF]) for day in range(1, days + 1)
        ]
        for somebody in (*clerks, *butlers, self.cast.supervisor, self.cast.lead):
            access.promise(by=somebody, at=BEFORE)
        rows = {}
        for day, cast in enumerate(self.days, 1):
            rows[cast.clerk.username, date(2026, 11, day)] = "E"
            rows[cast.butler.username, date(2026, 11, day)] = "L"
        everybody = {somebody.username: somebody for somebody in (*clerks, *butlers)}
        plan(SimpleNamespace(**vars(self.cast) | everybody), rows, at=BEFORE)
        self.said = itertools.cycle(CALLS)
        self.pages = itertools.cycle(PAGES.values())
        self.requests, self.wrong = 0, []

    def hire(self, role, first):
        people = [casting.person(f"{role}-{number}", f"客服{number}") for number in range(1, STAFF)]
        for somebody in people:
            appoint(
                project_id=self.cast.desk.project_id, person=somebody, role=role, starts_at=BEFORE, by=self.cast.lead,
                at=BEFORE,
            )  # fmt: skip
        return [first, *people]

    def browser(self, person):
        client = Client()
        self.ask(client, "post", "/sign-in/", {"username": person.username, "password": casting.PASSWORD}, 302)
        return client

    def ask(self, client, method, path, fields=None, *fine):
        status = getattr(client, method)(path, fields or {}).status_code
        self.requests += 1
        if status not in (fine or {200, 302, 403, 404}):
            self.wrong.append((path, status))

    def live(self, number, clock):
        """One day: three handovers, a call every half hour, a look at some page every ten minutes, a sweep every five."""
        cast = self.days[number - 1]
        hands = Hands(cast)
        at, end = moment(0, day=number), moment(0, day=number) + timedelta(days=1)
        acts = [(moment(7, 42, number), lambda: hands.open(number)), (moment(13, 40, number), lambda: hands.change(number)),
                (moment(21, 50, number), lambda: hands.close(number))]  # fmt: skip
        clerk = supervisor = None
        for step in range(int((end - at) / EVERY)):
            now = at + step * EVERY
            clock.move_to(now)
            if acts and now >= acts[0][0]:
                acts.pop(0)[1]()
            notices.sweep_and_deliver(at=now)
            if not moment(8, day=number) <= now < moment(22, day=number):
                continue
            if clerk is None or now == moment(15, day=number):
                clerk, supervisor = self.browser(cast.clerk), self.browser(cast.supervisor)
            if step % 6 == 0:
                self.log(clerk, supervisor)
            if step % 2 == 0:
                self.ask(supervisor if step % 4 else clerk, "get", next(self.pages))

    def log(self, clerk, supervisor):
        """A call, a note on it, and the matter of an hour ago closed."""
        self.ask(clerk, "post", "/log/new/", next(self.said), 302)
        newest = Entry.objects.filter(desk=self.cast.desk).latest("pk")
        self.ask(clerk, "post", reverse("log:note", args=[newest.pk]), {"text": "已派工程部"})
        if earlier := Entry.objects.filter(desk=self.cast.desk, pk__lt=newest.pk - 2).last():
            self.ask(supervisor, "post", reverse("log:close", args=[earlier.pk]), {"result": "已处理"}, 302, 422)


@pytest.mark.prove
def test_a_month_of_days_leaves_no_error_and_takes_no_more_memory(fresh_database, settings, size, figure):
    settings.IDLE_LOCK_SECONDS = 24 * 3600  # nobody sits at the simulated keyboard
    days, warm = size(1, 30), size(1, 3)
    month = Month(days)
    faults = 0
    with time_machine.travel(moment(0, day=1), tick=False) as clock:
        for number in range(1, days + 1):
            month.live(number, clock)
            faults += Sweep.row().faults
            if number == warm:
                before = megabytes()
    growth = megabytes() / before - 1
    assert Sheet.objects.count() == 3 * days
    connection.close()
    records, wrong = verify.verify()
    figure("soak", days=days, requests=month.requests, records=records, errors=len(month.wrong) + faults + len(wrong),
           growth=growth)  # fmt: skip
    assert (month.wrong, faults, wrong) == ([], 0, [])
    assert growth < size(1, 0.10)
