"""Backing up, putting back, and the daily one."""

import contextlib
import fcntl
import io
import json
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from frontdesk.kernel.records import guards, verify

from . import archive, databases, retention
from .archive import Unusable

NAME = "frontdesk-%Y%m%dT%H%M%SZ.tar.gz"
FROM_HOUR = 2  # of the server's day: what belongs to the day before is done by then


def back_up(path, *, at):
    """Write a backup of database and attachments; returns (path, bytes). The signing keys are not in it.

    path: the new file, or a folder in which it gets its name from `at`. Raises Unusable.
    """
    path = Path(path).absolute()
    if path.is_dir():
        path = path / (at.astimezone(UTC).strftime(NAME) + (".age" if settings.BACKUP_KEY else ""))
    if path.exists():
        raise Unusable(f"{path} is there already. Choose another name: a backup is never written over.")
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="backup-") as folder:
        database = Path(folder, archive.DATABASE)
        manifest = {"made_at": at.astimezone(UTC).isoformat(), **databases.dump(database)}
        size = archive.write(
            path, database=database, media=settings.MEDIA_ROOT, manifest=manifest, key=settings.BACKUP_KEY
        )
    return path, size


def restore(path, *, against=None):
    """Put a backup into the empty database of this process; returns {"made_at", "records", "files"}.

    Its parts must agree with their checksums, and what comes out with the records' own seals and with the checkpoint
    kept outside (against: its file, or None). Raises Unusable, and leaves database and attachments as they were.
    """
    if not Path(path).is_file():
        raise Unusable(f"There is no backup at {path}.")
    if against and not Path(against).is_file():
        raise Unusable(f"There is no checkpoint at {against}.")
    if not databases.is_empty():
        raise Unusable(
            "The database holds tables already. Put a backup back into an empty one only, such as with --to URL."
        )
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="restore-") as folder:
        manifest = archive.read(path, Path(folder), key=settings.BACKUP_KEY)
        _refuse_foreign(manifest)
        placed = []
        try:
            _place_files(Path(folder, archive.MEDIA), placed)
            databases.load(Path(folder, archive.DATABASE))
            records = _prove(manifest, against)
        except BaseException:
            databases.empty()
            for file in placed:
                file.unlink()
            raise
    return {"made_at": manifest["made_at"], "records": records, "files": len(placed)}


def _refuse_foreign(manifest):
    if manifest["vendor"] != databases.connection.vendor:
        raise Unusable(
            f"This backup comes from {manifest['vendor']}. Name an empty database of that kind with --to URL."
        )
    if unknown := databases.unknown_migrations(manifest["migrations"]):
        raise Unusable(
            f"This backup was made by a newer version of the software ({unknown[0]}). Install that version first."
        )


def _place_files(folder, placed):
    """Move the attachments to their places. One that is there already must be the same; nothing is written over."""
    for source in sorted(path for path in folder.rglob("*") if path.is_file()):
        target = Path(settings.MEDIA_ROOT, source.relative_to(folder))
        if target.exists():
            if target.read_bytes() != source.read_bytes():
                raise Unusable(f"{target} is there and says something else. Move the folder of attachments away first.")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
        placed.append(target)


def _prove(manifest, against):
    """Guards are put back, and everything is verified; returns the number of records."""
    if verify.heads() != manifest["heads"]:
        raise Unusable("This backup was edited: its records are not those that its manifest names.")
    call_command("migrate", verbosity=0, interactive=False)  # an older backup is brought up to date, and guarded again
    guards.require()
    said = io.StringIO()
    with contextlib.suppress(SystemExit):
        options = ["--against", str(against)] if against else []
        call_command("records", "verify", "--json", *options, stdout=said, stderr=io.StringIO())
    found = json.loads(said.getvalue())
    if not found["ok"]:
        bad = found["first_bad"]
        place = f"seal {bad['seq']} of desk {bad['desk']}" if bad["seq"] else f"{bad['kind']} {bad['record_id']}"
        than = (
            "the checkpoint outside names, so it is older or was edited" if against else "was sealed, so it was edited"
        )
        raise Unusable(f"This backup is not what {than}: {place}, {bad['why']}.")
    return found["records"]


def newest():
    """When the newest backup in BACKUP_FOLDER was made, or None."""
    return max(_made(), default=None)


def make_todays(*, at):
    """Make the backup of the server's day unless it is made, and let go of those that need not be kept.

    Returns its path, or None when there is nothing to do: no BACKUP_FOLDER, too early, made already, or being made.
    """
    if not settings.BACKUP_FOLDER:
        return None
    folder, today = Path(settings.BACKUP_FOLDER), timezone.localtime(at)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder) as alone:
        made = _made()
        if not alone or today.hour < FROM_HOUR or any(timezone.localtime(one).date() == today.date() for one in made):
            return None
        path, _size = back_up(folder, at=at)
        made = _made()
        for moment in retention.surplus(made):
            made[moment].unlink()
    return path


def _made():
    """{moment: path} of the backups in BACKUP_FOLDER that have a name as we give it; others are nobody's business."""
    made = {}
    for path in Path(settings.BACKUP_FOLDER).glob("frontdesk-*Z.tar.gz*"):
        with contextlib.suppress(ValueError):
            made[datetime.strptime(path.name.removesuffix(".age"), NAME).replace(tzinfo=UTC)] = path
    return made


@contextlib.contextmanager
def _alone_in(folder):
    """Whether nobody else backs up into this folder. A process that is killed gives the lock up."""
    with open(os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
