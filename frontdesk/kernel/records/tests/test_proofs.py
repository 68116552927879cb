"""A proof of one record: it shows that record and no other, and holds against the checkpoint that covers it alone."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty.log.models import Entry
from frontdesk.kernel.records import checkpoints, paper
from frontdesk.kernel.records.merkle import Frontier
from frontdesk.kernel.records.models import Checkpoint, Seal

from .archives import VERIFY, run

pytestmark = [pytest.mark.django_db, pytest.mark.clause("R40")]


@pytest.fixture
def proof(archive, desk, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    seq = Seal.objects.filter(chain=desk.pk, kind=Entry.seal_kind).order_by("seq")[0].seq
    assert run(capsys, "prove", seq, archive, "--desk", desk.pk)[0] == 0
    return tmp_path / f"proof-{desk.pk}-{seq}.json"


def test_a_proof_shows_its_record_and_no_other(proof, kept, capsys):
    text = proof.read_text()
    assert "查女士" in text
    assert "问物业费怎么交" not in text  # the next entry says so
    assert text.count('"body"') == 1
    status, said = run(capsys, "check-proof", proof)
    assert status == 0
    assert "caller_name: 查女士" in said


def test_a_proof_holds_against_the_checkpoint_that_covers_it(proof, archive, kept, desk, capsys):
    covering = json.loads(proof.read_text())["note"]
    held = Checkpoint.objects.get(chain=desk.pk, note=covering)
    assert run(capsys, "check-proof", proof, "--paper", paper.short(held))[0] == 0
    newest = checkpoints.newest(desk.pk)
    assert newest != held
    status, said = run(capsys, "check-proof", proof, "--kept", kept)
    assert (status, "prove the record again" in said) == (1, True)
    seq = json.loads(proof.read_text())["seal"]["seq"]
    assert run(capsys, "prove", seq, archive, "--desk", desk.pk, "--paper", paper.short(newest))[0] == 0
    assert run(capsys, "check-proof", proof, "--kept", kept)[0] == 0


def test_no_byte_of_a_proof_is_changed_unseen(proof, capsys, request, monkeypatch):
    monkeypatch.setattr(VERIFY, "print", lambda *words, **options: None, raising=False)
    data, unseen = proof.read_bytes(), []
    for place in range(0, len(data), 1 if request.config.option.thorough else 5):
        proof.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        if run(capsys, "check-proof", proof)[0] == 0 and json.loads(proof.read_bytes()) != json.loads(data):
            unseen.append((place, data[max(0, place - 20) : place + 5]))
    assert unseen == []


@pytest.mark.parametrize("seq", [0, 10**6])
def test_no_proof_is_made_of_what_is_not_there(archive, capsys, seq):
    status, said = run(capsys, "prove", seq, archive)
    assert (status, f"seal {seq} is not here" in said) == (1, True)


LEAVES = [hashlib.sha256(str(number).encode()).digest() for number in range(70)]


@given(st.integers(1, 70), st.data())
@settings(deadline=None, max_examples=80)
def test_each_leaf_leads_to_the_root_and_to_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    frontier = Frontier()
    frontier.extend(LEAVES[:size])
    path = VERIFY.Tree.path(index, LEAVES[:size])
    assert VERIFY.Tree.root_by(index, LEAVES[index], size, path) == frontier.root()
    root, mine, other = frontier.root(), LEAVES[index], LEAVES[(index + 1) % 70]
    assert VERIFY.Tree.root_by(index, other, size, path) != root
    for wrong in (index + 1, index - 1, index + size):
        assert VERIFY.Tree.root_by(wrong, mine, size, path) != root
    for wrong in (path[:-1], [*path, mine], path[::-1]):
        assert wrong == path or VERIFY.Tree.root_by(index, mine, size, wrong) != root
