"""Auth keys (認証キー) as they are stored: never in the clear (docs/decisions/0003-auth-keys.md)."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.enums import Medium
from models.guarantee import Guarantee
from models.row import Row, reference

MOST_KEYS = 100
"""Of one guarantee, the first one and those that replaced it."""


class AuthKeyStatus(StrEnum):
    """One key is active per guarantee; it stays through amendments until it is rotated."""

    ACTIVE = "ACTIVE"
    ROTATED = "ROTATED"
    REVOKED = "REVOKED"


class AuthKey(Row):
    """The key of one electronic guarantee."""

    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    medium = fields.CharEnumField(Medium, max_length=16, default=Medium.ELECTRONIC)
    """Always ELECTRONIC; together with the guarantee's own it keeps keys off paper guarantees."""
    status = fields.CharEnumField(AuthKeyStatus, max_length=16, default=AuthKeyStatus.ACTIVE)
    digest = fields.BinaryField()
    """HMAC-SHA256 of number and key, 32 bytes: by it a certificate is found."""
    envelope = fields.BinaryField()
    """The key, sealed with AES-256-GCM, to be shown again to the contractor."""
    envelope_version: int = fields.SmallIntField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "auth_key"
        constraints = (
            CheckConstraint(name="auth_key_is_electronic", check="medium = 'ELECTRONIC'"),
            CheckConstraint(name="auth_key_digest_is_32_bytes", check="octet_length(digest) = 32"),
            UniqueConstraint(fields=("digest",), name="auth_key_digest_is_unique"),
            UniqueConstraint(fields=("guarantee_id",), name="auth_key_one_active", condition="status = 'ACTIVE'"),
        )

    def rotate(self) -> None:
        """It opens nothing any more: another key follows."""
        self.status = AuthKeyStatus.ROTATED
