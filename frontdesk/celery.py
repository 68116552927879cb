"""The queue and the whole beat table.

Tasks are sweeps over state: a lost, late or doubled message changes nothing but the moment.
Without REDIS_URL the queue is a folder under FRONTDESK_HOME, so that one machine needs no other server.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")

from celery import Celery
from celery.signals import worker_ready
from django.conf import settings

app = Celery("frontdesk")
SWEEP = "frontdesk.kernel.notices.tasks.sweep"
DRAFT = "duty.roster.tasks.draft"
VOLUMES = "duty.log.tasks.keep_volumes"


def transport():
    """Celery's broker settings for Redis or, without it, for a folder."""
    if url := settings.REDIS_URL:
        return {
            "broker_url": url,
            # A killed worker's message comes back only after this time: above the longest task.
            "broker_transport_options": {
                "visibility_timeout": 900,
                "unacked_restore_throttle": 1,
                "socket_connect_timeout": 2,
            },
        }
    queue, control = settings.HOME / "queue", settings.HOME / "queue-control"
    queue.mkdir(parents=True, exist_ok=True)
    control.mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://localhost",  # the host means nothing, but without one Celery warns
        "broker_transport_options": {
            "data_folder_in": str(queue),
            "data_folder_out": str(queue),
            "control_folder": str(control),
        },
    }


app.conf.update(
    **transport(),
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    beat_schedule_filename=str(settings.HOME / "beat-schedule"),
    beat_schedule={
        # A sweep nobody took within its minute is worth nothing: the next one does the same.
        "sweep": {"task": SWEEP, "schedule": 60.0, "options": {"expires": 60}},
        # Asked for on a page, a draft is begun at once; this one is for those whose message was lost.
        "drafts": {"task": DRAFT, "schedule": 60.0, "options": {"expires": 60}},
        # The files of closed volumes, and the disposals that were approved.
        "volumes": {"task": VOLUMES, "schedule": 60.0, "options": {"expires": 60}},
    },
)
app.autodiscover_tasks(["frontdesk.kernel.notices", "duty.roster", "duty.log"])


@worker_ready.connect
def sweep_at_once(sender, **kwargs):
    """A worker that starts, after an outage perhaps, catches up now and does not wait for the clock."""
    app.send_task(SWEEP)
