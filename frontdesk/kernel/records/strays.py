"""Rows that stand outside every chain, where the pass over the chains does not come by."""

from . import catalogue
from .columns import fetch
from .models import Erasure

MOST = 20  # of one sort; the first one is what matters

SEALS = {
    "the seal belongs to no chain": (
        "SELECT s.kind, s.record_id FROM records_seal s LEFT JOIN records_chain c ON c.desk_id = s.chain_id"
        " WHERE c.desk_id IS NULL"
    ),
    "a seal stands behind the head of its chain": (
        "SELECT s.kind, s.record_id FROM records_seal s JOIN records_chain c ON c.desk_id = s.chain_id"
        " WHERE s.seq > c.last_seq"
    ),
    "the chain that it was signed over is not here": (
        "SELECT 'records.checkpoint', k.id FROM records_checkpoint k LEFT JOIN records_chain c ON c.desk_id = k.chain_id"
        " WHERE c.desk_id IS NULL"
    ),
    "the record has more than one seal": "SELECT kind, record_id FROM records_seal GROUP BY 1, 2 HAVING count(*) > 1",
    "the record waits for a seal that it has": (
        "SELECT w.kind, w.record_id FROM records_waiting w"
        " JOIN records_seal s ON s.kind = w.kind AND s.record_id = w.record_id"
    ),
    "the record waits, but its chain does not say so": (
        "SELECT w.kind, w.record_id FROM records_waiting w LEFT JOIN records_chain c ON c.desk_id = w.chain_id"
        " WHERE c.has_waiting IS NOT TRUE"
    ),
    "two people have not signed for it": (
        f"SELECT '{Erasure.seal_kind}', e.id FROM records_erasure e WHERE (SELECT count(DISTINCT s.recorded_by_id)"
        " FROM records_signature s WHERE s.about_kind = e.because_kind AND s.about_id = e.because_id"
        " AND s.desk_id = e.desk_id) < 2"
    ),
}
CHAINS = (
    "SELECT desk_id FROM records_chain WHERE has_waiting IS NOT FALSE"
    " AND NOT EXISTS (SELECT 1 FROM records_waiting w WHERE w.chain_id = desk_id)"
)


def find():
    """Yield (kind, record id, sentence). Each question is one statement, so a writer cannot come between."""
    for why, sql in SEALS.items():
        for kind, pk in fetch(f"{sql} LIMIT {MOST}"):
            yield str(kind).encode(errors="backslashreplace").decode(), pk if isinstance(pk, int) else None, why
    for (desk,) in fetch(f"{CHAINS} LIMIT {MOST}"):
        yield "chain", desk, "the chain says that records wait, and none does"
    for kind, model in sorted(catalogue.sealed_models().items()):
        table = model._meta.db_table
        unsealed = (
            f'SELECT r.id FROM "{table}" r'
            " LEFT JOIN records_seal s ON s.kind = %s AND s.record_id = r.id"
            " LEFT JOIN records_waiting w ON w.kind = %s AND w.record_id = r.id"
            " WHERE s.seq IS NULL AND w.id IS NULL ORDER BY r.id"
        )
        vanished = (
            f'SELECT w.record_id FROM records_waiting w LEFT JOIN "{table}" r ON r.id = w.record_id'
            " WHERE w.kind = %s AND r.id IS NULL"
        )
        for sql, args, why in (
            (unsealed, [kind, kind], "the record has no seal"),
            (vanished, [kind], "the record is missing"),
        ):
            for (pk,) in fetch(f"{sql} LIMIT {MOST}", args):
                yield kind, pk, why
