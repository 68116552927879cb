from celery import shared_task
from django.utils import timezone

from . import commands


@shared_task
def keep_volumes():
    commands.run_exports(at=timezone.now())
    commands.carry_out_disposals(at=timezone.now())
