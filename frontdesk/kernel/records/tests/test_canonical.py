"""The canonical form, against vectors written down once and computed without this software's code."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from frontdesk.kernel.records import canonical

VECTORS = json.loads((Path(__file__).parent / "golden.json").read_text())
each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])


def meant(value):
    """A vector's value as Python has it."""
    if isinstance(value, dict):
        kinds = {"moment": datetime.fromisoformat, "date": date.fromisoformat}
        ((kind, text),) = value.items()
        return kinds[kind](text)
    return value


@pytest.mark.clause("R40")
@each_vector
def test_a_body_is_these_bytes(vector):
    values = {field: canonical.plain(meant(value)) for field, value in vector["values"].items()}
    assert canonical.body(values, vector["personal"], vector["salts"]).encode() == vector["body"].encode()


@pytest.mark.clause("R40")
@each_vector
def test_a_seal_is_this_hash(vector):
    seal = dict(vector["seal"])
    wanted = seal.pop("hash")
    assert canonical.seal_hash(**seal, body=vector["body"]) == wanted


def test_the_vectors_are_one_chain():
    seals = [vector["seal"] for vector in VECTORS]
    assert [seal["prev"] for seal in seals] == [canonical.GENESIS, *(seal["hash"] for seal in seals[:-1])]


@pytest.mark.clause("A18")
def test_a_commitment_is_this_hash():
    salt = "000102030405060708090a0b0c0d0e0f"
    said = "251ee91cd3e32e960953b30f9f97bc9d193f01515afc9f5d6bf2dfb13416768b"
    assert canonical.commitment(salt, "单晓明") == said


@pytest.mark.parametrize("value", [1.5, b"x", [1], {"a": 1}, ("a",)])
def test_only_texts_integers_and_moments_can_be_sealed(value):
    with pytest.raises(TypeError, match="A sealed record cannot hold"):
        canonical.plain(value)


@pytest.mark.clause("A18")
@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", "{", '{"a": "00000000000000000000000000000000"}', '{"a":5}', '{"a":"00"}',
        '{"b":"00000000000000000000000000000000","a":"00000000000000000000000000000000"}',
        '{"a":"0000000000000000000000000000000A"}', '{"a":"00 0000000000000000000000000000000"}',
    ],
)  # fmt: skip
def test_salts_are_written_in_one_way_only(text):
    with pytest.raises(ValueError):
        canonical.load_salts(text)


def test_salts_survive_a_round():
    salts = {"phone": canonical.new_salt(), "caller_name": canonical.new_salt()}
    assert canonical.load_salts(canonical.dump_salts(salts)) == salts
