"""Merkle trees as RFC 9162 has them, over a chain's seal hashes; of each only the frontier is kept.

The frontier of n leaves is the roots of the perfect subtrees that n falls into, one for each bit of n. It is all
that is needed to know the root, and to go on: a checkpoint costs what was sealed since the last one, not the whole chain.
"""

from hashlib import sha256


def leaf(data):
    return sha256(b"\0" + data).digest()


def node(left, right):
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """A tree of `size` leaves. peaks: {level: root of the perfect subtree of 2^level leaves}, for each bit of size."""

    def __init__(self, size=0, peaks=None):
        self.size, self.peaks = size, dict(peaks or {})

    def copy(self):
        return Frontier(self.size, self.peaks)

    def extend(self, hashes):
        """Add leaves; hashes: seal hashes as bytes, in their order."""
        self._grow(0, [leaf(data) for data in hashes])

    def join(self, other):
        """Add the leaves of another frontier, which are at most as many as this one's smallest subtree has."""
        for level, peak in sorted(other.peaks.items(), reverse=True):
            self._grow(level, [peak])

    def _grow(self, level, row):
        """Add perfect subtrees of one level; there must be none below it yet."""
        self.size += len(row) << level
        while row:
            if level in self.peaks:
                row.insert(0, self.peaks.pop(level))
            if len(row) % 2:
                self.peaks[level] = row.pop()
            row = [sha256(b"\1" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]
            level += 1

    def root(self):
        """The root as bytes; of no leaves, the hash of nothing."""
        levels = sorted(self.peaks)
        if not levels:
            return sha256().digest()
        found = self.peaks[levels[0]]
        for level in levels[1:]:
            found = node(self.peaks[level], found)
        return found

    def dump(self):
        """The peaks as hex, the largest first: what `load` takes."""
        return "".join(self.peaks[level].hex() for level in sorted(self.peaks, reverse=True))

    @classmethod
    def load(cls, size, text):
        """The frontier of `size` leaves that `dump` wrote; ValueError when it cannot be one."""
        levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
        peaks = {level: bytes.fromhex(text[64 * n : 64 * n + 64]) for n, level in enumerate(levels)}
        frontier = cls(size, peaks)
        if len(text) != 64 * len(levels) or frontier.dump() != text:
            raise ValueError("this is not the frontier of a tree")
        return frontier
