"""The hash of a sequence as a Merkle tree (RFC 9162, 2.1.1), with SHA-256."""

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\0", b"\1"
"""Prefixes: no hash of a leaf is the hash of an inner node."""


def leaf_hash(content: bytes) -> bytes:
    """The hash of one element."""
    return hashlib.sha256(LEAF + content).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The hash of all elements in their order, from their own hashes."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        # The last one of an odd number moves up as it is: the tree of RFC 9162.
        level = [hashlib.sha256(NODE + left + right).digest() for left, right in pairs] + level[len(level) & ~1 :]
    return level[0]
