"""Pictures and PDFs only, stripped of what hides in them; on disk under the hash that the seal holds."""

import hashlib
import io
import os
import random
import struct
import zlib

import pytest
from PIL import Image

from duty.log import commands as log
from frontdesk.kernel.people.refusal import Refused
from frontdesk.kernel.records import attachments, verify
from frontdesk.kernel.records.models import Attachment, Seal

from .small_book import SAID, picture

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\ntrailer\n<</Root 1 0 R>>\nstartxref\n45\n%%EOF\n"
HIDDEN = b"GPS 31.2304N 121.4737E <script>alert(1)</script>"


def image(form="JPEG", size=(64, 48), mode="RGB", **extra):
    out = io.BytesIO()
    Image.new(mode, size, 90 if mode in {"L", "I;16"} else "teal").save(out, format=form, **extra)
    return out.getvalue()


def with_exif():
    exif = Image.Exif()
    exif[0x010E] = HIDDEN.decode()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.0)
    return image(exif=exif, comment=HIDDEN)


def png_that_says(width, height, data=b""):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def phone_picture():
    """A JPEG with a second view behind it, as telephones write it: Pillow calls it MPO."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(
        out, format="MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "red")]
    )
    return out.getvalue()


@pytest.mark.parametrize(
    "data, media_type",
    [
        (image("JPEG"), "image/jpeg"), (image("PNG"), "image/png"), (image("JPEG", mode="L"), "image/jpeg"),
        (image("JPEG", mode="CMYK"), "image/jpeg"), (image("PNG", mode="P"), "image/png"),
        (image("PNG", mode="RGBA"), "image/png"), (phone_picture(), "image/jpeg"), (PDF, "application/pdf"),
    ],
    ids=["jpeg", "png", "grey jpeg", "cmyk jpeg", "palette png", "transparent png", "jpeg of two views", "pdf"],
)  # fmt: skip
def test_pictures_and_pdfs_are_taken(data, media_type):
    kept_as, kept = attachments.clean(data)
    assert kept_as == media_type
    assert attachments.clean(kept)[0] == media_type


def test_what_hides_in_a_picture_is_gone():
    sent = with_exif()
    _, kept = attachments.clean(sent)
    assert HIDDEN in sent
    assert (HIDDEN in kept, b"Exif" in kept, b"alert" in kept) == (False, False, False)
    with Image.open(io.BytesIO(kept)) as fresh:
        assert (fresh.size, dict(fresh.getexif())) == ((48, 64), {})


def test_what_hides_behind_a_picture_is_gone():
    for data in (image("JPEG"), image("PNG")):
        _, kept = attachments.clean(data + b"PK\x03\x04" + HIDDEN)
        assert HIDDEN not in kept
    _, kept = attachments.clean(phone_picture())
    assert kept.count(b"\xff\xd8\xff") == 1


REFUSED = {
    "nothing": b"",
    "an executable": b"MZ\x90\0\x03" + bytes(200),
    "an ELF": b"\x7fELF" + bytes(200),
    "a page": b"<!doctype html><script>alert(1)</script>",
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a GIF": image("GIF"),
    "a TIFF": image("TIFF"),
    "a WebP": image("WEBP"),
    "a BMP": image("BMP"),
    "a zip": b"PK\x03\x04" + bytes(200),
    "only the first bytes of a JPEG": b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>" * 20,
    "only the first bytes of a PNG": b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>" * 20,
    "a page that begins as a PDF": b"%PDF-1.4<script>alert(1)</script>%%EOF",
    "a PDF with a zip behind it": PDF + b"PK\x03\x04" + bytes(40) + b"PK\x05\x06" + bytes(18),
    "half a PDF": PDF[:60],
    "half a JPEG": image("JPEG", (400, 400))[:900],
    "half a PNG": image("PNG", (400, 400))[:200],
    "a PNG of no picture": png_that_says(10, 10),
    "a PNG of no width": png_that_says(0, 10),
    "a PNG of two billion pixels": png_that_says(2**31 - 1, 1),
    "a bomb": png_that_says(60_000, 60_000, zlib.compress(bytes(10**6))),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused_with_a_sentence(data):
    with pytest.raises(Refused) as no:
        attachments.clean(data)
    assert len(str(no.value)) > 5


def test_ten_megabytes_are_taken_and_not_a_byte_more(settings):
    filled = PDF[:9] + b"%" + b" " * (settings.ATTACHMENT_BYTES - len(PDF) - 2) + b"\n" + PDF[9:]
    assert len(filled) == settings.ATTACHMENT_BYTES
    assert attachments.clean(filled) == ("application/pdf", filled)
    with pytest.raises(Refused, match="10 MB"):
        attachments.clean(filled[:9] + b" " + filled[9:])


def test_twenty_five_million_pixels_are_the_most(settings):
    assert settings.ATTACHMENT_PIXELS == 25_000_000
    settings.ATTACHMENT_PIXELS = 64 * 48  # the rule, without the minutes that a large picture takes
    assert attachments.clean(image("PNG"))[0] == "image/png"
    with pytest.raises(Refused, match="2500|25 million"):
        attachments.clean(image("PNG", (65, 48)))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_no_broken_picture_raises_anything_but_a_refusal(form):
    rng = random.Random(40)
    sound = with_exif() if form == "JPEG" else image("PNG")
    for _ in range(400):
        broken = bytearray(sound)
        for _ in range(rng.randint(1, 12)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            attachments.clean(bytes(broken[: rng.randint(1, len(broken))] if rng.random() < 0.3 else broken))
        except Refused:
            pass


@pytest.fixture
def attached(desk, clerk, at):
    files = (("门口 1.png", *attachments.clean(picture())),)
    log.record_entry(desk_id=desk.pk, intake=log.Intake(**SAID[0], files=files), by=clerk, at=at)
    return Attachment.objects.get()


@pytest.mark.django_db
@pytest.mark.clause("R40")
def test_a_file_lies_under_its_hash_and_the_seal_holds_it(attached, files):
    data = attachments.path_of(attached.sha256).read_bytes()
    assert attachments.path_of(attached.sha256) == files / attached.sha256[:2] / attached.sha256
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (attached.sha256, attached.size)
    body = Seal.objects.get(kind="records.attachment", record_id=attached.pk).body
    assert f'"sha256":"{attached.sha256}"' in body
    assert "门口" not in body
    assert verify.verify()[1] == []


def _as_folder(path):
    path.unlink()
    path.mkdir()


HARM = {
    "a byte changed": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"),
    "cut": lambda path: os.truncate(path, 10),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "emptied": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "a folder instead": _as_folder,
}


@pytest.mark.django_db
@pytest.mark.clause("R40")
@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_file_that_is_not_as_attached_is_found(attached, harm):
    harm(attachments.path_of(attached.sha256))
    faults = verify.verify()[1]
    assert [(fault.kind, fault.record_id) for fault in faults] == [("records.attachment", attached.pk)]


@pytest.mark.django_db
def test_the_same_picture_twice_lies_on_disk_once(attached, desk, clerk, at, files):
    log.add_note(entry_id=attached.about_id, text="再附", by=clerk, at=at, files=[("x", *attachments.clean(picture()))])
    assert Attachment.objects.values("sha256").distinct().count() == 1
    assert [path.name for path in files.rglob("*") if path.is_file()] == [attached.sha256]
    assert verify.verify()[1] == []


def test_a_file_kept_by_two_at_once_is_whole(tmp_path):
    import threading

    data, wrong = os.urandom(200_000), []

    def keep():
        try:
            attachments.keep(data)
        except OSError as error:
            wrong.append(error)

    threads = [threading.Thread(target=keep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert attachments.path_of(hashlib.sha256(data).hexdigest()).read_bytes() == data
