"""Recompute everything: every hash, every link, every record against its seal, every checkpoint, file and projection.

One pass over the seals of each chain in order; the records are fetched beside them in batches, as they are
stored. What a record has lost is a fault unless an erasure further on in the same chain names it (A18). Whatever
stands in a tampered database is a fault, never a crash. Writers need not stop meanwhile.
"""

import contextlib
import multiprocessing
from dataclasses import dataclass, field
from itertools import islice

import django
import orjson
from django.db import DatabaseError

from . import attachments, canonical, catalogue, chains, checkpoints, columns, keys, strays
from .chains import Fault, number, printable
from .merkle import Frontier
from .models import Chain, Checkpoint, CheckpointKey, Erasure, Seal

OUTSIDE = "its seal is not the one that the checkpoint outside names"
INSIDE = "its seal is not the one that the checkpoint of {} names"


def verify(*, checkpoints=(), limit=20, processes=1, stored=False):
    """(number of seals read, list of at most `limit` faults).

    checkpoints: what was kept outside, [{"chain", "size", "head"}] and "root" (bytes) where it is known: what shows a cut
    tail, a chain recomputed as a whole, or an old copy put back. processes: how many look at the chains' parts; they see
    what is committed. stored: only the seals as they are stored, not the records, files and projections.
    """
    count, faults = 0, []
    try:
        for item in _everything(checkpoints, limit, processes, stored):
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


@dataclass
class _Work:
    """A chain that is to be looked at. outside: its checkpoints from outside; inside: those of this database."""

    desk: int
    key: str
    head: list
    outside: list
    inside: list
    parts: list = field(default_factory=list)


def _everything(outside, limit, processes, stored):
    """Yield Faults, and the number of seals in each part that was read."""
    unread, known = [], set()
    works = _works(outside, limit, stored, unread, known)
    with _workers(processes) as pool:
        if pool:
            works = list(works)
            seen = pool.imap(chains.look_at, [part for work in works for part in work.parts])
            compared = pool.imap(_projection_faults, [] if stored else [one.name for one in catalogue.projections])
        for work in works:
            yield from _chain_faults(work, islice(seen, len(work.parts)) if pool else map(chains.look_at, work.parts))
        yield from unread
        for checkpoint in outside:
            if checkpoint["chain"] not in known:
                why = f"the chain {checkpoint['chain']} that it speaks of is not here"
                yield Fault(None, checkpoint["size"], "checkpoint", None, why)
        if not stored:
            for kind, pk, why in strays.find():
                yield Fault(None, None, kind, pk, why)
            for pk, why in attachments.faults():
                yield Fault(None, None, attachments.Attachment.seal_kind, pk, why)
            for found in compared if pool else (_projection_faults(one.name) for one in catalogue.projections):
                yield from found
    for pk, why in keys.history()[1]:
        yield Fault(None, None, CheckpointKey._meta.label_lower, pk, why)


@contextlib.contextmanager
def _workers(processes):
    """A pool of processes with connections of their own, or None for one."""
    if processes == 1:
        yield None
        return
    with multiprocessing.get_context("spawn").Pool(processes, initializer=django.setup) as pool:
        yield pool


def _works(outside, limit, stored, unread, known):
    """A _Work for each chain; a Fault goes into `unread` for what cannot be read, and each chain's key into `known`."""
    sql, read = columns.reader(Chain, ("desk_id", "key", "last_seq", "last_hash", "last_at", "has_waiting"))
    for row in columns.fetch(f'SELECT {sql} FROM "records_chain" ORDER BY desk_id'):
        try:
            desk, key, *head, _ = read(row)
        except columns.Malformed as wrong:
            unread.append(Fault(None, None, "chain", number(row[0]), f"the chain cannot be read: {wrong}"))
            continue
        known.add(key)
        inside, unsigned = checkpoints.inside(desk, key)
        unread += [Fault(desk, None, Checkpoint._meta.label_lower, pk, why) for pk, why in unsigned]
        work = _Work(desk, key, head, [one for one in outside if one["chain"] == key], inside)
        work.parts = list(_parts(work, limit, stored))
        yield work


def _parts(work, limit, stored):
    """The parts of a chain, with the hashes that its checkpoints name and the sizes of which somebody knows the root."""
    kept = [(said.size, said.head, INSIDE.format(said.at)) for _, said, _ in work.inside]
    kept += [(one["size"], one["head"], OUTSIDE) for one in work.outside]
    rooted = {said.size for _, said, _ in work.inside} | {one["size"] for one in work.outside if "root" in one}
    for after, upto in chains.parts_of(work.desk, work.head[0]):
        here: dict = {}
        for size, head, why in kept:
            if after < size <= upto:
                here[size] = ({head, *here.get(size, [()])[0]}, why)
        trees = {size for size in rooted if after < size <= upto} | ({upto} if max(rooted, default=0) > upto else set())
        yield chains.Part(work.desk, work.key, after, upto, here, sorted(trees), stored, limit)


def _chain_faults(work, parts):
    """A chain as far as the head that was read first: what is sealed meanwhile is left to the next run."""
    desk, (size, *end), upto = work.desk, work.head, 0
    found, whole, well = None, Frontier(), True
    lost: dict = {}  # {(kind, record id): (seq, fields)} of what an erasure further on has to account for
    for part in parts:
        yield part.count
        if part.after > upto or (found and found.done < found.upto):
            upto = found.done if found else 0
            yield Fault(desk, upto + 1, "seal", None, f"seal {upto + 1} is missing; the next is after {part.after}")
        yield from part.faults
        yield from _erasure_faults(part, lost)
        well = well and not part.faults
        if well:  # else the trees are not those of the whole chain
            yield from _root_faults(work, part, whole)
        found, upto = part, part.upto
    done, last, last_at = (found.done, found.last, found.last_at) if found else (0, canonical.GENESIS, None)
    if done < size and end[0] != last:
        yield Fault(desk, done + 1, "seal", None, f"seal {done + 1} is missing; the chain's head speaks of {size}")
    elif (done, last, last_at) != (size, *end):
        yield Fault(desk, None, "chain", desk, "the head of the chain is not its last seal")
    yield from _lost_faults(desk, size, lost)
    if longer := [one["size"] for one in work.outside if one["size"] > done]:
        why = f"the checkpoint outside names {min(longer)} seals, here are {done}: the tail is cut"
        yield Fault(desk, done + 1, "seal", None, why)
    if longer := [said for _, said, _ in work.inside if said.size > done]:
        why = f"the checkpoint of {longer[0].at} names {longer[0].size} seals, here are {done}: the tail is cut"
        yield Fault(desk, done + 1, "seal", None, why)


def _erasure_faults(part, lost):
    """Settle what the erasures of a part account for; a fault where something that was to be erased is still there."""
    lost |= part.lost
    for seq, record_id, body in part.erasures:
        if still := _settle(lost, seq, body):
            why = f"what it says was erased is still there: {printable(still)}"
            yield Fault(part.desk, seq, Erasure.seal_kind, record_id, why)


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


def _root_faults(work, part, whole):
    """Compare the trees in a part with the roots that were signed; whole: the tree up to the part, which grows by it."""
    trees = {}
    for size, grown in part.grown.items():
        trees[size] = whole.copy()
        trees[size].join(grown)
    for pk, said, frontier in work.inside:
        if (tree := trees.get(said.size)) and (said.root, frontier.dump()) != (tree.root(), tree.dump()):
            yield Fault(
                work.desk,
                said.size,
                Checkpoint._meta.label_lower,
                pk,
                "the checkpoint says something else than its seals",
            )
    for one in work.outside:
        if (tree := trees.get(one["size"])) and one.get("root") not in {None, tree.root()}:
            why = "the checkpoint outside has another root than these seals"
            yield Fault(work.desk, one["size"], "checkpoint", None, why)
    if part.upto in part.grown:
        whole.join(part.grown[part.upto])


def _projection_faults(name):
    """The Faults of a projection. Each must be found twice: a writer may have come between the two sides of one comparison."""
    projection = next(one for one in catalogue.projections if one.name == name)
    try:
        found = list(projection.faults())
        again = {(kind, pk) for kind, pk, _ in projection.faults()} if found else set()
    except Exception as wrong:  # noqa: BLE001 — whatever stands there, it is not what the records say
        return [Fault(None, None, name, None, f"it cannot be compared with the records: {wrong!r:.200}")]
    return [Fault(None, None, kind, pk, why) for kind, pk, why in found if (kind, pk) in again]
