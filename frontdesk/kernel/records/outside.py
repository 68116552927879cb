"""What is kept outside: written by `records checkpoint`, read again by `records verify --against`.

As text: the public key, then the newest signed note of each chain; as JSON: the heads. Both are read, and so are notes of which
the public key lies beside them, in a file of the same name with .pub behind it.
"""

import json
import re
from pathlib import Path

from . import checkpoints, keys, signed_notes
from .models import Chain

PUBLIC = "public key "
NOTE = re.compile(r"[^\n]+\n(?:[^\n]+\n)*\n(?:— [^\n]+\n)+")


class Unreadable(ValueError):
    """A sentence that says what is wrong with the file."""


def text():
    """Public key and notes, to be kept; '' when nothing was signed yet."""
    known, _ = keys.history()
    if not known:
        return ""
    notes = [newest.note for pk in Chain.objects.order_by("desk_id").values_list("pk", flat=True)
             if (newest := checkpoints.newest(pk))]  # fmt: skip
    return "\n".join([f"{PUBLIC}{public_key()}\n", *notes])


def public_key():
    """The newest public key in one line, or '' when there is none yet."""
    known, _ = keys.history()
    return signed_notes.verifier(keys.NAME, known[-1].public) if known else ""


def read(path):
    """[{"chain", "size", "head"}] and, from signed notes, "root" (bytes) of a file. Raises Unreadable.

    A note must be signed by the public key in the file or beside it, or by one that is tied to it by rotations.
    """
    try:
        said = Path(path).read_text()
    except (OSError, ValueError) as wrong:
        raise Unreadable(f"{path} cannot be read.") from wrong
    return _heads(path, said) if said.lstrip()[:1] in {"{", "["} or "\n— " not in said else _notes(path, said)


def _heads(path, said):
    try:
        kept = [(head["chain"], head["size"], head["head"]) for head in json.loads(said)["heads"]]
    except (ValueError, KeyError, TypeError):
        kept = [(None, None, None)]
    if any([type(part) for part in head] != [str, int, str] for head in kept):
        raise Unreadable(f"{path} is not a file that `records checkpoint --json` printed.")
    return [{"chain": chain, "size": size, "head": head} for chain, size, head in kept]


def _notes(path, said):
    lines = [line.removeprefix(PUBLIC) for line in said.splitlines() if line.startswith(PUBLIC)]
    beside = Path(f"{path}.pub")
    try:
        if beside.exists():
            lines += [line.removeprefix(PUBLIC) for line in beside.read_text().splitlines() if line.strip()]
        given = [signed_notes.read_verifier(line)[1] for line in lines]
        if not given:
            raise Unreadable(f"There is no public key in {path} and none beside it in {beside.name}.")
        known, _ = keys.history()
        publics = {*given}.union(*(keys.linked(known, public) for public in given))
        notes = "\n".join(line for line in said.split("\n") if not line.startswith(PUBLIC))
        found = [checkpoints.read(note, sorted(publics)) for note in NOTE.findall(notes)]
        if NOTE.sub("", notes).strip():
            raise Unreadable(f"{path} holds something besides signed notes.")
    except signed_notes.Broken as wrong:
        raise Unreadable(f"{path} cannot be relied on: {wrong}.") from wrong
    except (OSError, UnicodeDecodeError) as wrong:
        raise Unreadable(f"{beside} cannot be read.") from wrong
    return [{"chain": one.chain, "size": one.size, "head": one.head, "root": one.root} for one in found]
