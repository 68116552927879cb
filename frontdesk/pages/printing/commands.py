"""A month as one file: asked for on the page, made by the worker, kept for a week (R64).

Nothing waits for the worker: without one the print stays as it is, and days and forms print from their own pages.
"""

import logging
import secrets
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duty.log.models import LogBook
from duty.roster.models import Roster
from frontdesk.kernel import bells
from frontdesk.kernel.exports import binding, chinese, pdf
from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak

from . import composing, rules
from .models import PrintJob

State, Trouble = PrintJob.State, PrintJob.Trouble
KEPT = timedelta(days=7)
STRAY = timedelta(days=1)  # what a killed worker left behind is not touched before
TASK = "frontdesk.pages.printing.tasks.print_months"
log = logging.getLogger(__name__)


class Stopped(Exception):
    """Whoever asked does not want it any more."""


def months(desk):
    """The first days of the months of which there is something to print, the newest first."""
    written = set(LogBook.objects.filter(desk=desk).values_list("month", flat=True))
    approved = Roster.objects.filter(desk=desk, state=Roster.State.APPROVED).values_list("month", flat=True)
    return sorted(written | set(approved), reverse=True)


def ask_print(*, desk, month, kinds, by, at):
    """Ask the worker for a month of a desk as one file; returns the job. One at a time for each person.

    month: its first day; kinds: of PrintJob.Kind. Raises Forbidden or Refused.
    """
    if not rules.may_print(by, desk.project_id, at):
        raise Forbidden(_("Supervisor, project lead and auditor print a month. Ask one of them."))
    if month not in months(desk):
        raise Refused(_("There is nothing to print of this month. Choose another one."))
    chosen = [kind for kind in PrintJob.Kind.values if kind in kinds]
    if not chosen:
        raise Refused(_("Choose what the file should hold."))
    with constraints_speak(PrintJob), transaction.atomic():
        _give_up_silent(at, desk=desk, asked_by=by)
        job = PrintJob.objects.create(desk=desk, month=month, parts=",".join(chosen), asked_by=by, asked_at=at)
        transaction.on_commit(partial(bells.ring, TASK))
    return job


def stop_print(*, job_id, by):
    """Stop a print of one's own; what nobody has begun is dropped at once."""
    mine = PrintJob.objects.filter(pk=job_id, asked_by=by)
    if not mine.filter(state=State.WAITING).update(state=State.FAILED, trouble=Trouble.STOPPED):
        mine.filter(state=State.RUNNING).update(is_stopped=True)


def run_prints():
    """Make the prints that wait, one after the other; part of the worker's task. Returns how many.

    One that another worker has taken is left to it.
    """
    done = 0
    for job in PrintJob.objects.filter(state=State.WAITING).select_related("desk__project", "asked_by").order_by("id"):
        mine = PrintJob.objects.filter(pk=job.pk, state=State.WAITING)
        if mine.update(state=State.RUNNING, seen_at=timezone.now()):
            _work(job)
            done += 1
    return done


def _work(job):
    folder = Path(settings.PRINTS_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{job.pk}-{secrets.token_hex(8)}.pdf"
    try:
        with timezone.override(job.desk.project.time_zone):
            bound = binding.bind(
                composing.month(job.desk, job.month, job.kinds, at=job.asked_at),
                lambda: pdf.margin(job.desk, by=job.asked_by, at=job.asked_at),
                folder / name,
                title=f"{job.desk.project.name} {chinese.month(job.month)}",
                said=partial(_progress, job),
            )
    except Stopped:
        _fail(job, Trouble.STOPPED)
    except binding.Empty:
        _fail(job, Trouble.EMPTY)
    except Exception:
        log.exception("The print of %s failed.", job.month)
        _fail(job, Trouble.BROKEN)
    else:
        PrintJob.objects.filter(pk=job.pk).update(
            state=State.DONE, file=name, pages=bound.pages, sha256=bound.sha256, seen_at=timezone.now()
        )


def _progress(job, done, of):
    running = PrintJob.objects.filter(pk=job.pk, state=State.RUNNING, is_stopped=False)
    if not running.update(seen_at=timezone.now(), done=done, steps=of):
        raise Stopped


def _fail(job, trouble):
    PrintJob.objects.filter(pk=job.pk).update(state=State.FAILED, trouble=trouble)


def _give_up_silent(at, **of):
    for job in PrintJob.objects.filter(state__in=[State.WAITING, State.RUNNING], **of):
        if job.is_silent(at):
            _fail(job, Trouble.SILENT)


def sweep_prints(*, at):
    """Remove prints that are a week old, with their files, and what workers that were killed left behind."""
    old = PrintJob.objects.filter(asked_at__lte=at - KEPT)
    for job in old:
        if job.file:
            job.path.unlink(missing_ok=True)
    old.delete()
    _give_up_silent(at, state=State.RUNNING)
    folder, known = Path(settings.PRINTS_ROOT), set(PrintJob.objects.values_list("file", flat=True))
    for found in folder.iterdir() if folder.exists() else ():
        if found.name not in known and found.stat().st_mtime < (at - STRAY).timestamp():
            shutil.rmtree(found) if found.is_dir() else found.unlink()
