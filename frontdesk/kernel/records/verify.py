"""Recompute everything: every hash, every link, every record against its seal, every projection.

One pass over the seals of each chain in order; the records are fetched beside them in batches, as raw text.
"""

from dataclasses import asdict, dataclass
from functools import partial

from django.db import connection

from . import canonical, catalogue, columns
from .models import Chain, Seal, Waiting

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
    """(number of records read, list of at most `limit` faults).

    checkpoints: heads kept outside, [{"chain", "size", "head"}]: what shows a cut tail, a chain
    recomputed as a whole, or an old copy put back.
    """
    count, faults = 0, []
    keys = {}
    for chain in Chain.objects.order_by("desk_id"):
        keys[chain.key] = chain
        for item in _chain_faults(chain, {c["size"]: c for c in checkpoints if c["chain"] == chain.key}):
            if isinstance(item, int):
                count += item
            else:
                faults.append(item)
                if len(faults) >= limit:
                    return count, faults
    faults += [
        Fault(None, c["size"], "checkpoint", None, f"the chain {c['chain']} that it speaks of is not here")
        for c in checkpoints
        if c["chain"] not in keys
    ]
    faults += _unsealed()
    for projection in catalogue.projections:
        faults += [Fault(None, None, kind, pk, why) for kind, pk, why in projection.faults()]
    return count, faults[:limit]


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


SEAL_COLUMNS = ("seq", "kind", "record_id", "form", "body", "prev", "hash", "sealed_at", "sealed_by_id")


def _chain_faults(chain, kept):
    """Yield the number of records per batch, and Faults."""
    sql, read = columns.reader(Seal, SEAL_COLUMNS)
    expected, last = 0, canonical.GENESIS
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT {sql} FROM "records_seal" WHERE chain_id = %s AND seq > %s ORDER BY seq LIMIT {BATCH}',
                [chain.desk_id, expected],
            )
            rows = cursor.fetchall()
        if not rows:
            break
        batch = []
        for row in rows:
            expected += 1
            fault = partial(Fault, chain.desk_id, expected, row[1] or "", _number(row[2]))
            try:
                seq, kind, record_id, form, text, prev, digest, sealed_at, sealed_by = read(row)
            except (ValueError, TypeError) as wrong:
                yield fault(f"the seal cannot be read: {wrong}")
                return
            if seq != expected:
                yield Fault(chain.desk_id, expected, "seal", None, f"seal {expected} is missing; the next is {seq}")
                expected = seq
            if prev != last:
                yield fault("its seal does not follow the one before")
            if digest != canonical.seal_hash(
                chain=chain.key, seq=seq, kind=kind, record_id=record_id, form=form,
                sealed_at=sealed_at, sealed_by=sealed_by, prev=prev, body=text or "",
            ):  # fmt: skip
                yield fault("its seal does not match its own hash")
            if seq in kept and kept[seq]["head"] != digest:
                yield fault("its seal is not the one that the checkpoint outside names")
            last = digest
            batch.append((seq, kind, record_id, form, text))
        yield from _record_faults(chain, batch)
        yield len(batch)
    if (chain.last_seq, chain.last_hash) != (expected, last):
        yield Fault(chain.desk_id, expected + 1, "seal", None, f"the chain's head speaks of {chain.last_seq} seals")
    for size in sorted(kept):
        if size > expected:
            why = f"the checkpoint outside names {size} seals, here are {expected}: the tail is cut"
            yield Fault(chain.desk_id, expected + 1, "seal", None, why)
            return


def _record_faults(chain, batch):
    """Compare each record's columns with the body that was sealed."""
    wanted = {}
    for seq, kind, record_id, form, text in batch:
        wanted.setdefault((kind, form), {})[record_id] = (seq, text)
    models = catalogue.sealed_models()
    found = []
    for (kind, form), records in wanted.items():
        model = models.get(kind)
        if model is None or form not in model.seal_forms:
            found += [(seq, kind, pk, "nobody knows this kind or form") for pk, (seq, _) in records.items()]
            continue
        found += _kind_faults(model, form, records)
    yield from (Fault(chain.desk_id, *line) for line in sorted(found, key=lambda line: line[0]))


def _kind_faults(model, form, records):
    names = model.seal_forms[form]
    sql, read = columns.reader(model, ("id", "salts", *names))
    marks = ", ".join(["%s"] * len(records))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {sql} FROM "{model._meta.db_table}" WHERE id IN ({marks})', list(records))
        rows = {int(row[0]): row for row in cursor.fetchall()}
    for pk, (seq, text) in records.items():
        if pk not in rows:
            yield seq, model.seal_kind, pk, "the record is missing"
            continue
        try:
            _, salts_text, *values = read(rows[pk])
            salts = canonical.load_salts(salts_text or "")
            rebuilt = canonical.body(dict(zip(names, values, strict=True)), model.personal, salts)
            filled = {n for n, value in zip(names, values, strict=True) if n in model.personal and value is not None}
            if set(salts) != filled:
                raise columns.Malformed("its salts are not those of its personal fields")
        except (ValueError, KeyError, TypeError) as wrong:
            yield seq, model.seal_kind, pk, f"the record cannot be read: {wrong}"
            continue
        if rebuilt != text:
            yield seq, model.seal_kind, pk, "the record says something else than what was sealed"


def _unsealed():
    """Records that no seal speaks of and that do not wait for one."""
    for kind, model in sorted(catalogue.sealed_models().items()):
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT r.id FROM "{table}" r'
                f' LEFT JOIN "{Seal._meta.db_table}" s ON s.kind = %s AND s.record_id = r.id'
                f' LEFT JOIN "{Waiting._meta.db_table}" w ON w.kind = %s AND w.record_id = r.id'
                f" WHERE s.seq IS NULL AND w.id IS NULL ORDER BY r.id LIMIT 20",
                [kind, kind],
            )
            for (pk,) in cursor.fetchall():
                yield Fault(None, None, kind, pk, "the record has no seal")


def _number(text):
    return int(text) if text and text.isdigit() else None

