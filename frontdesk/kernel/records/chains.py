"""One part of a chain, read in order: every hash, every link, every record against its seal, and the tree over the hashes.

Parts have one length, a power of two, so that each is a subtree of the whole chain's Merkle tree. A part needs nothing from the
one before but the hash of its last seal, which it reads for itself: so parts can be looked at in several processes.

A batch is compared as a whole first. Only when something in it is not as it must be, it is gone through seal by seal.
"""

from dataclasses import asdict, dataclass, field

from . import canonical, catalogue, columns
from .merkle import Frontier
from .models import Erasure, Seal
from .rebuilding import Comparison

PART = 1 << 15
BATCH = 1 << 11
SEAL_COLUMNS = ("seq", "kind", "record_id", "form", "body", "prev", "hash", "sealed_at", "sealed_by_id")


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


@dataclass
class Part:
    """A part of a chain, and what was found in it.

    after, upto: its seals are those with after < seq ≤ upto. kept: {size: (heads, sentence)} that the seal of this number must
    have. trees: sizes of which the tree is wanted. stored: without the records' columns. limit: how many faults are enough.
    count: seals read; done, last, last_at: number, hash and time of the last one; grown: {size: Frontier of this part};
    lost: {(kind, record id): (seq, fields)} that were erased; erasures: (seq, record id, body) of what says so.
    """

    desk: int
    key: str
    after: int
    upto: int
    kept: dict
    trees: list
    stored: bool
    limit: int
    count: int = 0
    done: int = 0
    last: str | None = None
    last_at: str | None = None
    lost: dict = field(default_factory=dict)
    erasures: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    grown: dict = field(default_factory=dict)


def parts_of(desk, size):
    """(after, upto) of each part in which there is a seal up to `size`; where none is, none is looked for."""
    first = (
        'SELECT min(seq) FROM "records_seal" WHERE chain_id = %s AND seq > %s AND seq <= %s'  # of SQLite's numbers only
    )
    done = 0
    while type(found := columns.fetch(first, [desk, done, size])[0][0]) in {int, float}:
        after = max(done, (int(found) - 1) // PART * PART)
        done = (after // PART + 1) * PART
        yield after, min(size, done)


def look_at(part):
    """Fill in what is found in a part; returns it. Runs in any process."""
    part.done, part.last = part.after, _hash_before(part)
    reading = _Reading(part)
    while len(part.faults) < part.limit and (rows := reading.fetch()):
        reading.take(rows)
        part.count += len(rows)
    return part


def _hash_before(part):
    if part.after == 0:
        return canonical.GENESIS
    sql, read = columns.reader(Seal, ("hash",))
    rows = columns.fetch(f'SELECT {sql} FROM "records_seal" WHERE chain_id = %s AND seq = %s', [part.desk, part.after])
    try:
        return read(rows[0])[0] if rows else None
    except columns.Malformed:
        return None


class _Reading:
    """The pass over one part."""

    def __init__(self, part):
        self.part, self.comparisons, self.tree = part, {}, Frontier()
        sql, self.read = columns.reader(Seal, SEAL_COLUMNS)
        _, self.read_all = columns.batch_reader(Seal, SEAL_COLUMNS)
        self.sql = f'SELECT {sql} FROM "records_seal" WHERE chain_id = %s AND seq > %s AND seq <= %s ORDER BY seq LIMIT {BATCH}'

    def fetch(self):
        part = self.part
        return columns.fetch(self.sql, [part.desk, part.done, part.upto])

    def take(self, rows):
        sealed, faults = self._all_well(rows), []
        if sealed is None:
            faults, sealed = self._one_by_one(rows)
        if not self.part.stored:
            faults += self._record_faults(sealed)
            self.part.erasures += [(seq, pk, body) for seq, kind, pk, _, body in sealed if kind == Erasure.seal_kind]
        self.part.faults += sorted(faults, key=lambda fault: fault.seq)

    def _all_well(self, rows):
        """The seals of a batch as (seq, kind, record id, form, body) when nothing is wrong with any of them, else None;
        none of them where the records are not asked for."""
        part = self.part
        try:
            seqs, kinds, ids, forms, bodies, prevs, hashes, ats, bys = self.read_all(rows)
            seals = zip(seqs, kinds, ids, forms, bodies, prevs, ats, bys, strict=True)
            digests = canonical.seal_digests(part.key, seals)
        except (columns.Malformed, UnicodeEncodeError):
            return None
        follow = part.last is not None and tuple(prevs) == (part.last, *hashes[:-1])
        gapless = tuple(seqs) == tuple(range(part.done + 1, part.done + 1 + len(rows)))
        if not follow or not gapless or tuple(hashes) != tuple(map(bytes.hex, digests)):
            return None
        here = [size for size in part.kept if part.done < size <= seqs[-1]]
        if any(part.kept[size][0] != {hashes[size - part.done - 1]} for size in here):
            return None
        self._grow(digests)
        part.done, part.last, part.last_at = seqs[-1], hashes[-1], ats[-1]
        return [] if part.stored else list(zip(seqs, kinds, ids, forms, bodies, strict=True))

    def _grow(self, digests):
        """Take hashes into the tree, as far as somebody wants to know it, and keep it where it is wanted."""
        part, taken = self.part, 0
        if not part.trees or part.done >= part.trees[-1]:
            return
        for size in [size for size in part.trees if part.done < size <= part.done + len(digests)]:
            self.tree.extend(digests[taken : size - part.done])
            taken = size - part.done
            part.grown[size] = self.tree.copy()
        self.tree.extend(digests[taken:])

    def _one_by_one(self, rows):
        """(faults, seals that can be read) of a batch in which something is wrong."""
        part, faults, sealed = self.part, [], []
        for row in rows:
            try:
                seq, kind, record_id, form, body, prev, digest, sealed_at, sealed_by = self.read(row)
                wanted = canonical.seal_hash(
                    chain=part.key, seq=seq, kind=kind, record_id=record_id, form=form,
                    sealed_at=sealed_at, sealed_by=sealed_by, prev=prev, body=body or "",
                )  # fmt: skip
            except ValueError as wrong:
                # Without its number it would be read for ever; with it, what follows is still looked at.
                seq, kind, record_id = number(row[0]) or part.upto, printable(row[1]), number(row[2])
                faults.append(self._fault(seq, kind, record_id, f"the seal cannot be read: {wrong}"))
                part.done, part.last = seq, None
                continue
            missing = part.done + 1
            if seq != missing:
                faults.append(self._fault(missing, "seal", None, f"seal {missing} is missing; the next is {seq}"))
            if part.last is not None and prev != part.last:
                faults.append(self._fault(seq, kind, record_id, "its seal does not follow the one before"))
            if digest != wanted:
                faults.append(self._fault(seq, kind, record_id, "its seal does not match its own hash"))
            heads, why = part.kept.get(seq, ({digest}, ""))
            if heads != {digest}:
                faults.append(self._fault(seq, kind, record_id, why))
            part.done, part.last, part.last_at = seq, digest, sealed_at
            sealed.append((seq, kind, record_id, form, body))
        return faults, sealed

    def _record_faults(self, sealed):
        """Compare each record's columns with the body that was sealed."""
        sorted_out, found = {}, []
        for seq, kind, record_id, form, body in sealed:
            sorted_out.setdefault((kind, form), {})[record_id] = (seq, body)
        for (kind, form), records in sorted_out.items():
            comparison = self._comparison(kind, form)
            if comparison is None:
                lines = [(seq, pk, "nobody knows this kind or form") for pk, (seq, _) in records.items()]
            else:
                lines = comparison.faults(records, self.part.desk, self.part.lost)
            found += [self._fault(seq, printable(kind), pk, why) for seq, pk, why in lines]
        return found

    def _comparison(self, kind, form):
        if (kind, form) not in self.comparisons:
            model = catalogue.sealed_models().get(kind)
            known = model is not None and form in model.seal_forms
            self.comparisons[kind, form] = Comparison(model, form) if known else None
        return self.comparisons[kind, form]

    def _fault(self, seq, kind, record_id, why):
        return Fault(self.part.desk, seq, kind, record_id, why)


def number(value):
    return value if type(value) is int else None


def printable(value):
    return str(value).encode(errors="backslashreplace").decode()
