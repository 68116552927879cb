"""A server in this process: with a story whose clock a test sets, for what takes half an hour at the desk; or empty.

story.clock("17:10")          it is ten past five at the desk, and time runs on from there
story.page("clerk")           that person's page, signed in by hand
empty_house.window("/")       a page of somebody whom nobody knows yet
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread

from frontdesk.kernel.notices import commands as notices
from frontdesk.kernel.records import access
from tests.cast import AT, PASSWORD, gather, person

DESK = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1366, "height": 768}}
PHONE = {**DESK, "viewport": {"width": 390, "height": 844}}


class House:
    """The server on a fresh database, with nothing in it."""

    def __init__(self, browser):
        self.browser, self.contexts = browser, []
        self.server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        self.server.daemon = True
        self.server.start()
        self.server.is_ready.wait()
        if self.server.error:
            raise self.server.error
        self.base = f"http://127.0.0.1:{self.server.port}"

    def window(self, path="/", **options):
        """A page in a browser window of its own."""
        self.contexts.append(context := self.browser.new_context(**DESK | options))
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(f"{self.base}{path}")
        return page

    def end(self):
        for context in self.contexts:
            context.close()
        self.server.terminate()
        self.server.join()
        connections.close_all()


class Story(House):
    def __init__(self, browser):
        self.travel = time_machine.travel(AT, tick=True)
        self.clockwork = self.travel.start()
        self.cast = gather(AT)
        for somebody in vars(self.cast).values():
            if hasattr(somebody, "username"):
                access.promise(by=somebody, at=AT)
        super().__init__(browser)

    def clock(self, clock, day=23):
        """Put the clock of the day on; sessions that were idle meanwhile are locked, as at a real desk."""
        hour, minute = map(int, clock.split(":"))
        self.clockwork.move_to(datetime(2026, 11, day, hour, minute, 5, tzinfo=ZoneInfo("Asia/Shanghai")))

    def now(self):
        return datetime.now(ZoneInfo("UTC"))

    def sweep(self):
        """What the beat does every minute."""
        notices.sweep(at=self.now())

    def joins(self, role, username, name):
        """Somebody who holds a role at the desk's project since this morning."""
        from frontdesk.kernel.appointments.commands import appoint

        somebody = person(username, name)
        appoint(
            project_id=self.cast.desk.project_id,
            person=somebody,
            role=role,
            starts_at=AT,
            by=self.cast.lead,
            at=self.now(),
        )
        access.promise(by=somebody, at=AT)
        return somebody

    def page(self, username, path="/", **options):
        page = self.window(path, **options)
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(".me")
        page.wait_for_load_state()  # and with it the keys
        return page

    def end(self):
        super().end()
        self.travel.stop()


@pytest.fixture
def story(fresh_database, browser):
    told = Story(browser)
    yield told
    told.end()


@pytest.fixture
def empty_house(fresh_database, browser):
    house = House(browser)
    yield house
    house.end()
