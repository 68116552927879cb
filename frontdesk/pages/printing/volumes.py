"""A volume as the file that is kept of it (F16, R42)."""

from django.utils import timezone

from frontdesk.kernel.exports import binding, pdf

from . import composing
from .models import PrintJob

Kind = PrintJob.Kind
BOUND = (Kind.ROSTER, Kind.LOG, Kind.HANDOVERS, Kind.INCIDENTS)


def write(book, path, *, by, at, register=None, short="", qr=""):
    """Write the PDF of a LogBook (with its desk and project) to a path; returns its `binding.Bound`: pages and SHA-256.

    register: papers.Register of the closed volume, for the cover; short, qr: of the checkpoint that the closing made.
    """
    desk = book.desk
    with timezone.override(desk.project.time_zone):
        return binding.bind(
            composing.month(desk, book.month, BOUND, at=at, register=register),
            lambda: pdf.margin(desk, by=by, at=at, short=short, qr=qr), path, title=f"值班记录本 {book.number}",
        )  # fmt: skip
