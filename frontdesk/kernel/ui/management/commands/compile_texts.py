"""`manage.py compile_texts`: what `compilemessages` does, without gettext on the machine."""

from django.core.management.base import BaseCommand

from frontdesk.kernel.ui.texts import compile_texts


class Command(BaseCommand):
    help = "Compiles the translations that changed."

    def handle(self, **options):
        for path in compile_texts():
            self.stdout.write(str(path))
