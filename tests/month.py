"""Days at one desk, from opening to closing, through pages and sweeps, in a process of their own.

python -m tests.month DAYS WARM prints a line of JSON: what was asked and went wrong, the sheets signed, and the resident
memory in MB after WARM days and at the end. In the process of the tests that would say nothing: there a leak would find
room in what making the tables left. Works on DATABASE_URL.
"""

import gc
import itertools
import json
import os
import sys
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import django

django.setup()

import time_machine  # noqa: E402 — Django must be set up first
from django.test import Client, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from duty.log.models import Entry  # noqa: E402
from frontdesk.kernel.appointments.commands import appoint  # noqa: E402
from frontdesk.kernel.notices import commands as notices  # noqa: E402
from frontdesk.kernel.notices.models import Sweep  # noqa: E402
from frontdesk.kernel.people.models import Role  # noqa: E402
from frontdesk.kernel.records import access  # noqa: E402
from handover import commands as handover  # noqa: E402
from handover.models import Sheet  # noqa: E402
from handover.tests.conftest import Hands, moment, plan  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.e2e.test_looks import PAGES  # noqa: E402

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


def main(days, warm):
    month, faults = Month(days), 0
    with time_machine.travel(moment(0, day=1), tick=False) as clock:
        for number in range(1, days + 1):
            month.live(number, clock)
            faults += Sweep.row().faults
            if number == warm:
                before = megabytes()
    told = {"requests": month.requests, "wrong": month.wrong, "faults": faults, "sheets": Sheet.objects.count()}
    print(json.dumps(told | {"before": before, "after": megabytes()}))


if __name__ == "__main__":
    alone = {
        "ALLOWED_HOSTS": ["testserver"],
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "IDLE_LOCK_SECONDS": 24 * 3600,  # nobody sits at the simulated keyboard
    }
    with override_settings(**alone):
        main(*(int(word) for word in sys.argv[1:]))
