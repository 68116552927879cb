"""Signed notes, as c2sp.org/signed-note has them: a text of lines, an empty line, and under it Ed25519 signatures.

A signature line is "— name base64(key id ‖ signature)"; the key id is the first four bytes of
SHA-256(name ‖ newline ‖ 1 ‖ public key). Other software of that world reads and verifies them.
"""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
DASH = "— "


class Broken(ValueError):
    """This is no note, or no trusted key has signed it."""


def key_id(name, public):
    """Four bytes. public: the 32 bytes of an Ed25519 key."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier(name, public):
    """The one line in which a public key is handed on: name+key id+base64."""
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def read_verifier(line):
    """(name, public key) of such a line; raises Broken."""
    try:
        name, given, coded = line.strip().split("+", 2)
        kind, public = _decoded(coded, 1)
    except ValueError as wrong:
        raise Broken("this is no public key") from wrong
    if kind != ED25519 or len(public) != 32 or key_id(name, public).hex() != given:
        raise Broken("this is no public key")
    return name, public


def sign(text, *signers):
    """The note of a text that ends in a newline. signers: (name, private key) of each who signs."""
    lines = [_line(text, name, private) for name, private in signers]
    return f"{text}\n{''.join(lines)}"


def _line(text, name, private):
    public = private.public_key().public_bytes_raw()
    signature = private.sign(text.encode())
    return f"{DASH}{name} {base64.b64encode(key_id(name, public) + signature).decode()}\n"


def split(note):
    """(text, [(name, key id, signature)]); raises Broken when this is no note."""
    text, gap, under = note.rpartition("\n\n")
    lines = under.split("\n")
    if not gap or lines[-1] != "" or len(lines) < 2:
        raise Broken("this is no signed note")
    found = []
    for line in lines[:-1]:
        try:
            name, coded = line.removeprefix(DASH).split(" ")
            given, signature = _decoded(coded, 4)
        except ValueError as wrong:
            raise Broken("a signature of this note cannot be read") from wrong
        if not line.startswith(DASH):
            raise Broken("this is no signed note")
        found.append((name, given, signature))
    return text + "\n", found


def opened(note, name, publics):
    """(text, public key that signed it as `name`) of a note; the first of the given 32-byte keys that did.

    Raises Broken when none of them has signed it, or when a signature under the id of one of them does not hold.
    """
    text, signatures = split(note)
    for public in publics:
        for signer, given, signature in signatures:
            if (signer, given) == (name, key_id(name, public)):
                if not _holds(public, text, signature):
                    raise Broken("a signature under this note does not hold")
                return text, public
    raise Broken("none of the known keys has signed this note")


def _holds(public, text, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def _decoded(coded, at):
    """The bytes of a base64 text, cut in two; ValueError unless it is written in the one way in which we write it."""
    data = base64.b64decode(coded, validate=True)
    if base64.b64encode(data).decode() != coded:
        raise ValueError("this is not base64 as it should be")
    return data[:at], data[at:]
