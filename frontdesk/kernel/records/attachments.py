"""Pictures and PDFs: checked by what they are, stripped of hidden data, kept under the hash that the seal holds."""

import hashlib
import io
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from frontdesk.kernel.people.refusal import Refused

from . import columns
from .models import Attachment, Erasure

MediaType = Attachment.MediaType
# A telephone's JPEG with a depth map or a second view in it calls itself MPO.
PICTURES = {"JPEG": MediaType.JPEG, "MPO": MediaType.JPEG, "PNG": MediaType.PNG}
# Nothing may follow the end of a PDF: a second file of another sort could hide there.
PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\0]*\Z")
Image.MAX_IMAGE_PIXELS = None  # ATTACHMENT_PIXELS is stricter, and asked before anything is decoded
BATCH = 500
ERASED = (
    f"EXISTS (SELECT 1 FROM {Erasure._meta.db_table} e"
    f" WHERE e.about_kind = '{Attachment.seal_kind}' AND e.about_id = records_attachment.id)"
)


def clean(data):
    """(media type, bytes to keep) of an upload.

    A picture is decoded and written anew, so that position, camera and whatever hid in it are gone.
    Raises Refused for anything but JPEG, PNG and PDF, and beyond ATTACHMENT_BYTES or ATTACHMENT_PIXELS.
    """
    if not data:
        raise Refused(_("The file is empty. Choose another one."))
    if len(data) > settings.ATTACHMENT_BYTES:
        raise Refused(_("The file is larger than 10 MB. Choose a smaller one."))
    if data.startswith(b"%PDF-"):
        if not PDF_END.search(data[-2048:]):
            raise Refused(_("The PDF is not complete. Save it again and choose it once more."))
        return MediaType.PDF, data
    return _picture(data)


def _picture(data):
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            media_type = PICTURES[str(picture.format)]
            if picture.width * picture.height > settings.ATTACHMENT_PIXELS:
                raise Refused(_("The picture has more than 25 million pixels. Choose a smaller one."))
            upright = ImageOps.exif_transpose(picture)
            fresh = upright.convert("RGB" if media_type is MediaType.JPEG else "RGBA")
    except Refused:
        raise
    except Exception:  # noqa: BLE001 — a decoder that a stranger's bytes drive may raise anything
        raise Refused(_("Only JPEG and PNG pictures and PDF files can be attached. Save it as one of these.")) from None
    bare = Image.new(fresh.mode, fresh.size)
    bare.paste(fresh)
    out = io.BytesIO()
    bare.save(out, format=media_type.label, **({"quality": 88} if media_type is MediaType.JPEG else {}))
    return media_type, out.getvalue()


def path_of(sha256):
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep(data):
    """Put bytes on disk under their own hash, synced before anything speaks of them; returns the hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).rename(path)
        for folder in (path.parent, path.parent.parent):
            sync(folder)
    return sha256


def sync(folder):
    """Let a folder's entries reach the disk, as the bytes of a file have."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def attach(pen, *, about, name, media_type, data, by):
    """Seal an attachment of a record. media_type and data: what `clean` returned; name: as the user called it."""
    return pen.write(
        Attachment(
            about_kind=about.seal_kind,
            about_id=about.pk,
            name=name[-120:] or None,
            media_type=media_type,
            size=len(data),
            sha256=keep(data),
        ),
        by=by,
    )


def of(record):
    """The attachments of a record, oldest first."""
    return Attachment.objects.filter(about_kind=record.seal_kind, about_id=record.pk).order_by("id")


def remove_erased(sha256):
    """Delete a file once every attachment that shares it is erased; harmless when it is gone."""
    if not _is_shared(sha256):
        path_of(sha256).unlink(missing_ok=True)


def _is_shared(sha256):
    """Whether an attachment that is not erased has this very file."""
    erased = Erasure.objects.filter(about_kind=Attachment.seal_kind, about_id=OuterRef("pk"))
    return Attachment.objects.filter(~Exists(erased), sha256=sha256).exists()


def faults():
    """(record id, sentence) for each file that is not on disk as it was attached, or still is though it was erased."""
    sql, read = columns.reader(Attachment, ("id", "size", "sha256"))
    last = 0
    rows_after = f'SELECT {sql}, {ERASED} FROM "records_attachment" WHERE id > %s ORDER BY id LIMIT {BATCH}'
    while rows := columns.fetch(rows_after, [last]):
        for *row, erased in rows:
            last = row[0]
            if why := _file_fault(read, row, erased):
                yield last, why


def _file_fault(read, row, erased):
    try:
        _, size, sha256 = read(row)
        if erased:
            left = path_of(sha256).exists() and not _is_shared(sha256)
            return "it was erased, but its file is still there" if left else None
        with open(path_of(sha256), "rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            if (found, file.tell()) != (sha256, size):
                return "its file says something else than what was attached"
    except FileNotFoundError:
        return "its file is missing"
    except (OSError, ValueError, TypeError) as wrong:
        return f"its file cannot be read: {wrong}"
    return None
