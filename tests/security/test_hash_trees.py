from hashlib import sha256

import pytest

from security.hash_trees import leaf_hash, root_hash

LEAVES = [leaf_hash(bytes([number])) for number in range(7)]


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1: split at the largest power of two below the number of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(by_definition(leaves[:half]), by_definition(leaves[half:]))


def test_a_leaf_is_no_node() -> None:
    assert leaf_hash(b"x") == sha256(b"\0x").digest()


def test_of_nothing() -> None:
    assert root_hash([]) == sha256(b"").digest()


@pytest.mark.parametrize("count", range(1, 8))
def test_the_root_is_that_of_the_standard(count: int) -> None:
    assert root_hash(LEAVES[:count]) == by_definition(LEAVES[:count])
