"""`fresh_database` really commits, for every connection, and leaves the test database as it was."""

import threading

import pytest
from django.db import connection, connections

from frontdesk.kernel.people.models import User


def make(username):
    User.objects.create_user(username, username)
    connections.close_all()


def test_a_copy_commits_for_other_threads(fresh_database):
    threads = [threading.Thread(target=make, args=[f"person{number}"]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.count() == 8


@pytest.mark.django_db
def test_the_test_database_knows_nothing_of_a_copy():
    assert not User.objects.exists()
    assert connection.in_atomic_block


def test_two_copies_know_nothing_of_each_other(fresh_database):
    assert not User.objects.exists()
    assert not connection.in_atomic_block
