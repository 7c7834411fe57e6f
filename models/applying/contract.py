"""Contracts (請負契約) between a contractor and an obligee, as registered with a surety."""

import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.enums import ContractType
from models.parties.contracting_officer import ContractingOfficer
from models.parties.contractor import Contractor
from models.parties.obligee import Obligee
from models.parties.surety import Surety
from models.row import Row, reference

IDENTITY = ("surety_id", "contractor_id", "obligee_id", "folded_project_name", "contract_date", "contract_price")
"""The columns by which two contracts look the same (domain rule 13)."""
MOST_MEMBERS = 20
"""Of a joint venture."""
MOST_GUARANTEES = 50
"""Of one contract, including those that were withdrawn, returned or declined."""
MOST_CHANGES = 50
"""Of one contract."""


class Terms(NamedTuple):
    """Properties of a contract that limit the size of its guarantees; sums are in yen."""

    contract_type: ContractType
    contract_price: int
    contract_date: datetime.date
    advance_payment_planned: bool
    low_price_or_labour_only: bool


class Contract(Row):
    """A public works or service contract, single or of a joint venture whose lead member is the contractor."""

    surety: Surety = reference("models.Surety")
    surety_id: UUID
    contractor: Contractor = reference("models.Contractor")
    contractor_id: UUID
    obligee: Obligee = reference("models.Obligee")
    obligee_id: UUID
    contracting_officer: ContractingOfficer | None = reference("models.ContractingOfficer", null=True)
    contracting_officer_id: UUID | None
    """For whom certificates are made out; None for the obligee itself."""
    project_name = fields.CharField(max_length=120)
    contract_type = fields.CharEnumField(ContractType, max_length=16)
    contract_price: int = fields.BigIntField()
    """請負金額, yen."""
    current_fiscal_year_base: int | None = fields.BigIntField(null=True)
    """今年度対象額 as it was given with the contract, yen; each application has its own (application.py)."""
    contract_date = fields.DateField()
    tender_notice_date = fields.DateField(null=True)
    bid_date = fields.DateField(null=True)
    period_from = fields.DateField()
    period_to = fields.DateField()
    advance_payment_planned = fields.BooleanField(default=True)
    low_price_or_labour_only = fields.BooleanField(default=False)
    """Whether the obligee's raised minimum holds for the performance guarantee (domain rule 5)."""
    joint_venture_name = fields.CharField(max_length=120, null=True)
    joint_venture_members: list[str] = ArrayField("text", default=list)
    joint_venture_parties: list[dict[str, Any]] = fields.JSONField(default=list, db_default=[])
    """The same members with what is known of them, in the same order; empty where only their names are known.

    Each has name, address, share_percent, is_lead, corporate_number and contractor_id, which may be None.
    """
    folded_project_name = fields.TextField()
    """The project name without differences that searching ignores (models/texts/search_text.py)."""
    is_another = fields.BooleanField(default=False, db_default=False)
    """Whether it looks like a contract that was registered before and was claimed to be another (domain rule 13)."""
    version: int = fields.SmallIntField(default=1, db_default=1)
    """1 as it was registered; each change makes the next one."""

    class Meta:
        table = "contract"
        indexes = (
            Index(fields=("surety_id", "contract_date", "id"), name="contract_by_date"),
            Index(fields=("surety_id", "contract_price", "id"), name="contract_by_price"),
        )
        constraints = (
            UniqueConstraint(fields=(*IDENTITY,), name="contract_registered_once", condition="NOT is_another"),
            CheckConstraint(
                name="contract_prices_are_positive",
                check="contract_price > 0 AND current_fiscal_year_base BETWEEN 1 AND contract_price",
            ),
            CheckConstraint(name="contract_period_runs_forward", check="period_from <= period_to"),
            CheckConstraint(
                name="contract_joint_venture_has_members",
                check="(joint_venture_name IS NULL) = (cardinality(joint_venture_members) = 0)",
            ),
            CheckConstraint(
                name="contract_members_are_few", check=f"cardinality(joint_venture_members) <= {MOST_MEMBERS}"
            ),
            CheckConstraint(
                name="contract_parties_are_its_members",
                check="jsonb_array_length(joint_venture_parties) IN (0, cardinality(joint_venture_members))",
            ),
            CheckConstraint(
                name="contract_shares_are_whole", check="joint_venture_shares_are_whole(joint_venture_parties)"
            ),
        )

    def change(self, columns: dict[str, Any]) -> None:
        """Take over other columns, as the next version."""
        self.update_from_dict(columns)
        self.version += 1

    @property
    def terms(self) -> Terms:
        """The properties that limit the size of its guarantees."""
        return Terms(*(getattr(self, name) for name in Terms._fields))
