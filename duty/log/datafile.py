"""A closed volume as a data file that can be read and checked without this software (R42).

A ZIP: `records.jsonl`, a JSON object a line, and the attachments under `files/`. The first line names the volume, who made
the file and when. Then follow all seals of the chain from the volume's first entry to its closing, in order: with each record
that belongs to the volume what it said and its salts, of the others only what was sealed, which gives nothing away. Whoever
has the file recomputes each seal as SHA-256 over its lines (see `kernel.records.canonical`) and ends at `final_hash`.
"""

import zipfile
from collections import defaultdict

import orjson
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.records import attachments, canonical, catalogue
from frontdesk.kernel.records.models import Attachment, Chain, Erasure, Seal

from . import volumes

MEDIA_TYPE = "application/zip"
FORMAT = "front desk volume 1"
BATCH = 500


def write(book, path, *, by, at, progress):
    """Write the file of a closed volume to `path`, as somebody at a moment. Constant memory, however long the volume."""
    closing = book.closing
    last = Seal.objects.get(kind=closing.seal_kind, record_id=closing.pk).seq
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        with packed.open("records.jsonl", "w") as out:
            for line in _lines(book, closing, last, by, at, progress):
                out.write(orjson.dumps(line, option=orjson.OPT_SORT_KEYS) + b"\n")
        for sha256 in _files(book).iterator(chunk_size=BATCH):
            packed.write(attachments.path_of(sha256), f"files/{sha256}")


def _files(book):
    """The hashes of the files of a volume, each once, without those that were erased."""
    rows = volumes.records_of(book)[-1]
    erased = Erasure.objects.filter(about_kind=Attachment.seal_kind, about_id=OuterRef("pk"))
    return rows.filter(~Exists(erased)).order_by("sha256").values_list("sha256", flat=True).distinct()


def _lines(book, closing, last, by, at, progress):
    yield _head(book, closing, by, at)
    people = set()
    total, done = last - closing.from_seq + 1, 0
    while done < total:
        began = closing.from_seq + done
        seals = list(
            Seal.objects.filter(chain=book.desk_id, seq__gte=began, seq__lte=last).order_by("seq")[:BATCH].values(
                "seq", "kind", "record_id", "form", "body", "prev", "hash", "sealed_at", "sealed_by_id"
            )
        )  # fmt: skip
        said = _said(book, seals)
        for seal in seals:
            people.add(seal["sealed_by_id"])
            seal["sealed_at"] = canonical.moment(seal["sealed_at"])
            yield seal | said.get((seal["kind"], seal["record_id"]), {})
        done += len(seals)
        progress(done, total)
    names = User.objects.filter(pk__in=people).order_by("pk").values_list("pk", "name")
    yield {"people": {str(pk): name for pk, name in names}}


def _head(book, closing, by, at):
    return {
        "format": FORMAT,
        "project": book.desk.project.name,
        "desk": book.desk.name,
        "volume": closing.number,
        "entries": closing.entries,
        "from_seq": closing.from_seq,
        "to_seq": closing.to_seq,
        "final_hash": closing.final_hash,
        "chain": Chain.objects.get(pk=book.desk_id).key,
        "made_by": by.name,
        "made_at": canonical.moment(at),
    }


def _said(book, seals):
    """{(kind, record id): {"said": {field: text}, "salts": {field: salt}}} of those that belong to the volume."""
    wanted = defaultdict(list)
    for seal in seals:
        wanted[seal["kind"]].append(seal["record_id"])
    found = {}
    models = catalogue.sealed_models()
    for rows in volumes.records_of(book):
        kind = rows.model.seal_kind
        if kind not in wanted or not models[kind].personal:
            continue
        for record in rows.filter(pk__in=wanted[kind]):
            said = {name: getattr(record, name) for name in record.personal if getattr(record, name) is not None}
            found[kind, record.pk] = {"said": said, "salts": canonical.load_salts(record.salts)}
    return found


MAKER = volumes.Maker(suffix="zip", label=_("data file"), write=write)
