"""Verification: the seals as they are stored, the records rebuilt from their columns, and two processes against one.

The floor is SHA-256 over the bodies that were sealed, one call each, as they lie in memory. Rebuilding a record also commits
to each of its personal fields anew (HMAC, ADR 2): `of all hashing` is the ratio to a floor that does only that besides.
"""

import hashlib
import time

from frontdesk.kernel.records import canonical, chains, columns, verify
from frontdesk.kernel.records.models import Chain, Seal

ROUNDS = 3  # the quickest counts: what others do on the machine only ever adds


def stored(context, line):
    """Every hash and every link, from the seals alone; one core. Then the same with the tree that checkpoints ask for."""
    floor, count = _floor(context, _sha256), context.entries
    took, with_tree = _look(context, stored=True), _look(context, stored=True, tree=True)
    more = {"rows_per_second": round(count / took), "records": count}
    yield line("verify-stored / SHA-256", floor / took, 0.25, at_most=False, **more)
    yield line("verify-stored, million rows/s", count / took / 1e6, 0.5, at_most=False, records=count)
    for name, least in _least(context).items():
        yield {
            "name": f"verify-stored, {name}",
            "ratio": round(floor / least, 3),
            "target": "—",
            "ok": True,
            "records": count,
        }
    ratio = round(floor / with_tree, 3)
    yield {"name": "verify-stored, with the tree", "ratio": ratio, "target": "—", "ok": True, "records": count}


def rebuilt(context, line):
    """The same with the tree, and each record's columns turned into its body again; one core."""
    took, count = _look(context, stored=False, tree=True), context.entries
    ratio = _floor(context, _sha256) / took
    of_all = _floor(context, _sha256_and_commitments) / took
    more = {"rows_per_second": round(count / took), "records": count, "of_all_hashing": round(of_all, 3)}
    yield line("verify-rebuilt / SHA-256", ratio, 0.15, at_most=False, **more)


def processes(context, line):
    """All of `records verify` in two processes against one, by the clock on the wall; their start is part of it."""
    took = {}
    for number in (1, 2, 1, 2):
        began = time.perf_counter()
        count, faults = verify.verify(processes=number)
        assert not faults, faults[0]
        took[number] = min(took.get(number, 1e9), time.perf_counter() - began)
    more = {"seconds": [round(took[number], 2) for number in (1, 2)], "records": count}
    yield line("verify-processes, 2 / 1", took[1] / took[2], 1.8, at_most=False, **more)


def _look(context, *, stored, tree=False):
    """Processor seconds of one pass over the desk's chain."""
    chain = Chain.objects.get(desk=context.desk)

    def look():
        for after, upto in chains.parts_of(chain.pk, chain.last_seq):
            part = chains.look_at(chains.Part(chain.pk, chain.key, after, upto, {}, [upto] if tree else [], stored, 1))
            assert not part.faults, part.faults[0]

    return _quickest(look)


def _least(context):
    """Processor seconds of what no verification in Python can leave out, without any check of its own: fetching what was
    sealed, and hashing it as it was sealed. Together they are the most that can be reached."""
    sql, _ = columns.reader(Seal, chains.SEAL_COLUMNS)
    batches = f'SELECT {sql} FROM "records_seal" WHERE chain_id = %s AND seq > %s ORDER BY seq LIMIT {chains.BATCH}'

    def fetch():
        done = 0
        while rows := columns.fetch(batches, [context.desk.pk, done]):
            done = rows[-1][0]
            yield rows

    seals = [(*row[:6], row[7], row[8]) for rows in fetch() for row in rows]
    fetching = _quickest(lambda: [None for _rows in fetch()])
    hashing = _quickest(lambda: canonical.seal_digests(context.desk.chain.key, seals))
    return {"fetching only": fetching, "hashing only": hashing, "both": fetching + hashing}


def _floor(context, hashing):
    bodies = [body.encode() for body in Seal.objects.filter(chain=context.desk.chain).values_list("body", flat=True)]
    return _quickest(lambda: hashing(bodies))


def _sha256(bodies):
    for body in bodies:
        hashlib.sha256(body).hexdigest()


def _sha256_and_commitments(bodies):
    key, value = bytes(64), "厨房水管漏水请尽快".encode()
    for body in bodies:
        hashlib.sha256(body).hexdigest()
        for _ in range(body.count(b'.hmac"')):
            hashlib.sha256(key + hashlib.sha256(key + value).digest()).hexdigest()


def _quickest(work):
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)
