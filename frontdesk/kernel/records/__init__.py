"""Sealed records 骑缝章: what was written stays as it was written, and anyone can check that it did.

On paper a seal is stamped across two pages so that neither can be taken out unseen. Here every
quality record gets a `Seal` in the same transaction; each seal carries the hash of the one before.

models      chains, seals, and the base class of every sealed record
canonical   the exact text that is hashed
sealing     the pen: lock a desk's chain, write, move its head
guards      triggers that make the database refuse change and removal
verify      recompute everything; name the first row that is wrong
checkpoints what a chain was, signed, to be kept where nobody who has the database reaches
export      one archive that proves itself without this software; `offline/verify.py` goes with it
"""
