"""The export: one archive that proves itself, to be verified anywhere by the one file that comes with it.

    verify.py                        proves all of it; see its head for what is promised
    keys.jsonl                       the history of the keys that sign checkpoints
    chains/<desk>/chain.json         the chain's key, the first and last seal in here, and what is before the first
    chains/<desk>/seals.jsonl        every seal with its body
    chains/<desk>/personal.jsonl     salt and value of each personal field: the only part that holds any
    chains/<desk>/checkpoints.jsonl  signed notes
    attachments/<sha256>             the files, by the hash that their seal holds
    manifest.json                    the SHA-256 of every other part

Written as a stream: neither a chain nor a file is ever held in memory. Writers need not stop meanwhile.
"""

import contextlib
import hashlib
import json
import shutil
import zipfile
from itertools import groupby
from pathlib import Path

from . import attachments, canonical, catalogue, checkpoints
from .merkle import Frontier
from .models import Attachment, Chain, Checkpoint, CheckpointKey, Seal

FORMAT = 1
VERIFIER = Path(__file__).with_name("offline") / "verify.py"
BATCH = 2000
SEAL = ("seq", "kind", "record_id", "form", "body", "prev", "hash", "sealed_at", "sealed_by")
BEGAN = (1980, 1, 1, 0, 0, 0)  # no part carries a time of its own


class Unwritable(Exception):
    """A sentence that says why there is no export, and what to do."""


def write(path, *, at, desk_id=None, first=1, last=None, personal=True):
    """Write an export; returns {"path", "seals", "checkpoints", "attachments"}. Raises Unwritable.

    desk_id: of one desk, None for all; first, last: of its seals, to the end when last is None. personal: whether names,
    numbers, free text and attachments go along. Every chain that is written to its end is signed before.
    """
    path = Path(path).absolute()
    chains = list(Chain.objects.filter(last_seq__gt=0, **({"desk": desk_id} if desk_id else {})).order_by("desk_id"))
    if path.exists():
        raise Unwritable(f"{path} is there already. Choose another name: an export is never written over.")
    if not chains:
        raise Unwritable("There is no seal to export. Look at the number of the desk.")
    if (first, last) != (1, None) and not (desk_id and 1 <= first <= (last or first) and first <= chains[0].last_seq):
        raise Unwritable("--from and --to take seals of one desk, the first not after the last. Name it with --desk.")
    part = path.with_name(f"{path.name}.part")
    try:
        with open(part, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            counts = _Export(archive, personal).write(chains, first, last, at)
        part.replace(path)
    except OSError as wrong:
        raise Unwritable(f"{path} cannot be written: {wrong.strerror}.") from wrong
    finally:
        part.unlink(missing_ok=True)
    with contextlib.suppress(FileExistsError), open(path.with_name("verify.py"), "xb") as file:
        file.write(VERIFIER.read_bytes())
    return {"path": str(path), **counts}


class _Member:
    """A part of the archive that is being written, and hashed on the way."""

    def __init__(self, file):
        self.file, self.sha256 = file, hashlib.sha256()

    def write(self, data):
        self.sha256.update(data)
        self.file.write(data)


class _Export:
    def __init__(self, archive, personal):
        self.archive, self.personal = archive, personal
        self.manifest, self.counts = {}, {"seals": 0, "checkpoints": 0, "attachments": 0}

    @contextlib.contextmanager
    def member(self, name, method=zipfile.ZIP_DEFLATED):
        info = zipfile.ZipInfo(name, BEGAN)
        info.compress_type = method
        with self.archive.open(info, "w", force_zip64=True) as file:
            member = _Member(file)
            yield member
        self.manifest[name] = member.sha256.hexdigest()

    def write(self, chains, first, last, at):
        with self.member("verify.py") as part:
            part.write(VERIFIER.read_bytes())
        for chain in chains:
            if last is None and checkpoints.write(chain.pk, at=at):
                chain.refresh_from_db()  # what was sealed meanwhile goes along
            self.chain(chain, first, min(last or chain.last_seq, chain.last_seq))
        with self.member("keys.jsonl") as part:
            for key in CheckpointKey.objects.all():
                made_at = canonical.moment(key.made_at)
                part.write(line({"public": key.public, "made_at": made_at, "note": key.note}))
        members = {"format": FORMAT, "members": self.manifest}
        self.archive.writestr(zipfile.ZipInfo("manifest.json", BEGAN), line(members).strip())
        return self.counts

    def chain(self, chain, first, last):
        folder = f"chains/{chain.desk_id}"
        seals = Seal.objects.filter(chain=chain, seq__gte=first, seq__lte=last)
        with self.member(f"{folder}/chain.json") as part:
            part.write(line(_place(chain, first, last)))
        with self.member(f"{folder}/seals.jsonl") as part:
            for batch in _batches(seals, first, *SEAL):
                part.write(b"".join(line(_seal(row)) for row in batch))
                self.counts["seals"] += len(batch)
        with self.member(f"{folder}/checkpoints.jsonl") as part:
            signed = Checkpoint.objects.filter(chain=chain, size__gte=first, size__lte=last).order_by("size")
            for size, note in signed.values_list("size", "note").iterator(chunk_size=BATCH):
                part.write(line({"size": size, "note": note}))
                self.counts["checkpoints"] += 1
        if self.personal:
            with self.member(f"{folder}/personal.jsonl") as part:
                for batch in _batches(seals, first, "seq", "kind", "record_id"):
                    part.write(
                        b"".join(line({"seq": seq, "values": values}) for seq, values in sorted(_personal(batch)))
                    )
            self.attachments(seals.filter(kind=Attachment.seal_kind), first)

    def attachments(self, seals, first):
        for batch in _batches(seals, first, "seq", "record_id"):
            files = Attachment.objects.filter(pk__in=[pk for _, pk in batch]).order_by("pk")
            for sha256 in files.values_list("sha256", flat=True):
                self.attachment(sha256)

    def attachment(self, sha256):
        """Put a file in, once; one that is not on disk is missed by whoever verifies."""
        name = f"attachments/{sha256}"
        if name not in self.manifest:
            with contextlib.suppress(FileNotFoundError), open(attachments.path_of(sha256), "rb") as file:
                with self.member(name, zipfile.ZIP_STORED) as part:
                    shutil.copyfileobj(file, part, 1 << 20)
                self.counts["attachments"] += 1


def _seal(row):
    said = dict(zip(SEAL, row, strict=True))
    return {**said, "sealed_at": canonical.moment(said["sealed_at"])}


def line(value):
    """A value as one line of JSON, in the one way in which an export writes it."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def _place(chain, first, last):
    """What stands before the first seal: the hash that it follows, and the frontier of the tree there."""
    frontier, before = Frontier(), canonical.GENESIS
    for batch in _batches(Seal.objects.filter(chain=chain, seq__lt=first), 1, "seq", "hash"):
        frontier.extend([bytes.fromhex(digest) for _, digest in batch])
        before = batch[-1][1]
    place = {"desk": chain.desk_id, "key": chain.key, "first": first, "last": last}
    return {**place, "before": before, "frontier": frontier.dump()}


def _batches(seals, first, *names):
    """Rows of these columns, the first of which is seq, in batches by seq."""
    done = first - 1
    while rows := list(seals.filter(seq__gt=done).order_by("seq").values_list(*names)[:BATCH]):
        yield rows
        done = rows[-1][0]


def _personal(batch):
    """(seq, {field: [salt, value]}) of each record of a batch that has personal values. batch: (seq, kind, record id)."""
    models = catalogue.sealed_models()
    for kind, rows in groupby(sorted(batch, key=lambda row: row[1]), key=lambda row: row[1]):
        model, seqs = models.get(kind), {pk: seq for seq, _, pk in rows}
        if model is None or not model.personal:
            continue
        found = model._base_manager.filter(pk__in=seqs).values_list("pk", "salts", *model.personal)
        for pk, salts, *values in found:
            kept = _salts(salts)
            named = {name: canonical.plain(value) for name, value in zip(model.personal, values, strict=True)}
            if given := {name: [kept.get(name, ""), value] for name, value in named.items() if value is not None}:
                yield seqs[pk], given


def _salts(text):
    """The salts of a record; of one that was tampered with none, so that its values are found not to be what was sealed."""
    try:
        return canonical.load_salts(text)
    except ValueError:
        return {}
