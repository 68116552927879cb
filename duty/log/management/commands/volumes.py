"""manage.py volumes export — makes the files of closed volumes that wait, without a worker."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from duty.log import commands
from duty.log.models import VolumeExport, VolumeExported

State = VolumeExport.State


class Command(BaseCommand):
    help = "Make and register the files of closed volumes that wait, as the worker does every minute."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("export", help="make what waits; exit status 0 only when all of it was made")

    def handle(self, **options):
        waiting = list(VolumeExport.objects.filter(state=State.WAITING).values_list("pk", flat=True))
        before = VolumeExported.objects.order_by("-id").values_list("id", flat=True).first() or 0
        commands.run_exports(at=timezone.now())
        for made in VolumeExported.objects.filter(pk__gt=before).order_by("id"):
            self.stdout.write(f"{made.sha256}  {made.name}")
        if failed := VolumeExport.objects.filter(pk__in=waiting, state=State.FAILED).first():
            raise CommandError(f"The file of {failed.book} could not be made: {failed.error}")
        if not waiting:
            self.stdout.write("Nothing waits.")
