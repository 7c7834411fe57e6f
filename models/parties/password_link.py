"""One-time links with which a person sets a password: of an invitation, or of a reset."""

import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.parties.account import Account
from models.parties.account_refusals import PasswordLinkExpired, PasswordLinkUsed
from models.row import Row, reference


class LinkPurpose(StrEnum):
    """What a link is for."""

    INVITATION = "INVITATION"
    RESET = "RESET"

    @property
    def lifetime(self) -> datetime.timedelta:
        """For how long such a link is valid."""
        return datetime.timedelta(hours={"INVITATION": 72, "RESET": 1}[self.value])


class PasswordLink(Row):
    """The last link of an account. A new one replaces it, so that only one link of an account is valid."""

    account: Account = reference("models.Account")
    account_id: UUID
    purpose = fields.CharEnumField(LinkPurpose, max_length=16)
    digest = fields.BinaryField()
    """SHA-256 of the token, which is derived from the id (security/password_links.py)."""
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "password_link"
        unique_together = (("account_id",), ("digest",))
        constraints = (CheckConstraint(name="password_link_expires", check="expires_at > created_at"),)

    def require_valid(self, *, at: datetime.datetime) -> None:
        """Raises PasswordLinkUsed, PasswordLinkExpired."""
        if self.used_at is not None:
            raise PasswordLinkUsed
        if self.expires_at <= at:
            raise PasswordLinkExpired
