"""The key that signs checkpoints: the file of its private half, and the history of the public halves.

The file lies outside database, attachments and backups, so that whoever has one of these cannot sign. A new key is
signed by the one before it; after a key was lost, the next one stands alone, and whoever verifies is told.
"""

import base64
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from . import canonical, columns, signed_notes
from .models import CheckpointKey

NAME = "frontdesk/keys"


class Unusable(Exception):
    """A sentence that says why nothing can be signed, and what to do."""


def path():
    return Path(settings.CHECKPOINT_KEY)


def require():
    """Raise ImproperlyConfigured when this is production and the key's file is not as it must be. Asks no database."""
    if settings.MODE == "production":
        try:
            _first_allowed(_read(path()))
        except Unusable as no:
            raise ImproperlyConfigured(str(no)) from no


def trouble():
    """Why no checkpoint can be signed now, in a sentence, or None. Makes no key."""
    try:
        newest = CheckpointKey.objects.last()
        if newest is None:
            _first_allowed(_read(path()))
        else:
            _matching(newest)
    except Unusable as no:
        return str(no)
    return None


def current(*, at, make=False):
    """The private key that the history ends with. Raises Unusable.

    at: the moment written beside a key that is met for the first time; make: a first key is made also in production.
    """
    newest = CheckpointKey.objects.last()
    if newest is None:
        private = _read(path())
        if not make:
            _first_allowed(private)
        newest = _append(1, private or _make(path()), None, at=at)
    return _matching(newest)


def _first_allowed(private):
    if private is None and settings.MODE == "production":
        raise Unusable(f"There is no checkpoint key at {path()}. Make one with: manage.py records rotate-key")


def _matching(newest):
    """The private half of a CheckpointKey. Raises Unusable."""
    private, fresh = _read(path()), _read(_fresh())
    if private and _public(private).hex() == newest.public:
        return private
    if fresh and _public(fresh).hex() == newest.public:  # whoever rotated it was stopped before the last step
        _put(_fresh(), path())
        return fresh
    missing = f"The checkpoint key {newest.number} is not at {path()}"
    raise Unusable(f"{missing}. Put it back; if it is lost: manage.py records rotate-key --lost")


def first(*, at):
    """Make the key of a new book, which production does not make by itself; returns the newest CheckpointKey, an old one too."""
    current(at=at, make=True)
    return CheckpointKey.objects.last()


def rotate(*, at, lost=False):
    """Make a new key, signed by the old one, and let the old one go; returns the new CheckpointKey. Raises Unusable.

    The first key is made here too. lost: the old key cannot sign any more, and the history shows it.
    """
    with transaction.atomic():
        newest = CheckpointKey.objects.select_for_update().last()
        if newest is None:
            current(at=at, make=True)
            return CheckpointKey.objects.get()
        try:
            old = current(at=at)
        except Unusable:
            if not lost:
                raise
            old = None
        if lost and old:
            raise Unusable(f"The checkpoint key {newest.number} is where it should be. Rotate it without --lost.")
        row = _append(newest.number + 1, _make(_fresh()), old, at=at)
    current(at=at)  # puts the new key in the place of the old one, now that the records name it
    return row


@dataclass(frozen=True)
class Known:
    """A key of the history. before: the public key that it follows and that signed it, or None."""

    number: int
    public: bytes
    before: bytes | None


def history():
    """([Known] in order, [(row id, sentence)] of what is wrong with it)."""
    sql, read = columns.reader(CheckpointKey, ("id", "number", "public", "made_at", "note"))
    known, wrong = [], []
    for row in columns.fetch(f'SELECT {sql} FROM "records_checkpointkey" ORDER BY number'):
        try:
            _, number, public, made_at, note = read(row)
            known.append(_checked(number, public, made_at, note, known))
        except (ValueError, TypeError, AttributeError) as why:
            wrong.append((row[0] if type(row[0]) is int else None, f"the key cannot be believed: {why}"))
    return known, wrong


def linked(known, public):
    """The public keys that a chain of signatures ties to one of them, that one among them if it is known."""
    tied = {public} & {key.public for key in known}
    for key in [*known, *reversed(known)]:
        if key.before and {key.public, key.before} & tied:
            tied |= {key.public, key.before}
    return tied


def _checked(number, public, made_at, note, known):
    if number != len(known) + 1:
        raise ValueError(f"key {len(known) + 1} is missing")
    if bytes.fromhex(public).hex() != public:
        raise ValueError("it is not written as a key is")
    public = bytes.fromhex(public)
    text, _ = signed_notes.opened(note, NAME, [public])
    for before in (known[-1].public if known else None, None):
        if text == _statement(number, public, made_at, before):
            if before:
                signed_notes.opened(note, NAME, [before])
            return Known(number, public, before)
    raise signed_notes.Broken("it says something else than what was signed")


def _statement(number, public, made_at, before):
    after = base64.b64encode(before).decode() if before else "nothing"
    return f"{NAME}\n{number}\n{base64.b64encode(public).decode()}\nmade {made_at} after {after}\n"


def _append(number, private, old, *, at):
    """The row of a key at the end of the history; another process may have put the first one there meanwhile."""
    public = _public(private)
    text = _statement(number, public, canonical.moment(at), _public(old) if old else None)
    note = signed_notes.sign(text, *[(NAME, one) for one in (private, old) if one])
    row = {"public": public.hex(), "made_at": at, "note": note}
    return CheckpointKey.objects.get_or_create(number=number, defaults=row)[0]


def _public(private):
    return private.public_key().public_bytes_raw()


def _fresh():
    return path().with_name(path().name + ".next")


def _read(place):
    """The private key in a file, or None when there is no such file. Raises Unusable."""
    try:
        with open(place, "rb") as file:
            open_to = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
            data = file.read(10_000)
    except FileNotFoundError:
        return None
    except OSError as wrong:
        raise Unusable(f"The checkpoint key at {place} cannot be read: {wrong.strerror}.") from wrong
    if open_to:
        raise Unusable(f"Others may read the checkpoint key at {place}. Run: chmod 600 {place}")
    try:
        private = serialization.load_pem_private_key(data, password=None)
    except (ValueError, TypeError) as wrong:
        raise Unusable(f"The file {place} holds no key.") from wrong
    if not isinstance(private, Ed25519PrivateKey):
        raise Unusable(f"The file {place} holds a key of another sort than Ed25519.")
    return private


def _make(place):
    """A new private key in a file of its own; of two processes that come at once one makes it, and both have it."""
    private = Ed25519PrivateKey.generate()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{os.getpid()}")
    data = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with open(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        if place == _fresh():
            _put(part, place)
            return private
        os.link(part, place)  # unlike a rename, it fails where something is
    except FileExistsError:
        return _read(place)
    finally:
        part.unlink(missing_ok=True)
    return private


def _put(source, target):
    """Move a file, so that it is there after a power cut too."""
    source.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
