"""How the items of an inspection were found: as the form gives it, as it is sealed, as it is shown (R58)."""

from dataclasses import dataclass
from datetime import date

import orjson
from django.db import models
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.records import attachments

from . import evidence
from .items import METHODS, name_of

FORM = 1
MOST_POINTS = 100


class Result(models.TextChoices):
    PASS = "pass", _("pass")
    FAIL = "fail", _("fail")
    NOT_APPLICABLE = "na", _("not applicable")


@dataclass(frozen=True, kw_only=True)
class Found:
    """How one item was found.

    evidence: ((kind, id)) of records that were sampled; photo: (name, media type, bytes) as `attachments.clean` returned
    them, or None. Of a failed one, note says what is wrong; correction and guidance what was done at once; owner and due who
    puts it right, by when.
    """

    code: str
    result: str
    note: str = ""
    deduct: int = 0
    evidence: tuple = ()
    photo: tuple | None = None
    correction: str = ""
    guidance: str = ""
    owner: object = None
    due: date | None = None


@dataclass(frozen=True)
class Shown:
    """One item of a sealed inspection, ready to be read. samples: [(words, address)]."""

    code: str
    label: str
    standard: str
    how: str
    result: str
    result_label: str
    deduct: int
    note: str
    samples: list
    photo: object


def content(*, items, found, photos, people):
    """The canonical text that is sealed. items: [Item]; found: {code: Found}; photos: {code: sha256}; people: at the desk."""
    looked_at = [
        item.content()
        | {
            "result": found[item.code].result, "deduct": found[item.code].deduct,
            "evidence": [list(pair) for pair in found[item.code].evidence], "photo": photos.get(item.code, ""),
        }
        for item in items if item.code in found
    ]  # fmt: skip
    held = {"form": FORM, "items": looked_at, "people": [{"id": one.pk, "name": one.name} for one in people]}
    return orjson.dumps(held, option=orjson.OPT_SORT_KEYS).decode()


def notes(found):
    """What was written about the items, as canonical text; None when nothing was."""
    said = {code: one.note.strip() for code, one in found.items() if one.note.strip()}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode() if said else None


def of(inspection):
    """[Shown] of a sealed inspection, in the order in which its items stood."""
    rows = orjson.loads(inspection.content)["items"]
    said = orjson.loads(inspection.notes or "{}")
    samples = evidence.links(pair for row in rows for pair in row["evidence"])
    photos = {file.sha256: file for file in attachments.of(inspection)}
    return [
        Shown(
            code=row["code"], label=name_of(row["code"], row["name"]), standard=row["standard"],
            how=str(METHODS.get(row["method"], row["method"])), result=row["result"],
            result_label=str(Result(row["result"]).label), deduct=row["deduct"], note=said.get(row["code"], ""),
            samples=[samples[kind, pk] for kind, pk in row["evidence"] if (kind, pk) in samples],
            photo=photos.get(row["photo"]),
        )
        for row in rows
    ]  # fmt: skip


def people(inspection):
    """Names of those who were at the desk."""
    return [one["name"] for one in orjson.loads(inspection.content)["people"]]
