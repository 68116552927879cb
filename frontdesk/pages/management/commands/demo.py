"""manage.py demo [--days N] — a believable month that ends now; into an empty database, in demo mode only."""

import os
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from frontdesk.kernel.people.models import Project
from frontdesk.pages.demo import month

MOST = 366


class Command(BaseCommand):
    help = "Make the demo: two projects with a month of entries that ends now."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, help="full days before today (FRONTDESK_DEMO_DAYS, else 30)")

    def handle(self, *, days, **options):
        if not settings.DEMO:
            raise CommandError("The demo is made in demo mode only: set FRONTDESK_DEMO=1.")
        days = self._days() if days is None else days
        if not 1 <= days <= MOST:
            raise CommandError(f"Give a number of days from 1 to {MOST}.")
        began = time.monotonic()
        with transaction.atomic():  # looked at and filled in one, so that two of these cannot meet
            if Project.objects.exists():
                raise CommandError("There is a project here already; the demo goes into an empty database only.")
            counts = month.make(days=days, now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(
                f"The demo is ready: {counts['entries']} entries and {counts['steps']} steps of {days} days, "
                f"{counts['households']} households, {counts['people']} people, in {time.monotonic() - began:.0f} s."
            )

    def _days(self):
        try:
            return int(os.environ.get("FRONTDESK_DEMO_DAYS") or 30)
        except ValueError:
            raise CommandError("FRONTDESK_DEMO_DAYS must be a whole number.") from None
