#!/usr/bin/env python3
"""Proves an export of Front Desk without Front Desk: needs Python 3.9 or newer and the package `cryptography`, nothing else.

    python3 verify.py EXPORT.zip [--kept FILE] [--paper CODE]
    python3 verify.py prove SEQ EXPORT.zip [--desk ID] [--paper CODE]     writes a proof of one record, which shows no other
    python3 verify.py check-proof FILE [--kept FILE] [--paper CODE]

Every part is what the manifest says; each key is signed by the one before; every seal holds the hash of its text and of the seal
before, without a gap; the Merkle root over them (RFC 9162) is what each checkpoint was signed with (Ed25519); personal values and
attachments are those that were sealed. Exit status 1 when anything is not as it was written; the first such thing is named.

An archive agrees with itself also when somebody wrote all of it anew. Only what was kept elsewhere shows that it is the true one:
--kept takes what `manage.py records checkpoint` printed (public key and notes), --paper the code under a printed sheet.
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NOTE = re.compile(r"frontdesk/([0-9a-f]{32})\n([1-9][0-9]*)\n([^\n]{44})\nhead ([0-9a-f]{64}) at ([^\n]+)\n", re.ASCII)
KEPT_NOTE = re.compile(r"frontdesk/[0-9a-f]{32}\n(?:[^\n]+\n)+\n(?:— [^\n]+\n)+")
KEPT_KEY = re.compile(r"^(?:public key )?[^\s+]+\+[0-9a-f]{8}\+(\S+)$", re.MULTILINE)
SEALED = ("seq", "kind", "record_id", "form", "sealed_at", "sealed_by", "prev", "body")


class Bad(Exception):
    """The first thing that is not as it was written, in a sentence."""


def sha256(*data):
    return hashlib.sha256(b"".join(data)).digest()


class Trust:
    """publics: the keys that can be believed; kept: what was kept elsewhere and not met yet, as `read_paper` gives it."""

    def __init__(self, keys, options):
        texts, history, alone = [Path(path).read_text(encoding="utf-8") for path in options.kept], [], []
        for number, row in enumerate(keys, 1):
            public, before = bytes.fromhex(row["public"]), history[-1][0] if row["note"].count("\n— ") == 2 else None
            coded, after = (base64.b64encode(key).decode() if key else "nothing" for key in (public, before))
            text = f"frontdesk/keys\n{number}\n{coded}\nmade {row['made_at']} after {after}\n"
            if not all(self.is_signed(row["note"], text, "frontdesk/keys", key) for key in (public, before) if key):
                raise Bad(f"key {number} is not signed as it must be")
            history.append((public, before))
            alone += [number] if number > 1 and not before else []
        given = {base64.b64decode(coded)[1:] for text in texts for coded in KEPT_KEY.findall(text)}
        self.publics = set(given) or {public for public, _ in history}
        for public, before in history + history[::-1]:
            self.publics |= {public, before} if before and {public, before} & self.publics else set()
        self.kept = {self.read_paper(code) for code in options.paper}
        for key, size, root, *_ in [self.opened(note) for text in texts for note in KEPT_NOTE.findall(text)]:
            self.kept.add((int(key, 16) >> 103, size, 0, int.from_bytes(root, "big")))
        if texts and not given and not self.kept:
            raise Bad("what was kept holds neither a public key nor a signed note")
        print(f"{len(history)} keys hold" + (f"; the one before was lost and did not sign: {alone}" if alone else ""))
        print(
            "held against what was kept elsewhere" if given or self.kept else "NOTHING WAS KEPT: the parts fit, no more"
        )

    def is_signed(self, note, text, name, public):
        """Whether a note (c2sp.org/signed-note) is this text, signed under this name by a key of 32 bytes."""
        said, _, under = note.rpartition("\n\n")
        for line in under.split("\n")[:-1] if said + "\n" == text else []:
            dash, signer, coded = line.split(" ")
            data, key_id = base64.b64decode(coded), sha256(name.encode(), b"\n\x01", public)[:4]
            if (dash, signer, data[:4], base64.b64encode(data).decode()) == ("—", name, key_id, coded):
                with suppress(InvalidSignature):
                    Ed25519PublicKey.from_public_bytes(public).verify(data[4:], text.encode())
                    return True
        return False

    @staticmethod
    def read_paper(code):
        """(book, size, 146, digest): 25 bits of the chain's key, how many seals, and the root without its last 146 bits."""
        typed = "".join(filter(str.isalnum, code.upper())).translate(str.maketrans("OILU", "011V"))
        parts = [typed[:5], typed[5:-25], typed[-25:-3], typed[-3:]]
        book, size, digest, check = [sum(ALPHABET.find(c) << 5 * n for n, c in enumerate(p[::-1])) for p in parts]
        if len(typed) < 31 or int.from_bytes("-".join(parts[:3]).encode(), "big") % 32749 != check:
            raise Bad(f"the code {code} is mistyped")
        return book, size, 146, digest

    def opened(self, note):
        """[chain, size, root, head, time] of a checkpoint that one of the keys has signed."""
        found = NOTE.fullmatch(note.rpartition("\n\n")[0] + "\n")
        if found and any(self.is_signed(note, found[0], f"frontdesk/{found[1]}", public) for public in self.publics):
            return [found[1], int(found[2]), base64.b64decode(found[3]), found[4], found[5]]
        raise Bad("a checkpoint is not signed by a key that can be trusted")

    def compare(self, key, size, root):
        """Raise Bad when the root of a chain at a size is not the one that was kept."""
        for one in [one for one in self.kept if one[:2] == (int(key, 16) >> 103, size)]:
            if int.from_bytes(root(), "big") >> one[2] != one[3]:
                raise Bad(f"seal {size} is not the one that was kept elsewhere: the chain has been rewritten")
            self.kept.remove(one)


class Tree:
    """A Merkle tree (RFC 9162, 2.1) over seal hashes, of which only the roots of its full subtrees are kept: {level: root}."""

    def __init__(self, size, frontier):
        levels = [level for level in range(64)[::-1] if size >> level & 1]
        self.peaks = {level: bytes.fromhex(frontier[64 * n : 64 * n + 64]) for n, level in enumerate(levels)}

    def add(self, data):
        new, level = sha256(b"\0", data), 0
        while level in self.peaks:
            new, level = sha256(b"\1", self.peaks.pop(level), new), level + 1
        self.peaks[level] = new

    def root(self):
        found = b""
        for level in sorted(self.peaks):
            found = sha256(b"\1", self.peaks[level], found) if found else self.peaks[level]
        return found

    @staticmethod
    def path(index, hashes):
        """The audit path, from below, of one of these seal hashes to the root over all of them."""
        path, row = [], [sha256(b"\0", data) for data in hashes]
        while len(row) > 1:
            path += [row[index ^ 1]] if index ^ 1 < len(row) else []
            pairs = [sha256(b"\1", row[place], row[place + 1]) for place in range(0, len(row) - 1, 2)]
            row, index = pairs + row[len(pairs) * 2 :], index // 2
        return path

    @staticmethod
    def root_by(index, data, size, path):
        """The root that a seal hash and its audit path lead to; b"" when the path has not the length that it must have."""
        found, last, path = sha256(b"\0", data), size - 1, list(path)
        while 0 <= index <= last > 0 and (path or (index == last and not index % 2)):
            if index % 2 or index < last:
                other = path.pop(0)
                found = sha256(b"\1", other, found) if index % 2 else sha256(b"\1", found, other)
            index, last = index // 2, last // 2
        return b"" if path or index or last else found


def seal_hash(key, seal):
    return sha256("\n".join(map(str, ["front desk seal 1", key, *(seal[name] for name in SEALED)])).encode()).hex()


def missing(body, given, what):
    """The committed fields of a body without a value; raises Bad when {field: [salt, value]} are not what was sealed."""
    sealed = {name[:-5]: mac for name, mac in body.items() if name.endswith(".hmac")}
    for name, (salt, value) in given.items():
        made = hmac.new(bytes.fromhex(salt), value.encode(), "sha256").hexdigest()
        if sealed.get(name) != made or bytes.fromhex(salt).hex() != salt:
            raise Bad(f"{what}: {name} is not what was sealed")
    return set(sealed) - set(given)


class Archive:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        manifest, names = json.loads(self.zip.read("manifest.json")), self.zip.namelist()
        self.parts = manifest["members"]
        if manifest["format"] != 1 or sorted(names) != sorted([*self.parts, "manifest.json"]):
            raise Bad(
                "its parts are not those that the manifest names, or its format is not the one that this file knows"
            )
        for name, wanted in sorted(self.parts.items()):
            digest = hashlib.sha256()
            with self.zip.open(name) as file:
                while block := file.read(1 << 20):
                    digest.update(block)
            if digest.hexdigest() != wanted:
                raise Bad(f"{name} is not what the manifest says")
        print(f"{len(names)} parts are what the manifest says")
        self.keys = list(self.values("keys.jsonl"))
        self.chains = [next(self.values(name)) for name in sorted(names) if name.endswith("/chain.json")]

    def values(self, name):
        """The JSON values of a part, one a line; none when there is no such part."""
        for line in self.zip.open(name) if name in self.parts else ():
            yield json.loads(line)

    def seals(self, chain):
        """(seal, its body's values, what to call it) one after the other, each compared with its hash and its place."""
        last, seq = chain["before"], chain["first"] - 1
        for seq, seal in enumerate(self.values(f"chains/{chain['desk']}/seals.jsonl"), chain["first"]):
            where, body = f"desk {chain['desk']}, seal {seq}", json.loads(seal["body"])
            what = f"{where}: {seal['kind']} {seal['record_id']}"
            if seal["seq"] != seq:
                raise Bad(f"{where} is missing; the next is {seal['seq']}")
            if seal_hash(chain["key"], seal) != seal["hash"]:
                raise Bad(f"{what} does not match its own hash")
            if seal["prev"] != last or body["desk_id"] != chain["desk"]:
                raise Bad(f"{what} does not follow the seal before")
            last = seal["hash"]
            yield seal, body, what
        if seq != chain["last"] or (chain["first"] == 1 and chain["before"] != "0" * 64):
            raise Bad(f"desk {chain['desk']}, seal {seq + 1} is missing; the archive speaks of {chain['last']}")

    def check(self, chain, trust):
        """Everything about one chain; returns a sentence."""
        folder, key, tree = f"chains/{chain['desk']}", chain["key"], Tree(chain["first"] - 1, chain["frontier"])
        signed = {row["size"]: trust.opened(row["note"]) for row in self.values(f"{folder}/checkpoints.jsonl")}
        part, lost, files, count = f"{folder}/personal.jsonl", {}, {}, 0
        personal, told = self.values(part), part in self.parts
        given, upto = next(personal, None), max(signed, default=0)
        for seal, body, what in self.seals(chain):
            seq, about = seal["seq"], (seal["kind"], seal["record_id"])
            tree.add(bytes.fromhex(seal["hash"]))
            if seq in signed and signed.pop(seq)[:4] != [key, seq, tree.root(), seal["hash"]]:
                raise Bad(f"{what} is not the one that the checkpoint names")
            trust.compare(key, seq, tree.root)
            mine = given["values"] if given and given["seq"] == seq else {}
            count, given = count + len(mine), next(personal, None) if mine else given
            if told and (fields := missing(body, mine, what)):
                lost[about] = (what, fields)
            if about[0] == "records.attachment":
                files[about] = (what, body["sha256"])
            if about[0] == "records.erasure":
                named = (body["about_kind"], body["about_id"])
                files.pop(named, None)
                lost[named] = (what, lost.get(named, ("", set()))[1] - set(body.get("fields", "").split(",")))
        for what, fields in (one for one in lost.values() if one[1]):
            raise Bad(f"{what}: {min(fields)} is missing, and no erasure names it")
        if given or signed:
            raise Bad(f"desk {chain['desk']}, seal {chain['last'] + 1} is missing, which values or a checkpoint name")
        for what, sha in files.values() if told else ():
            if self.parts.get(f"attachments/{sha}") != sha:
                raise Bad(f"{what}: its attachment is missing, or another one")
        values = f"{count} personal values" if told else "personal values left out"
        return f"desk {chain['desk']}: seals {chain['first']} to {chain['last']}, signed to {upto}; {values}; {len(files)} files"


def verify(words, options):
    archive = Archive(words[0])
    trust = Trust(archive.keys, options)
    for chain in archive.chains:
        print(archive.check(chain, trust))
    if trust.kept:
        raise Bad(f"seal {min(size for _, size, *_ in trust.kept)} is missing, which was kept elsewhere")


def prove(words, options):
    """Write a proof of one seal: its text and values, the path to the root, the checkpoint that signed this root, the keys."""
    archive, seq, printed = Archive(words[2]), int(words[1]), [Trust.read_paper(code)[1] for code in options.paper]
    chain = next((one for one in archive.chains if options.desk in {None, one["desk"]}), {"desk": 0, "first": 0})
    folder, found = f"chains/{chain['desk']}", archive.seals(chain) if chain["first"] == 1 else ()
    seals = [seal if seal["seq"] == seq else {"hash": seal["hash"]} for seal, *_ in found]
    notes = archive.values(f"{folder}/checkpoints.jsonl")
    rows = [row for row in notes if seq <= row["size"] and (not printed or row["size"] in printed)]
    if not 0 < seq <= len(seals) or not rows:
        raise Bad(f"seal {seq} is not here, no checkpoint covers it, or the archive does not begin at seal 1")
    values = next((row["values"] for row in archive.values(f"{folder}/personal.jsonl") if row["seq"] == seq), {})
    path = Tree.path(seq - 1, [bytes.fromhex(seal["hash"]) for seal in seals[: rows[0]["size"]]])
    proof = {"seal": seals[seq - 1], "values": values, "path": [one.hex() for one in path], "note": rows[0]["note"]}
    proof["keys"], name = archive.keys, f"proof-{chain['desk']}-{seq}.json"
    Path(name).write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    print(f"{name} proves seal {seq} of desk {chain['desk']} and shows no other")


def check_proof(words, options):
    proof = json.loads(Path(words[1]).read_text(encoding="utf-8"))
    trust, seal, path = Trust(proof["keys"], options), proof["seal"], [bytes.fromhex(one) for one in proof["path"]]
    key, size, root, _, time = trust.opened(proof["note"])
    if seal_hash(key, seal) != seal["hash"] or root != Tree.root_by(
        seal["seq"] - 1, bytes.fromhex(seal["hash"]), size, path
    ):
        raise Bad(f"seal {seal['seq']} is not among those that the checkpoint was signed over")
    missing(json.loads(seal["body"]), proof["values"], f"seal {seal['seq']}")
    trust.compare(key, size, lambda: root)
    if any(book == int(key, 16) >> 103 for book, *_ in trust.kept):
        raise Bad("what was kept elsewhere is another checkpoint: prove the record again, with --paper and its code")
    print(f"seal {seal['seq']} of {seal['sealed_at']} stands under the checkpoint of {size} seals of {time}:")
    print(seal["body"], *(f"{name}: {value}" for name, (_, value) in proof["values"].items()), sep="\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="+", metavar="EXPORT | prove SEQ EXPORT | check-proof FILE")
    parser.add_argument("--desk", type=int, metavar="ID")
    parser.add_argument("--kept", action="append", default=[], metavar="FILE")
    parser.add_argument("--paper", action="append", default=[], metavar="CODE")
    options = parser.parse_args()
    try:
        {"prove": prove, "check-proof": check_proof}.get(options.words[0], verify)(options.words, options)
    except Exception as wrong:  # noqa: BLE001 — whatever stands in the file, it is not what was written
        print(f"NOT as it was written: {wrong if isinstance(wrong, Bad) else repr(wrong)}", file=sys.stderr)
        return 1
    print("All of it is as it was written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
