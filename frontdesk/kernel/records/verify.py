"""Recompute everything: every hash, every link, every record against its seal, every file, every projection.

One pass over the seals of each chain in order; the records are fetched beside them in batches, as they are
stored. What a record has lost is a fault unless an erasure further on in the same chain names it (A18). Whatever
stands in a tampered database is a fault, never a crash. Writers need not stop meanwhile.
"""

from dataclasses import asdict, dataclass

import orjson
from django.db import DatabaseError

from . import attachments, canonical, catalogue, columns, strays
from .models import Chain, Erasure, Seal

BATCH = 1000


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. desk and seq are None where it stands in no chain."""

    desk: int | None
    seq: int | None
    kind: str
    record_id: int | None
    why: str

    def as_dict(self):
        return asdict(self)

    def __str__(self):
        place = f"desk {self.desk}, seal {self.seq}: " if self.seq is not None else ""
        return f"{place}{self.kind} {self.record_id}: {self.why}"


def verify(*, checkpoints=(), limit=20):
    """(number of seals read, list of at most `limit` faults).

    checkpoints: heads kept outside, [{"chain", "size", "head"}]: what shows a cut tail, a chain
    recomputed as a whole, or an old copy put back.
    """
    count, faults = 0, []
    try:
        for item in _everything(checkpoints):
            if isinstance(item, int):
                count += item
                continue
            faults.append(item)
            if len(faults) >= limit:
                break
    except DatabaseError as wrong:  # a table or a column is gone
        faults.append(Fault(None, None, "database", None, f"it cannot be read: {' '.join(str(wrong).split())}"))
    return count, faults


def heads():
    """The head of every chain, to be kept outside the database: [{"chain", "desk", "size", "head", "at"}]."""
    return [
        {
            "chain": chain.key,
            "desk": chain.desk_id,
            "size": chain.last_seq,
            "head": chain.last_hash,
            "at": canonical.moment(chain.last_at) if chain.last_at else "",
        }
        for chain in Chain.objects.order_by("desk_id")
    ]


def _everything(checkpoints):
    """Yield Faults, and the number of seals in each batch that was read."""
    known = set()
    sql, read = columns.reader(Chain, ("desk_id", "key", "last_seq", "last_hash", "last_at", "has_waiting"))
    for row in columns.fetch(f'SELECT {sql} FROM "records_chain" ORDER BY desk_id'):
        try:
            desk, key, *head, _ = read(row)
        except columns.Malformed as wrong:
            yield Fault(None, None, "chain", _number(row[0]), f"the chain cannot be read: {wrong}")
            continue
        known.add(key)
        kept = {}
        for checkpoint in checkpoints:
            if checkpoint["chain"] == key:
                kept.setdefault(checkpoint["size"], set()).add(checkpoint["head"])
        yield from _chain_faults(desk, key, head, kept)
    for checkpoint in checkpoints:
        if checkpoint["chain"] not in known:
            why = f"the chain {checkpoint['chain']} that it speaks of is not here"
            yield Fault(None, checkpoint["size"], "checkpoint", None, why)
    for kind, pk, why in strays.find():
        yield Fault(None, None, kind, pk, why)
    for pk, why in attachments.faults():
        yield Fault(None, None, attachments.Attachment.seal_kind, pk, why)
    for projection in catalogue.projections:
        yield from _projection_faults(projection)


SEAL_COLUMNS = ("seq", "kind", "record_id", "form", "body", "prev", "hash", "sealed_at", "sealed_by_id")


def _chain_faults(desk, key, head, kept):
    """A chain as far as the head that was read first: what is sealed meanwhile is left to the next run."""
    sql, read = columns.reader(Seal, SEAL_COLUMNS)
    seals = (
        f'SELECT {sql} FROM "records_seal" WHERE chain_id = %s AND seq > %s AND seq <= %s ORDER BY seq LIMIT {BATCH}'
    )
    size, *end = head
    done = 0
    lost: dict = {}  # {(kind, record id): (seq, fields)} of what an erasure further on has to account for
    last: str | None = canonical.GENESIS
    last_at = None
    while rows := columns.fetch(seals, [desk, done, size]):
        faults, batch = [], []
        for row in rows:
            try:
                seq, kind, record_id, form, body, prev, digest, sealed_at, sealed_by = read(row)
                wanted = canonical.seal_hash(
                    chain=key, seq=seq, kind=kind, record_id=record_id, form=form,
                    sealed_at=sealed_at, sealed_by=sealed_by, prev=prev, body=body or "",
                )  # fmt: skip
            except ValueError as wrong:
                # Without its number it would be read for ever; with it, what follows is still looked at.
                seq, kind, record_id = _number(row[0]) or size, _printable(row[1]), _number(row[2])
                faults.append(Fault(desk, seq, kind, record_id, f"the seal cannot be read: {wrong}"))
                done, last = seq, None
                continue
            if seq != done + 1:
                faults.append(Fault(desk, done + 1, "seal", None, f"seal {done + 1} is missing; the next is {seq}"))
            if last is not None and prev != last:
                faults.append(Fault(desk, seq, kind, record_id, "its seal does not follow the one before"))
            if digest != wanted:
                faults.append(Fault(desk, seq, kind, record_id, "its seal does not match its own hash"))
            if kept.get(seq, {digest}) != {digest}:
                why = "its seal is not the one that the checkpoint outside names"
                faults.append(Fault(desk, seq, kind, record_id, why))
            done, last, last_at = seq, digest, sealed_at
            batch.append((seq, kind, record_id, form, body))
        faults += _record_faults(desk, batch, lost)
        faults += _erasure_faults(desk, batch, lost)
        yield from sorted(faults, key=lambda fault: fault.seq or 0)
        yield len(rows)
    if done < size and end[0] != last:
        yield Fault(desk, done + 1, "seal", None, f"seal {done + 1} is missing; the chain's head speaks of {size}")
    elif (done, last, last_at) != (size, *end):
        yield Fault(desk, None, "chain", desk, "the head of the chain is not its last seal")
    yield from _lost_faults(desk, size, lost)
    if longer := [outside for outside in kept if outside > done]:
        why = f"the checkpoint outside names {min(longer)} seals, here are {done}: the tail is cut"
        yield Fault(desk, done + 1, "seal", None, why)


def _erasure_faults(desk, batch, lost):
    """Settle what the erasures of a batch account for; a fault where something that was to be erased is still there."""
    found = []
    for seq, kind, record_id, _, body in batch:
        if kind == Erasure.seal_kind and (still := _settle(lost, seq, body)):
            why = f"what it says was erased is still there: {_printable(still)}"
            found.append(Fault(desk, seq, kind, record_id, why))
    return found


def _settle(lost, seq, body):
    """Take out of `lost` what a sealed erasure names; what of it is not lost, or ''."""
    try:
        said = orjson.loads(body or "{}")
        about, fields = (said["about_kind"], said["about_id"]), set(filter(None, said.get("fields", "").split(",")))
        began, gone = lost.get(about, (0, set()))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""  # whoever made this seal will be named for it elsewhere
    if began > seq or not fields <= gone:
        return f"{about[0]} {about[1]} {','.join(sorted(fields))}" if fields else ""
    if fields == gone:
        lost.pop(about, None)
    else:
        lost[about] = began, gone - fields
    return ""


def _lost_faults(desk, size, lost):
    """What no erasure accounts for. Erasures that were sealed while this ran stand behind the head that was read."""
    if lost:
        sql, read = columns.reader(Seal, ("seq", "body"))
        later = f'SELECT {sql} FROM "records_seal" WHERE chain_id = %s AND seq > %s AND kind = %s ORDER BY seq'
        for row in columns.fetch(later, [desk, size, Erasure.seal_kind]):
            _settle(lost, *read(row))
    for (kind, pk), (seq, fields) in sorted(lost.items(), key=lambda item: item[1][0]):
        yield Fault(desk, seq, kind, pk, f"{', '.join(sorted(fields))} is gone, and no erasure says so")


def _record_faults(desk, batch, lost):
    """Compare each record's columns with the body that was sealed; note in `lost` what is gone."""
    wanted, found = {}, []
    for seq, kind, record_id, form, body in batch:
        wanted.setdefault((kind, form), {})[record_id] = (seq, body)
    for (kind, form), records in wanted.items():
        model = catalogue.sealed_models().get(kind)
        if model is None or form not in model.seal_forms:
            lines = [(seq, pk, "nobody knows this kind or form") for pk, (seq, _) in records.items()]
        else:
            lines = _kind_faults(model, form, records, desk, lost)
        found += [Fault(desk, seq, _printable(kind), pk, why) for seq, pk, why in lines]
    return found


def _kind_faults(model, form, records, desk, lost):
    """[(seq, record id, sentence)] for the records {id: (seq, sealed body)} of one kind.

    A column that came with a later form must be empty in a record of an earlier one, which does not seal it.
    """
    names = model.seal_forms[form]
    later = [name for name in model.seal_forms[model.newest_form()] if name not in names]
    sql, read = columns.reader(model, ("id", "salts", *names, *later))
    marks = ", ".join(["%s"] * len(records))
    rows = columns.fetch(f'SELECT {sql} FROM "{model._meta.db_table}" WHERE id IN ({marks})', list(records))
    rows = {row[0]: row for row in rows}
    found = []
    for pk, (seq, body) in records.items():
        if pk not in rows:
            found.append((seq, pk, "the record is missing"))
            continue
        try:
            _, salts_text, *values = read(rows[pk])
            if any(value is not None for value in values[len(names) :]):
                raise columns.Malformed("it holds what its form does not seal")
            values = dict(zip(names, values, strict=False))
            salts = canonical.load_salts(salts_text or "")
            gone = canonical.erased(salts)
            if set(salts) - gone != {name for name in model.personal if values.get(name) is not None}:
                raise columns.Malformed("its salts are not those of its personal fields")
            rebuilt = canonical.body(values, model.personal, salts, canonical.commitments(body, gone))
        except (ValueError, KeyError, TypeError) as wrong:
            found.append((seq, pk, f"the record cannot be read: {wrong}"))
            continue
        if gone:
            lost[model.seal_kind, pk] = seq, gone
        if rebuilt != body:
            found.append((seq, pk, "the record says something else than what was sealed"))
        elif values["desk_id"] != desk:
            found.append((seq, pk, "the record is sealed into another desk's chain"))
    return found


def _projection_faults(projection):
    """A fault must be found twice: a writer may have come between the two sides of one comparison."""
    try:
        found = list(projection.faults())
        again = {(kind, pk) for kind, pk, _ in projection.faults()} if found else set()
    except Exception as wrong:  # noqa: BLE001 — whatever stands there, it is not what the records say
        yield Fault(None, None, projection.name, None, f"it cannot be compared with the records: {wrong!r:.200}")
        return
    yield from (Fault(None, None, kind, pk, why) for kind, pk, why in found if (kind, pk) in again)


def _number(value):
    return value if type(value) is int else None


def _printable(value):
    return str(value).encode(errors="backslashreplace").decode()
