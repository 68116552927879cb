from celery import shared_task
from django.utils import timezone

from . import commands


@shared_task
def print_months():
    commands.sweep_prints(at=timezone.now())
    commands.run_prints()
