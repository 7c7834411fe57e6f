"""Changes of contracts before anything is issued on them."""

import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.applying.contract import MOST_CHANGES
from models.enums import Role
from models.parties.account import Account
from models.parties.contractor import Contractor
from models.parties.surety import Surety
from models.row import Row, reference


class ContractChange(Row):
    """One change of a contract, or its removal. Rows never change.

    The contract is no foreign key: the row of its removal, which has what it was, outlives it. So surety and contractor
    stand here too.
    """

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    contract_id: UUID = fields.UUIDField()
    version: int = fields.SmallIntField()
    """The version of the contract that it made."""
    changed_at: datetime.datetime = fields.DatetimeField()
    changed_by: Account = reference("models.Account")
    changed_by_id: UUID
    role = fields.CharEnumField(Role, max_length=24)
    reason: str | None = fields.TextField(null=True)
    changes: list[dict[str, Any]] = fields.JSONField()
    """`path`, `label`, and `before` and `after` as people read them."""

    class Meta:
        table = "contract_change"
        unique_together = (("contract_id", "version"),)
        constraints = (
            CheckConstraint(name="contract_change_is_one_of_fifty", check=f"version BETWEEN 2 AND {MOST_CHANGES + 2}"),
            CheckConstraint(
                name="contract_change_by_the_surety_has_a_reason",
                check="role = 'CONTRACTOR' OR (role = 'SURETY' AND reason IS NOT NULL)",
            ),
        )
