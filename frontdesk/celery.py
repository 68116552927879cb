"""The queue and the whole beat table.

Tasks are sweeps over state: a lost, late or doubled message changes nothing but the moment.
Without REDIS_URL the queue is a folder under FRONTDESK_HOME, so that one machine needs no other server.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready
from django.conf import settings
from kombu import Queue

app = Celery("frontdesk")
SWEEP = "frontdesk.kernel.notices.tasks.sweep"
DRAFT = "duty.roster.tasks.draft"
CLOCK, SLOW = settings.QUEUES
BACKUP = "frontdesk.kernel.backups.tasks.make_todays"
PRINT = "frontdesk.pages.printing.tasks.print_months"
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
    imports=["frontdesk.worker"],
    # What takes minutes must not keep deadlines waiting: workers may take one queue each, and one alone takes both.
    task_queues=[Queue(name) for name in settings.QUEUES],
    task_default_queue=CLOCK,
    task_routes={name: {"queue": SLOW} for name in (BACKUP, DRAFT, PRINT)},
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    # With redbeat, which production uses, one beat holds a lock for so long, and another one takes over after it.
    redbeat_redis_url=settings.REDIS_URL,
    redbeat_lock_timeout=60,
    beat_max_loop_interval=10,
    beat_schedule_filename=str(settings.HOME / "beat-schedule"),
    beat_schedule={
        # A sweep nobody took within its minute is worth nothing: the next one does the same.
        "sweep": {"task": SWEEP, "schedule": 60.0, "options": {"expires": 60}},
        # Asked for on a page, a draft or a print is begun at once; these are for those whose message was lost.
        "drafts": {"task": DRAFT, "schedule": 60.0, "options": {"expires": 60}},
        "prints": {"task": PRINT, "schedule": 60.0, "options": {"expires": 60}},
        # Asked every hour whether the day has its backup: a clock that stood still at night is made good.
        "backup": {"task": BACKUP, "schedule": crontab(minute=20), "options": {"expires": 3600}},
        # The files of closed volumes, and the disposals that were approved.
        "volumes": {"task": VOLUMES, "schedule": 60.0, "options": {"expires": 60}},
    },
)
app.autodiscover_tasks(
    ["frontdesk.kernel.backups", "frontdesk.kernel.notices", "duty.log", "duty.roster", "frontdesk.pages.printing"]
)


@worker_ready.connect
def sweep_at_once(sender, **kwargs):
    """A worker that starts, after an outage perhaps, catches up now and does not wait for the clock."""
    app.send_task(SWEEP)
