"""Seals (印影) of sureties as images, which certificates print."""

import datetime
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.parties.surety import Surety
from models.row import Row, reference

MOST_BYTES = 100_000
"""A drawn seal has 300 × 300 pixels in 64 colours."""


class SealImage(Row):
    """What a surety's certificates print as its seal from then on. Rows never change; certificates refer to theirs."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    version: int = fields.IntField()
    """The version of the surety's entry that it made."""
    set_at: datetime.datetime = fields.DatetimeField()
    content: bytes | None = fields.BinaryField(null=True)
    """A PNG, drawn anew from what was uploaded; None after a removal, and then a seal with the name is drawn."""
    sha256: bytes | None = fields.BinaryField(null=True)

    class Meta:
        table = "seal_image"
        unique_together = (("surety_id", "version"),)
        constraints = (
            CheckConstraint(
                name="seal_image_is_small_and_digested",
                check="num_nulls(content, sha256) IN (0, 2) AND octet_length(sha256) = 32"
                f" AND octet_length(content) BETWEEN 1 AND {MOST_BYTES}",
            ),
        )
