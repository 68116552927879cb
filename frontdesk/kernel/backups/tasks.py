from celery import shared_task
from django.utils import timezone

from . import commands


@shared_task
def make_todays():
    commands.make_todays(at=timezone.now())
