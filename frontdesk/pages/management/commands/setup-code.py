"""manage.py setup-code — the code that opens /setup/ while there is no project yet."""

from django.core.management.base import BaseCommand, CommandError

from frontdesk.kernel.ui.sessions import house_is_empty
from frontdesk.pages.setup import code


class Command(BaseCommand):
    help = "Prints the code that opens /setup/ in an empty installation."

    def handle(self, **options):
        if not house_is_empty():
            raise CommandError("This installation has a project already; it is set up under Settings.")
        self.stdout.write(code.setup_code())
