"""A writer in a process of its own: python -m frontdesk.kernel.records.tests.recorder DESK PERSON [COUNT]

Records entries one after the other, COUNT of them or until it is killed, and prints "serial id" on a line of
its own after each has been acknowledged. Works on DATABASE_URL.
"""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402 — Django must be set up first

from duty.log import commands as log  # noqa: E402
from frontdesk.kernel.people.models import User  # noqa: E402

from .small_book import SAID  # noqa: E402


def main(desk, person, count=0):
    by = User.objects.get(pk=person)
    number = 0
    while number < count or not count:
        intake = log.Intake(**SAID[number % len(SAID)])
        entry = log.record_entry(desk_id=desk, intake=intake, by=by, at=timezone.now())
        print(entry.serial, entry.pk, flush=True)
        number += 1


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
