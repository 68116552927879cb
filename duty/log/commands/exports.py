"""The files of a closed volume: made by the worker, entered in the register under their SHA-256 (R42).

Nothing waits for the worker: without one the export stands as it is, and `manage.py volumes export` makes it by hand.
"""

import hashlib
import logging
import os
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.refusal import Forbidden, Refused, constraints_speak
from frontdesk.kernel.records import attachments, sealing

from .. import rules, volumes
from ..models import LogBook, VolumeExport, VolumeExported
from .volumes import running_from

State = VolumeExport.State
SILENT = timedelta(minutes=3)  # the worker looks every minute; after so long it is not there, or has died
log = logging.getLogger(__name__)


def ask_export(*, book_id, media_type, by, at):
    """Ask the worker for a file of a closed volume, once more if need be; returns the export. R42."""
    book = LogBook.objects.select_related("desk").get(pk=book_id)
    if not rules.may_instruct(by, book.desk.project_id, at):
        raise Forbidden(_("The supervisor and the project lead have the files of a volume made."))
    if media_type not in volumes.makers:
        raise Refused(_("There is no such file of a volume. Choose one of those on its page."))
    _must_be_kept(book)
    with constraints_speak(VolumeExport), transaction.atomic():
        return VolumeExport.objects.create(book=book, media_type=media_type, asked_by=by, asked_at=at)


def _must_be_kept(book):
    if volumes.standing(book).state not in {volumes.CLOSED, volumes.HELD}:
        raise Refused(_("Files are made of a closed volume that is not disposed of. Close the volume first."))


def run_exports(*, at):
    """Make the files that wait, one after the other; part of the worker's task. Returns how many.

    One whose worker fell silent is begun anew; one that another worker has is left to it.
    """
    clock, done = running_from(at), 0
    waiting = VolumeExport.objects.filter(state=State.WAITING)
    left = VolumeExport.objects.filter(state=State.RUNNING, seen_at__lt=at - SILENT)
    for export in (waiting | left).select_related("book__desk__project", "asked_by").order_by("id"):
        mine = VolumeExport.objects.filter(pk=export.pk, state=export.state, seen_at=export.seen_at)
        if mine.update(state=State.RUNNING, seen_at=clock()):
            done += _work(export, clock)
    return done


def _work(export, clock):
    """Make one file and register it; whether that was possible. clock(): the moment it is."""

    def progress(made, total):
        VolumeExport.objects.filter(pk=export.pk).update(seen_at=clock(), done=made, total=total)

    book, maker = export.book, volumes.makers[export.media_type]
    path = volumes.folder() / f"{book.number}-{export.pk}.{maker.suffix}"
    part = path.with_name(f"{path.name}.part")
    try:
        _must_be_kept(book)  # it may have been disposed of since somebody asked
        path.parent.mkdir(parents=True, exist_ok=True)
        maker.write(book, part, by=export.asked_by, at=clock(), progress=progress)
        with open(part, "rb") as file:
            os.fsync(file.fileno())
            sha256, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        part.rename(path)
        attachments.sync(path.parent)
        with constraints_speak(VolumeExported), sealing.pen(book.desk_id, at=clock()) as pen:
            said = {"book": book, "media_type": export.media_type, "name": path.name, "size": size, "sha256": sha256}
            pen.write(VolumeExported(**said), by=export.asked_by)
            VolumeExport.objects.filter(pk=export.pk).update(state=State.DONE, seen_at=pen.at)
    except Exception as wrong:
        log.exception("The file of %s could not be made.", book)
        part.unlink(missing_ok=True)
        VolumeExport.objects.filter(pk=export.pk).update(state=State.FAILED, error=str(wrong)[:300])
        return False
    return True


def is_silent(export, at):
    """Whether nothing has been heard of an export for so long that its worker is not there."""
    return export.is_open and at - (export.seen_at or export.asked_at) > SILENT
