"""Signed statements of the heads of all chains of the audit log."""

import datetime
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from database.transactions import transactional
from models.pending_content import PendingContent
from models.row import Row


class AuditCheckpoint(Row):
    """The checkpoint of a day: its bytes are in the store of documents. It never changes."""

    day: datetime.date = fields.DateField(unique=True)
    """In Japan."""
    made_at: datetime.datetime = fields.DatetimeField()
    storage_key: UUID = fields.UUIDField()
    size: int = fields.IntField()
    sha256 = fields.BinaryField()

    class Meta:
        table = "audit_checkpoint"
        constraints = (CheckConstraint(name="audit_checkpoint_sha256_is_32_bytes", check="octet_length(sha256) = 32"),)

    @transactional
    async def keep(self) -> None:
        """Store the row; from now on its bytes are no orphans. Raises ContentAbandoned, IntegrityError."""
        await PendingContent.settle(self.storage_key)
        await self.save(force_create=True)
