"""Handed-over key notices: files that e-contract systems (or officials) have uploaded."""

import datetime
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.guarantee import Guarantee
from models.handover import Handover
from models.row import Row, reference

LONGEST_REFERENCE = 120
"""Characters."""


class ReceivedNotice(Row):
    """A file that was taken for a guarantee's key notice; the same file is received once in a hand-over.

    It never changes.
    """

    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    handover: Handover = reference("models.Handover")
    handover_id: UUID
    """The one that was current when it came."""
    received_at: datetime.datetime = fields.DatetimeField()
    received_by = fields.CharField(max_length=120)
    """The name of the system or person that uploaded it, as it was then."""
    actor_id: UUID = fields.UUIDField()
    """The API client's or the account's id."""
    contract_reference = fields.CharField(max_length=LONGEST_REFERENCE, null=True)
    """What the obligee calls the contract."""
    size: int = fields.IntField()
    """Bytes."""
    sha256: bytes = fields.BinaryField()
    storage_key: UUID = fields.UUIDField()
    """Under which its bytes are kept, sealed: a key stands in them."""
    envelope_version: int = fields.SmallIntField()

    class Meta:
        table = "received_notice"
        unique_together = (("handover_id", "sha256"),)
        constraints = (
            CheckConstraint(name="received_notice_sha256_is_32_bytes", check="octet_length(sha256) = 32"),
            CheckConstraint(name="received_notice_has_bytes", check="size > 0"),
        )
