from celery import shared_task
from django.utils import timezone

from . import commands


@shared_task
def sweep():
    commands.sweep_and_deliver(at=timezone.now())
