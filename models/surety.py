"""Sureties (保証会社) and their branches (支店)."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.row import Row, reference

PLAIN_ADDRESS = r"^[!-~]+@[!-~]+$"
"""ASCII without spaces: what may stand in a header as it is."""


class Surety(Row):
    """A company that answers for contractors."""

    name = fields.CharField(max_length=120, unique=True)
    address = fields.CharField(max_length=200)
    representative = fields.CharField(max_length=120)
    """Title and name as printed on certificates, such as 取締役社長 見本 太郎."""
    mail_sender = fields.CharField(max_length=254, default="no-reply@localhost")
    """The address that its mails come from."""
    mail_reply_to = fields.CharField(max_length=254, null=True)
    """Where answers go, and what is told to the surety itself; without one, to the oldest account of its staff."""

    class Meta:
        table = "surety"
        constraints = (
            CheckConstraint(
                name="surety_mail_addresses_are_plain",
                check=f"mail_sender ~ '{PLAIN_ADDRESS}' AND mail_reply_to ~ '{PLAIN_ADDRESS}'",
            ),
        )


class Branch(Row):
    """A branch; its code begins the guarantee numbers that it gives, so it is unique among all sureties."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    code = fields.CharField(max_length=3, unique=True)
    name = fields.CharField(max_length=60)
    telephone = fields.CharField(max_length=20)
    fax = fields.CharField(max_length=20, null=True)

    class Meta:
        table = "branch"
        constraints = (CheckConstraint(name="branch_code_is_three_digits", check="code ~ '^[0-9]{3}$'"),)
