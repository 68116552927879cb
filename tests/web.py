"""Browsers without scripts, for tests of pages: signed in, with the clock standing an hour after the cast's moment."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client

from frontdesk.kernel.records import access

SESSION_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def now(at):
    """The moment at which pages are asked; moved by `now.move_to(...)`."""
    with time_machine.travel(at + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def client_of(now, at):
    """client_of(person) → a browser in which that person works at the desk and has promised confidentiality."""

    def client_of(person):
        access.promise(by=person, at=at)
        client = Client()
        client.force_login(person, backend=SESSION_BACKEND)
        session = client.session
        session["began"] = session["seen"] = time.time()
        session.save()
        return client

    return client_of


def finish(answer):
    """Close the file that an answer streams, but not the connection that the test goes on with; as the test client does."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
