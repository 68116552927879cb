"""manage.py restore PATH [--against FILE] [--to URL] — put a backup into an empty database, and prove it."""

import os
import subprocess
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from frontdesk.kernel.backups import archive, commands


class Command(BaseCommand):
    help = "Put a backup into an empty database; refused unless checksums, seals and checkpoint agree."
    requires_system_checks = []  # there is nothing to check before it is done

    def add_arguments(self, parser):
        parser.add_argument("path", help="the file that `manage.py backup` wrote")
        parser.add_argument("--against", metavar="FILE", help="the newest checkpoint kept outside")
        parser.add_argument("--to", metavar="URL", help="an empty database; DATABASE_URL without it")

    def handle(self, *, path, against, to, **options):
        if to:  # the same command again, in a process whose settings say so from the start
            again = [sys.executable, "manage.py", "restore", os.path.abspath(path)]
            again += ["--against", os.path.abspath(against)] if against else []
            done = subprocess.run(again, cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": to}, check=False)
            if done.returncode:
                sys.exit(done.returncode)
            return
        began = time.monotonic()
        try:
            done = commands.restore(path, against=against)
        except (archive.Unusable, OSError) as no:
            raise CommandError(str(no)) from no
        seconds = time.monotonic() - began
        words = (
            f"{done['records']} records and {done['files']} files as of {done['made_at']}, put back in {seconds:.1f} s"
        )
        if against:
            self.stdout.write(f"{words}; they agree with the checkpoint outside.")
        else:
            self.stdout.write(
                f"{words}. Only shown to agree with themselves: give the newest checkpoint with --against."
            )
