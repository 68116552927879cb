"""The tree over a chain's seals is the one of RFC 9162, however it was grown."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.kernel.records.merkle import Frontier

pytestmark = pytest.mark.clause("R40")
LEAVES = [sha256(str(number).encode()).digest() for number in range(300)]
# The roots of the first 0…8 leaves of the published test vectors of Certificate Transparency.
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def as_the_rfc_says(leaves):
    """RFC 9162, section 2.1.1, word by word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    cut = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\1" + as_the_rfc_says(leaves[:cut]) + as_the_rfc_says(leaves[cut:])).digest()


def of(leaves):
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier


@pytest.mark.parametrize("count", range(9))
def test_roots_are_those_of_the_published_vectors(count):
    assert of([bytes.fromhex(text) for text in CT_LEAVES[:count]]).root().hex() == CT_ROOTS[count]


@given(st.integers(0, 300), st.lists(st.integers(0, 300), max_size=6))
@settings(deadline=None, max_examples=60)
def test_however_it_is_grown_the_root_is_the_same(size, cuts):
    frontier, done = Frontier(), 0
    for cut in sorted({min(cut, size) for cut in cuts} | {size}):
        frontier.extend(LEAVES[done:cut])
        frontier = Frontier.load(cut, frontier.dump())
        done = cut
    assert (frontier.size, frontier.root()) == (size, as_the_rfc_says(LEAVES[:size]))


@given(st.integers(0, 9), st.integers(0, 32))
@settings(deadline=None, max_examples=60)
def test_parts_of_one_length_join_to_the_whole(parts, rest):
    frontier = Frontier()
    for number in range(parts):
        frontier.join(of(LEAVES[number * 32 : number * 32 + 32]))
    frontier.join(of(LEAVES[parts * 32 : parts * 32 + rest][: 300 - parts * 32]))
    size = min(300, parts * 32 + rest)
    assert (frontier.size, frontier.root()) == (size, as_the_rfc_says(LEAVES[:size]))


@pytest.mark.parametrize("wrong", ["", "ab" * 31, "AB" * 32, "ab" * 33, "zz" * 32])
def test_a_text_that_is_no_frontier_is_refused(wrong):
    with pytest.raises(ValueError):
        Frontier.load(4, wrong)
