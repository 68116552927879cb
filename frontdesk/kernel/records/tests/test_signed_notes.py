"""Notes are those of c2sp.org/signed-note: other software reads ours, and we read theirs."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from frontdesk.kernel.records import signed_notes

pytestmark = pytest.mark.clause("R40")
# The example of Go's package golang.org/x/mod/sumdb/note.
THEIR_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
THEIRS = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
NOTE = signed_notes.sign("eins\nzwei\n", ("frontdesk/a", KEY))


def test_a_note_of_other_software_is_read():
    name, public = signed_notes.read_verifier(THEIR_KEY)
    text, by = signed_notes.opened(THEIRS, name, [public])
    assert (name, by) == ("PeterNeumann", public)
    assert text == THEIRS.split("\n\n")[0] + "\n"
    assert signed_notes.verifier(name, public) == THEIR_KEY


def test_our_note_is_the_text_an_empty_line_and_a_signature():
    text, gap, line = NOTE.partition("\n\n")
    assert (text, gap) == ("eins\nzwei", "\n\n")
    assert line.split(" ")[:2] == ["—", "frontdesk/a"]
    assert signed_notes.opened(NOTE, "frontdesk/a", [bytes(32), PUBLIC]) == ("eins\nzwei\n", PUBLIC)


def test_no_byte_of_a_note_is_changed_unseen():
    data, unseen = NOTE.encode(), []
    for place in range(len(data)):
        for bit in (1, 2, 128):
            changed = bytearray(data)
            changed[place] ^= bit
            try:
                signed_notes.opened(changed.decode(), "frontdesk/a", [PUBLIC])
            except ValueError:
                continue
            unseen.append((place, bit))
    assert unseen == []


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "text\n",
        "text\n\n",
        "text\n\n— \n",
        "text\n\n— a b c\n",
        "text\n\n— a !!!!\n",
        NOTE.strip(),
        NOTE + "x",
    ],
)
def test_what_is_no_note_is_refused(note):
    with pytest.raises(signed_notes.Broken):
        signed_notes.opened(note, "frontdesk/a", [PUBLIC])


def test_a_note_under_another_name_or_key_is_not_ours():
    for name, publics in (("frontdesk/b", [PUBLIC]), ("frontdesk/a", [bytes(32)]), ("frontdesk/a", [])):
        with pytest.raises(signed_notes.Broken, match="none of the known keys"):
            signed_notes.opened(NOTE, name, publics)


@pytest.mark.parametrize(
    "line", ["", "a", "a+b", "a+00000000+AQ==", THEIR_KEY.replace("c7", "c8"), THEIR_KEY[:-1] + "X"]
)
def test_a_line_that_is_no_public_key_is_refused(line):
    with pytest.raises(signed_notes.Broken):
        signed_notes.read_verifier(line)
