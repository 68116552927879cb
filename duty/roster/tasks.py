from celery import shared_task

from . import commands
from .drafting import process


@shared_task
def draft():
    commands.run_draft(draft=process.draft)
