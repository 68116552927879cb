"""manage.py sweep [--at ISO] [--json]"""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from frontdesk.kernel.notices import commands


class Command(BaseCommand):
    help = "Turn what is owed now into notices, and send what is due outside. Harmless to run twice."

    def add_arguments(self, parser):
        parser.add_argument("--at", metavar="ISO", help="the moment to sweep for; now when left out")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, at, **options):
        try:
            moment = parse_datetime(at) if at else timezone.now()
        except ValueError:
            moment = None
        if moment is None:
            raise CommandError(f"{at!r} is not a moment; write it like 2026-11-23T09:30:00+08:00.")
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        answer = commands.sweep_and_deliver(at=moment)
        said = "created {created}, delivered {delivered}, open {open}".format(**answer)
        self.stdout.write(json.dumps(answer) if options["json"] else said)
