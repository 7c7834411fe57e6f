"""Approvals of single contracts, where an obligee accepts electronic guarantees for approved contracts only."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.parties.obligee import Obligee
from models.row import Row, reference


class ContractApproval(Row):
    """A contract for which an obligee accepts electronic guarantees, named before it is registered here.

    The project's name says which contract, and the company's number whose, if there are several. Rows never change.
    """

    obligee: Obligee = reference("models.Obligee")
    obligee_id: UUID
    project_name = fields.CharField(max_length=120)
    folded_project_name = fields.TextField()
    """The name without differences that searching ignores (models/texts/search_text.py)."""
    corporate_number = fields.CharField(max_length=13, null=True)
    """Of the contractor; null for whoever contracts for the project."""
    approved_at = fields.DatetimeField()

    class Meta:
        table = "contract_approval"
        constraints = (
            UniqueConstraint(
                fields=("obligee_id", "folded_project_name", "corporate_number"),
                name="contract_approval_of_a_company_once",
            ),
            UniqueConstraint(
                fields=("obligee_id", "folded_project_name"),
                name="contract_approval_of_anybody_once",
                condition="corporate_number IS NULL",
            ),
            CheckConstraint(name="contract_approval_number_is_13_digits", check="corporate_number ~ '^[0-9]{13}$'"),
        )
