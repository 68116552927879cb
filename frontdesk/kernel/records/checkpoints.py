"""Checkpoints: what a chain was at one moment, signed, so that it can be kept where nobody who has the database reaches.

A checkpoint is a signed note (c2sp.org/tlog-checkpoint): the chain, how many seals, the Merkle root over their hashes, and the
hash of the last one with the time. Commands call `write` as their last step, after their transaction is through.
"""

import base64
import logging
import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, connection, transaction

from . import canonical, columns, keys, signed_notes
from .merkle import Frontier
from .models import Chain, Checkpoint, Seal

ORIGIN = "frontdesk"
TEXT = re.compile(
    rf"{ORIGIN}/([0-9a-f]{{32}})\n([1-9][0-9]*)\n([0-9A-Za-z+/=]{{44}})\nhead ([0-9a-f]{{64}}) at ([-0-9T:.]+Z)\n",
    re.ASCII,
)
BATCH = 5000
log = logging.getLogger(__name__)
require_key = keys.require


class Inconsistent(Exception):
    """The chain is not what was signed before: nothing is signed over it, and `records verify` says what is wrong."""


@dataclass(frozen=True)
class Said:
    """What a note says. chain: the chain's key; root: bytes; head: the hash of seal number `size`; at: canonical moment."""

    chain: str
    size: int
    root: bytes
    head: str
    at: str

    @property
    def name(self):
        """Under which the key signs, as that of any log: its origin."""
        return f"{ORIGIN}/{self.chain}"

    def text(self):
        root = base64.b64encode(self.root).decode()
        return f"{self.name}\n{self.size}\n{root}\nhead {self.head} at {self.at}\n"


def read(note, publics=None):
    """What a signed note says; raises signed_notes.Broken. publics: the keys that may have signed it, None to believe it."""
    text, _ = signed_notes.split(note)
    found = TEXT.fullmatch(text)
    if not found:
        raise signed_notes.Broken("this is no checkpoint")
    chain, size, root, head, at = found.groups()
    said = Said(chain, int(size), base64.b64decode(root), head, at)
    if said.text() != text:
        raise signed_notes.Broken("this is no checkpoint as we write it")
    if publics is not None:
        signed_notes.opened(note, said.name, publics)
    return said


def write(desk_id, *, at):
    """Sign what a desk's chain is now; returns the Checkpoint, or None when that is not possible.

    at: aware datetime, server clock. Called after the transaction of an act has been committed, it never fails that act:
    why nothing was signed stands in the log, in `manage.py check` and in how old the newest checkpoint gets.
    A chain that has not grown keeps the checkpoint that it has.
    """
    try:
        return _write(Chain.objects.get(pk=desk_id), at)
    except keys.Unusable as no:
        log.error("No checkpoint of desk %s was written. %s", desk_id, no)
    except Exception:
        log.exception("No checkpoint of desk %s was written.", desk_id)
    return None


def newest(desk_id):
    """The newest checkpoint of a desk, or None."""
    return Checkpoint.objects.filter(chain=desk_id).order_by("size").last()


def age(at):
    """How long the oldest seal that no checkpoint covers has stood, over all desks: what could be rewritten unseen.

    timedelta(0) when every seal is covered.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.desk_id, s.seq FROM records_chain c JOIN records_seal s ON s.chain_id = c.desk_id AND s.seq = 1 +"
            " COALESCE((SELECT max(k.size) FROM records_checkpoint k WHERE k.chain_id = c.desk_id), 0)"
            " ORDER BY s.sealed_at LIMIT 1"
        )
        oldest = cursor.fetchone()
    if oldest is None:
        return timedelta(0)
    return max(timedelta(0), at - Seal.objects.get(pk=oldest).sealed_at)


def _write(chain, at):
    private = keys.current(at=at)
    before = newest(chain.pk)
    if before and (before.size, read(before.note).head) == (chain.last_seq, chain.last_hash):
        return before
    if chain.last_seq == 0:
        return None
    frontier = _grown(chain, before)
    moment = max(at, chain.last_at)
    said = Said(chain.key, chain.last_seq, frontier.root(), chain.last_hash, canonical.moment(moment))
    note = signed_notes.sign(said.text(), (said.name, private))
    try:
        with transaction.atomic():
            return Checkpoint.objects.create(
                chain=chain, size=chain.last_seq, at=moment, note=note, frontier=frontier.dump()
            )
    except IntegrityError:  # somebody else signed at the same size meanwhile
        return Checkpoint.objects.get(chain=chain, size=chain.last_seq)


def _grown(chain, before):
    """The frontier at the chain's head, grown from the checkpoint before. Raises Inconsistent when it does not lead there."""
    frontier, last = _resumed(chain, before) if before else (Frontier(), canonical.GENESIS)
    seals = Seal.objects.filter(chain=chain, seq__lte=chain.last_seq).order_by("seq")
    while frontier.size < chain.last_seq:
        rows = list(seals.filter(seq__gt=frontier.size).values_list("seq", "prev", "hash")[:BATCH])
        if not rows:
            break
        seqs, prevs, hashes = zip(*rows, strict=True)
        if prevs != (last, *hashes[:-1]) or seqs != tuple(range(frontier.size + 1, frontier.size + 1 + len(rows))):
            raise Inconsistent(f"Between the seals {frontier.size} and {seqs[-1]} the chain is broken.")
        frontier.extend([bytes.fromhex(one) for one in hashes])
        last = hashes[-1]
    if (frontier.size, last) != (chain.last_seq, chain.last_hash):
        raise Inconsistent("The chain does not end with the seal that its head names.")
    return frontier


def _resumed(chain, before):
    """(frontier, hash of the last seal) of a checkpoint, once it is certain that it was signed so."""
    known, _ = keys.history()
    said = read(before.note, [key.public for key in known])
    frontier = Frontier.load(before.size, before.frontier)
    if (said.chain, said.size, said.root) != (chain.key, before.size, frontier.root()):
        raise Inconsistent(f"Checkpoint {before.pk} is not what was signed.")
    if said.size > chain.last_seq:
        raise Inconsistent(f"The chain ends before the {said.size} seals that were signed.")
    return frontier, said.head


def inside(desk_id, key):
    """([(row id, Said, Frontier)], [(row id, sentence)]): the checkpoints of a chain in this database, and what is wrong."""
    known, _ = keys.history()
    publics = [key.public for key in known]
    sql, read_row = columns.reader(Checkpoint, ("id", "chain_id", "size", "at", "note", "frontier"))
    good, wrong = [], []
    for row in columns.fetch(
        f'SELECT {sql} FROM "records_checkpoint" WHERE chain_id = %s ORDER BY size, id', [desk_id]
    ):
        try:
            pk, _, size, at, note, frontier = read_row(row)
            said = read(note or "", publics)
            if (said.chain, said.size, said.at) != (key, size, at):
                raise signed_notes.Broken("its columns say something else than what was signed")
            good.append((pk, said, Frontier.load(size, frontier or "")))
        except (ValueError, TypeError) as why:
            wrong.append((row[0] if type(row[0]) is int else None, f"the checkpoint cannot be believed: {why}"))
    return good, wrong
