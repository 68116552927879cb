from celery import shared_task
from django.utils import timezone

from . import commands


@shared_task
def sweep():
    commands.sweep(at=timezone.now())
