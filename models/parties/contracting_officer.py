"""Contracting officers (被保証者): for whom certificates in favour of an obligee are made out (domain rule 17)."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from models.parties.obligee import Obligee
from models.row import Row, reference

MOST_OFFICERS = 200
"""Of one obligee."""


class ContractingOfficer(Row):
    """Someone who contracts for an obligee: a bureau's 契約担当官, or the head of an office."""

    obligee: Obligee = reference("models.Obligee")
    obligee_id: UUID
    title = fields.CharField(max_length=120)
    """As printed on certificates, in place of the obligee's."""
    office = fields.CharField(max_length=120, null=True)
    """The bureau or office, where people choose by it."""
    version: int = fields.IntField(default=1, db_default=1)
    is_active = fields.BooleanField(default=True, db_default=True)
    """Whether new contracts may name it; those that name it keep it."""

    class Meta:
        table = "contracting_officer"
        unique_together = (("obligee_id", "title"),)
        constraints = (UniqueConstraint(fields=("id", "obligee_id"), name="contracting_officer_with_obligee"),)
