"""manage.py backup PATH — database and attachments in one file, while everybody goes on working."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from frontdesk.kernel.backups import archive, commands


class Command(BaseCommand):
    help = "Write database and attachments into one file; encrypted when BACKUP_KEY is set."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", help="a new file, or a folder in which it gets a name")
        parser.add_argument(
            "--new-key", action="store_true", help="print a new key for BACKUP_KEY, and do nothing else"
        )

    def handle(self, *, path, new_key, **options):
        if new_key:
            recipient, identity = archive.new_key()
            self.stdout.write(f"For the server, which can then make backups but not read them: BACKUP_KEY={recipient}")
            self.stdout.write(f"To open them, kept elsewhere and never lost:                  BACKUP_KEY={identity}")
            return
        if not path:
            raise CommandError("Say where to: python manage.py backup PATH")
        began = time.monotonic()
        try:
            path, size = commands.back_up(path, at=timezone.now())
        except (archive.Unusable, OSError) as no:
            raise CommandError(str(no)) from no
        self.stdout.write(f"{path}: {size / 1e6:.1f} MB in {time.monotonic() - began:.1f} s")
