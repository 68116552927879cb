"""Pictures and PDFs: checked by what they are, stripped of hidden data, kept under the hash that the seal holds."""

import hashlib
import io
import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from frontdesk.kernel.people.refusal import Refused

from .models import Attachment

MediaType = Attachment.MediaType
PICTURES = {"JPEG": MediaType.JPEG, "PNG": MediaType.PNG}


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
        if b"%%EOF" not in data[-2048:]:
            raise Refused(_("The PDF is not complete. Save it again and choose it once more."))
        return MediaType.PDF, data
    return _picture(data)


def _picture(data):
    try:
        with Image.open(io.BytesIO(data), formats=list(PICTURES)) as picture:
            if picture.width * picture.height > settings.ATTACHMENT_PIXELS:
                raise Refused(_("The picture has more than 25 million pixels. Choose a smaller one."))
            media_type = PICTURES[picture.format]
            upright = ImageOps.exif_transpose(picture)
            fresh = upright.convert("RGB" if media_type is MediaType.JPEG else "RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused(_("Only JPEG and PNG pictures and PDF files can be attached.")) from None
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
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    return sha256


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
