"""Chains of blocks that seal the audit log: one for each surety, and one for events without a surety."""

import datetime
import hashlib
from uuid import UUID

import orjson
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.row import Row

WITHOUT_SURETY = UUID(int=0)
"""The id of the chain of events that belong to no surety."""
MOST_LEAVES = 2000
"""In one block."""
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
FORMAT = 1
"""Of the content that is hashed, in each header. Another one is needed when audit events get a further column."""


class AuditChain(Row):
    """The last block of a chain. Its id is that of the surety, or WITHOUT_SURETY.

    The head is stored apart from the blocks: without it nobody could see that the last block is missing.
    """

    last_number: int = fields.IntField()
    last_hash = fields.BinaryField()

    class Meta:
        table = "audit_chain"
        constraints = (
            CheckConstraint(name="audit_chain_has_blocks", check="last_number >= 1 AND length(last_hash) = 32"),
        )


class AuditBlock(Row):
    """A number of audit events that were sealed together. It never changes.

    `hash` is that of the header, which has the hash of the events (`root`) and of the block before.
    """

    # No references: what is missing has to be found by verification, whoever removed it.
    chain_id: UUID = fields.UUIDField()
    number: int = fields.IntField()
    """From 1, without gaps in each chain."""
    sealed_at: datetime.datetime = fields.DatetimeField()
    leaf_count: int = fields.IntField()
    root = fields.BinaryField()
    previous_hash = fields.BinaryField(null=True)
    hash = fields.BinaryField()

    class Meta:
        table = "audit_block"
        unique_together = (("chain_id", "number"),)
        constraints = (
            CheckConstraint(
                name="audit_block_has_a_predecessor",
                check="(number = 1) = (previous_hash IS NULL) AND length(previous_hash) = 32",
            ),
            CheckConstraint(name="audit_block_has_hashes", check="length(root) = 32 AND length(hash) = 32"),
            CheckConstraint(
                name="audit_block_has_events", check=f"number >= 1 AND leaf_count BETWEEN 1 AND {MOST_LEAVES}"
            ),
        )

    def header_hash(self) -> bytes:
        """The hash of the header, from its columns."""
        sealed_at = (self.sealed_at - EPOCH) // datetime.timedelta(microseconds=1)
        header = [
            FORMAT,
            str(self.id),
            str(self.chain_id),
            self.number,
            sealed_at,
            self.leaf_count,
            bytes(self.root).hex(),
            bytes(self.previous_hash).hex() if self.previous_hash else None,
        ]
        return hashlib.sha256(orjson.dumps(header)).digest()


class AuditLeaf(Row):
    """The place of one audit event in its block, and its hash. Its id is that of the event. It never changes."""

    block_id: UUID = fields.UUIDField()
    position: int = fields.IntField()
    """From 0, without gaps in each block."""
    hash = fields.BinaryField()

    class Meta:
        table = "audit_leaf"
        unique_together = (("block_id", "position"),)
        constraints = (CheckConstraint(name="audit_leaf_has_a_place", check="position >= 0 AND length(hash) = 32"),)
