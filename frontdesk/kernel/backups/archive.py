"""The file of a backup: a gzipped tar of the database, the attachments, their checksums and a manifest.

Encrypted with age when a key is given. All parts are standard, so that it opens without this software:

    age --decrypt -i KEYFILE FILE | tar xz && sha256sum -c SHA256SUMS

Written and read as a stream: neither the database nor the attachments are ever held in memory.
"""

import contextlib
import gzip
import hashlib
import json
import os
import re
import shutil
import tarfile
from concurrent.futures import ThreadPoolExecutor

import pyrage

DATABASE, MEDIA, SUMS, MANIFEST = "database", "media", "SHA256SUMS", "manifest.json"
AGE = b"age-encryption.org/v1"
MEMBER = re.compile(rf"(?:{DATABASE}|{SUMS}|{re.escape(MANIFEST)}|{MEDIA}(?:/[0-9A-Za-z_-][0-9A-Za-z._-]*)+)")
FORMAT = 1


class Unusable(Exception):
    """A sentence that says why nothing was backed up, or why nothing was put back, and what to do."""


def new_key():
    """(recipient, identity): the first encrypts and may stand on the server, the second opens and should not."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def write(path, *, database, media, manifest, key=""):
    """Put a backup into a new file at `path`; returns its size in bytes.

    database: path of the dump; media: the folder of the attachments; manifest: what is known about it, plain values.
    key: an age recipient (age1…) or identity (AGE-SECRET-KEY-1…); '' leaves the file readable.
    """
    recipient = _recipient(key) if key else None
    part = path.with_name(path.name + ".part")
    try:
        with open(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            with _encrypting(file, recipient) if recipient else contextlib.nullcontext(file) as sink:
                with gzip.GzipFile(fileobj=sink, mode="wb", compresslevel=1) as packed:
                    _pack(packed, database, media, manifest)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return size


def _pack(sink, database, media, manifest):
    sums = database.with_name(SUMS)
    with tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        with open(sums, "w") as lines:
            for name, path in _members(database, media):
                with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                    lines.write(f"{_add(tar, name, file)}  {name}\n")
        with open(sums, "rb") as file:
            manifest = {"format": FORMAT, **manifest, "sums": _add(tar, SUMS, file)}
        text = database.with_name(MANIFEST)
        text.write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
        with open(text, "rb") as file:
            _add(tar, MANIFEST, file)


def _members(database, media):
    """(name, path) of what is packed: no links, nothing half written, nothing from outside the folder."""
    yield DATABASE, database
    for folder, folders, names in os.walk(media):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            packed = f"{MEDIA}/{os.path.relpath(path, media)}"
            if not os.path.islink(path) and not name.endswith(".part") and MEMBER.fullmatch(packed):
                yield packed, path


def _add(tar, name, file):
    """Put an open file into the tar; returns its SHA-256."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = os.fstat(file.fileno()).st_size, 0o600
    hashing = _Hashing(file)
    tar.addfile(member, hashing)
    return hashing.sha256.hexdigest()


class _Hashing:
    """A file that is hashed as it is read or written."""

    def __init__(self, file):
        self.file, self.sha256 = file, hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.sha256.update(data)
        return data

    def write(self, data):
        self.sha256.update(data)
        return self.file.write(data)


def read(path, folder, *, key=""):
    """Unpack a backup into an empty folder and compare every part with its checksum; returns the manifest.

    Raises Unusable when the key is wrong, when a byte was changed, or when something is missing or too much.
    """
    with open(path, "rb") as file:
        encrypted = file.read(len(AGE)) == AGE
        file.seek(0)
        if encrypted and not key.startswith("AGE-SECRET-KEY-1"):
            raise Unusable(
                "This backup is encrypted. Put the secret key that opens it (AGE-SECRET-KEY-1…) into BACKUP_KEY."
            )
        try:
            with _decrypting(file, key) if encrypted else contextlib.nullcontext(file) as source:
                with gzip.GzipFile(fileobj=source) as packed:
                    _unpack(packed, folder)
        except (OSError, EOFError, tarfile.TarError, ValueError) as wrong:
            raise Unusable(f"This is not a whole backup of Front Desk: {wrong or 'it ends too early'}.") from wrong
    return _checked(folder)


def _unpack(source, folder):
    """Into the folder; beside each file goes what its checksum is, into FOUND."""
    with open(folder / "FOUND", "w") as lines, tarfile.open(fileobj=source, mode="r|") as tar:
        for member in tar:
            if not member.isreg() or not MEMBER.fullmatch(member.name) or (folder / member.name).exists():
                raise ValueError(f"it holds {member.name!r:.80}")
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "wb") as out:
                hashing = _Hashing(out)
                shutil.copyfileobj(tar.extractfile(member), hashing)  # type: ignore[arg-type]
            if member.name not in {SUMS, MANIFEST}:
                lines.write(f"{hashing.sha256.hexdigest()}  {member.name}\n")
    while source.read(1 << 20):  # to the very end: only there does the encryption say that nothing was cut off
        pass


def _checked(folder):
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        known = manifest["format"] == FORMAT and {"made_at", "vendor", "migrations", "heads", "sums"} <= set(manifest)
        sums = hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise Unusable("This is not a whole backup of Front Desk: its manifest cannot be read.") from wrong
    if not known:
        raise Unusable("This backup has a form that this version does not know. Install the version that made it.")
    with open(folder / SUMS) as wanted, open(folder / "FOUND") as found:
        for line, is_there in zip(_and_end(wanted), _and_end(found), strict=False):
            if line != is_there:
                name = (line or is_there).split("  ")[-1].strip()
                raise Unusable(f"This backup is not what it was: {name} differs from its checksum.")
    if sums != manifest["sums"]:
        raise Unusable("This backup is not what it was: its checksums differ from its manifest.")
    return manifest


def _and_end(lines):
    """A file's lines and then an empty one, so that a longer list differs from a shorter one."""
    yield from lines
    yield ""


def _recipient(key):
    try:
        if key.startswith("AGE-SECRET-KEY-1"):
            return pyrage.x25519.Identity.from_str(key).to_public()
        return pyrage.x25519.Recipient.from_str(key)
    except (pyrage.IdentityError, pyrage.RecipientError) as wrong:
        raise Unusable("BACKUP_KEY is no age key. Make one with: python manage.py backup --new-key") from wrong


@contextlib.contextmanager
def _encrypting(out, recipient):
    """A pipe; what is written into it stands encrypted in `out` once the context ends."""
    ours, theirs = os.pipe()

    def encrypt():
        with open(ours, "rb") as source:
            pyrage.encrypt_io(source, out, [recipient])

    with ThreadPoolExecutor(1) as helper:
        done = helper.submit(encrypt)
        try:
            with open(theirs, "wb") as pipe:
                yield pipe
        except BrokenPipeError:
            done.result()  # says why the other end broke off, such as a full disk
            raise
        done.result()


@contextlib.contextmanager
def _decrypting(file, key):
    """A pipe from which the plain content comes. Raises ValueError when the key or a byte is wrong."""
    ours, theirs = os.pipe()

    def decrypt():
        with open(theirs, "wb") as sink:
            pyrage.decrypt_io(file, sink, [pyrage.x25519.Identity.from_str(key)])

    with ThreadPoolExecutor(1) as helper:
        done = helper.submit(decrypt)
        try:
            with open(ours, "rb") as pipe:
                yield pipe
        finally:
            wrong = done.exception()
            if isinstance(wrong, (pyrage.DecryptError, pyrage.IdentityError)):
                raise ValueError("the key in BACKUP_KEY does not open it") from wrong
            if isinstance(wrong, OSError) and not isinstance(wrong, BrokenPipeError):
                raise ValueError("a byte of it was changed, or its end is missing") from wrong
