"""Merkle trees as RFC 9162 has them: against the definition itself, and against the vectors of Certificate Transparency."""

from __future__ import annotations

import base64
import time
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audit import grown
from generator.merkle import Tree, leaf, node
from generator.verify import included

# Source: github.com/transparency-dev/merkle v0.0.2, testonly/constants.go, proof/verify_test.go, compact/range_test.go.
LEAVES = [bytes.fromhex(item) for item in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
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
PATHS = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
GROWN = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
SIXTEEN = "c+4Uc6BCMOZf/v3NZK1kqTUJe+bBoFtOhP+P3SayKRE="
HUNDRED = "dUh9hYH88p0CMoHkdr1wC2szbhcLAXOejWpINIooKUY="


def naive(entries: list[bytes]) -> bytes:
    """Return MTH(D[n]) word for word as RFC 9162 2.1.1 defines it."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while 2 * k < len(entries):
        k *= 2
    return sha256(b"\x01" + naive(entries[:k]) + naive(entries[k:])).digest()


def naive_proof(m: int, entries: list[bytes], known: bool = True) -> list[bytes]:
    """Return SUBPROOF(m, D[n], b) word for word as RFC 9162 2.1.4.1 defines it."""
    if m == len(entries):
        return [] if known else [naive(entries)]
    k = 1
    while 2 * k < len(entries):
        k *= 2
    if m <= k:
        return [*naive_proof(m, entries[:k], known), naive(entries[k:])]
    return [*naive_proof(m - k, entries[k:], False), naive(entries[:k])]


def test_roots_are_those_of_certificate_transparency():
    tree = Tree(LEAVES)
    assert [tree.root(size).hex() for size in range(9)] == ROOTS
    assert [Tree(LEAVES[:size]).root().hex() for size in range(9)] == ROOTS
    assert leaf(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    golden = Tree(bytes([i & 0xFF, i >> 8]) for i in range(100))
    assert [base64.b64encode(golden.root(size)).decode() for size in (16, 100)] == [SIXTEEN, HUNDRED]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_inclusion_proofs_are_those_of_certificate_transparency(index, size):
    path = Tree(LEAVES).inclusion(index, size)
    assert [item.hex() for item in path] == PATHS[index, size]
    assert included(leaf(LEAVES[index]), index, size, path).hex() == ROOTS[size]


@pytest.mark.parametrize(("old", "size"), GROWN)
def test_consistency_proofs_are_those_of_certificate_transparency(old, size):
    path = Tree(LEAVES).consistency(old, size)
    assert [item.hex() for item in path] == GROWN[old, size]
    roots = grown(old, size, path, bytes.fromhex(ROOTS[old]))
    assert [item.hex() for item in roots] == [ROOTS[old], ROOTS[size]]


entries = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


@given(entries, st.data())
def test_trees_agree_with_the_definition(found, data):
    tree = Tree(found)
    size = data.draw(st.integers(1, len(found)))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert tree.root(size) == naive(found[:size])
    path = tree.inclusion(index, size)
    assert included(leaf(found[index]), index, size, path) == naive(found[:size])
    proof = tree.consistency(old, size)
    assert list(proof) == naive_proof(old, found[:size])
    assert grown(old, size, proof, tree.root(old)) == (tree.root(old), tree.root(size))


@given(entries, st.data())
def test_a_proof_holds_for_nothing_else(found, data):
    tree, size = Tree(found), len(found)
    index = data.draw(st.integers(0, size - 1))
    path = list(tree.inclusion(index, size))

    def leads(entry: bytes, at: int, of: int, by: list[bytes]) -> bool:
        try:
            return included(leaf(entry), at, of, by) == tree.root()
        except (ValueError, IndexError):
            return False

    assert leads(found[index], index, size, path)
    assert not leads(found[index] + b"!", index, size, path)
    assert not leads(found[index], index, size, [*path, b"\0" * 32])
    assert not leads(found[index], -1, size, path)
    assert not leads(found[index], size, size, path)
    for place, part in enumerate(path):
        changed = bytes([part[0] ^ 8]) + part[1:]
        assert not leads(found[index], index, size, [*path[:place], changed, *path[place + 1 :]])
        assert not leads(found[index], index, size, path[:place] + path[place + 1 :])


@given(entries, entries, st.integers(1, 69))
def test_no_proof_leads_from_a_tree_to_one_that_was_rewritten(found, others, old):
    old = min(old, len(found))
    rewritten = [b"?" + found[0], *found[1:]]
    new = Tree([*rewritten, *others])
    proof = new.consistency(old, len(new))
    assert grown(old, len(new), proof, Tree(found).root(old))[0:2] != (Tree(found).root(old), new.root())


def test_what_is_not_in_the_tree_has_no_proof():
    tree = Tree(LEAVES)
    for wrong in (lambda: tree.root(9), lambda: tree.inclusion(8, 8), lambda: tree.inclusion(0, 9),
                  lambda: tree.inclusion(-1, 8), lambda: tree.consistency(8, 7), lambda: tree.consistency(1, 9)):  # fmt: skip
        with pytest.raises(IndexError):
            wrong()
    assert tree.consistency(0, 8) == ()


def test_thirteen_thousand_entries_take_no_time():
    found = [b"%0265d" % number for number in range(13_000)]
    begun = time.process_time()
    tree = Tree(found)
    tree.inclusion(len(tree) - 1, len(tree))
    assert time.process_time() - begun < 0.25  # 0.02 where nobody else works
