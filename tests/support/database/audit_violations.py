"""Violations of the rules of the chains that seal the audit log, as in constraint_violations.py."""

from tests.support.database.constraint_violations import OTHER_DIGEST, Violation

CHECKS: list[Violation] = [
    ("audit_block_has_a_predecessor", "audit_block", "true", {"number": 2}),
    ("audit_block_has_a_predecessor", "audit_block", "true", {"previous_hash": OTHER_DIGEST}),
    ("audit_block_has_events", "audit_block", "true", {"leaf_count": 0}),
    ("audit_block_has_hashes", "audit_block", "true", {"root": "\\xab"}),
    ("audit_block_has_hashes", "audit_block", "true", {"hash": "\\xab"}),
    ("audit_chain_has_blocks", "audit_chain", "true", {"last_number": 0}),
    ("audit_chain_has_blocks", "audit_chain", "true", {"last_hash": "\\xab"}),
    ("audit_checkpoint_sha256_is_32_bytes", "audit_checkpoint", "true", {"sha256": "\\xab", "day": "2026-11-21"}),
    ("audit_leaf_has_a_place", "audit_leaf", "true", {"position": -1}),
    ("audit_leaf_has_a_place", "audit_leaf", "true", {"hash": "\\xab"}),
]
CHANGES = [
    ("audit_block_never_changes", "UPDATE audit_block SET number = number"),
    ("audit_block_never_changes", "DELETE FROM audit_block"),
    ("audit_block_is_never_truncated", "TRUNCATE audit_block"),
    ("audit_checkpoint_never_changes", "UPDATE audit_checkpoint SET size = 1"),
    ("audit_checkpoint_never_changes", "DELETE FROM audit_checkpoint"),
    ("audit_checkpoint_is_never_truncated", "TRUNCATE audit_checkpoint"),
    ("audit_leaf_never_changes", "UPDATE audit_leaf SET position = position"),
    ("audit_leaf_never_changes", "DELETE FROM audit_leaf"),
    ("audit_leaf_is_never_truncated", "TRUNCATE audit_leaf"),
]
